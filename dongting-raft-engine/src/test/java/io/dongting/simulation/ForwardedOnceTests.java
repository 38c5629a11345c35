package io.dongting.simulation;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.dongting.raft.transport.ForwardReq;
import io.dongting.raft.transport.ForwardResp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A command that was passed on is executed once, however often and late its message
 * arrives.
 */
@ExtendWith(QuietLogs.class)
class ForwardedOnceTests {

	private static final Duration SECOND = ListCluster.SECOND;

	/**
	 * The node that led in the term of the message has forgotten what it had seen, and is
	 * elected again while the copy waits.
	 */
	@Test
	void aCopyThatComesAfterARestartIsNotExecutedInALaterTerm() {
		for (int seed = 1; seed <= 10; seed++) {
			ListCluster cluster = new ListCluster(seed, 3);
			cluster.startAndElect();
			SimulatedNode leader = cluster.node(cluster.leader());
			List<SimulatedNode> others = cluster.cluster().nodes().stream().filter((node) -> node != leader).toList();
			cluster.network().faults(new NetworkFaults(0, 0, 0, 0, SECOND, 1, SECOND.multipliedBy(2)));
			for (int i = 0; i < 5; i++) {
				cluster.submit(cluster.follower());
			}
			cluster.runUntil(() -> cluster.acknowledged().size() == 5, SECOND);
			cluster.network().faults(NetworkFaults.NONE);
			others.forEach(SimulatedNode::pause);
			leader.crash();
			leader.start();
			cluster.submit(leader.nodeId(), SECOND.multipliedBy(10));
			cluster.advance(SECOND.multipliedBy(3));
			others.forEach(SimulatedNode::resume);
			cluster.runUntil(() -> cluster.acknowledged().size() == 6, SECOND.multipliedBy(5));
			cluster.assertThatAllNodesAgree(6);
		}
	}

	/** What that start of the node had passed on was numbered, too. */
	@Test
	void anAnswerToAnEarlierStartIsNotTakenForThatOfANewCommand() {
		for (int seed = 1; seed <= 10; seed++) {
			ListCluster cluster = new ListCluster(seed, 3);
			cluster.startAndElect();
			cluster.advance(SECOND);
			SimulatedNode follower = cluster.node(cluster.follower());
			cluster.network().faults(new NetworkFaults(0, 0, 0, 0, SECOND, 1, SECOND.multipliedBy(5)));
			for (int i = 0; i < 10; i++) {
				cluster.submit(follower.nodeId());
			}
			cluster.runUntil(() -> cluster.acknowledged().size() == 10, SECOND);
			cluster.network().faults(NetworkFaults.NONE);
			follower.crash();
			follower.start();
			cluster.runUntil(() -> cluster.group(follower.nodeId()).status().leaderId() != 0, SECOND.multipliedBy(2));
			cluster.network().filter((from, to, message) -> !(message instanceof ForwardReq));
			for (int i = 0; i < 10; i++) {
				cluster.submit(follower.nodeId());
			}
			cluster.advance(SECOND.multipliedBy(6));
			assertThat(cluster.acknowledged()).as("with seed %d", seed).hasSize(10);
			cluster.network().filter((from, to, message) -> true);
			cluster.assertThatAllNodesAgree(10);
		}
	}

	/**
	 * A refusal says that nothing was executed. Of a copy nobody can say that: the
	 * commands may be in the log, although the node that led has failed since.
	 */
	@Test
	void aCopyThatComesAfterTheLeaderHasFailedIsNotRefused() {
		assertThatCopiesAreNotRefused((leader) -> leader.disk().faults().failNextSync((path) -> true), SECOND);
	}

	/** The same where the node that led has stopped, or is about to. */
	@Test
	void aCopyThatComesWhileTheLeaderStopsIsNotRefused() {
		assertThatCopiesAreNotRefused((leader) -> {
			leader.hangDisk();
			leader.stop();
		}, SECOND.multipliedBy(3));
	}

	private static void assertThatCopiesAreNotRefused(Consumer<SimulatedNode> end, Duration longestStray) {
		for (int seed = 1; seed <= 10; seed++) {
			ListCluster cluster = new ListCluster(seed, 3);
			cluster.startAndElect();
			cluster.advance(SECOND);
			SimulatedNode leader = cluster.node(cluster.leader());
			cluster.invariants().allowFailures(leader::equals);
			cluster.network().faults(new NetworkFaults(0, 0, 0, 0, SECOND, 1, longestStray));
			cluster.network().filter((from, to, message) -> !(message instanceof ForwardResp));
			for (int i = 0; i < 5; i++) {
				cluster.submit(cluster.follower());
			}
			cluster.advance(Duration.ofMillis(2));
			end.accept(leader);
			cluster.submit(1 + leader.nodeId() % 3);
			cluster.advance(SECOND.multipliedBy(6));
			cluster.network().faults(NetworkFaults.NONE);
			cluster.network().filter((from, to, message) -> true);
			leader.releaseDisk();
			cluster.advance(SECOND);
			leader.crash();
			cluster.assertThatAllNodesAgree(5);
		}
	}

}
