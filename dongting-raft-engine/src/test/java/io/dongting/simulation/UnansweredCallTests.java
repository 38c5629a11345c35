package io.dongting.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.NotExecutedException;
import io.dongting.raft.RaftOutput;
import io.dongting.raft.ReadConsistency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every call is answered, in about the time it was given, whatever has become of the node
 * (traps D25, L).
 */
@ExtendWith(QuietLogs.class)
class UnansweredCallTests {

	private static final Duration TIMEOUT = Duration.ofMillis(300);

	private static final Duration SOON = TIMEOUT.plusMillis(200);

	private final ListCluster cluster = new ListCluster(1, 3);

	@Test
	void aNodeWhoseDiskHasFailedAnswersEveryCall() {
		this.cluster.startAndElect();
		int follower = this.cluster.follower();
		this.cluster.invariants().allowFailures((node) -> node.nodeId() == follower);
		this.cluster.node(follower).disk().faults().failNextWrite((path) -> path.startsWith("journal/"));
		this.cluster.submit(this.cluster.leader());
		this.cluster.runUntil(() -> this.cluster.group(follower).status().condition() == Condition.STORAGE_FAILED,
				ListCluster.SECOND);
		List<CompletableFuture<RaftOutput>> outcomes = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			outcomes.add(this.cluster.submit(follower, TIMEOUT));
		}
		this.cluster.runUntil(() -> outcomes.stream().allMatch(CompletableFuture::isDone), SOON);
		assertThat(outcomes).allSatisfy((outcome) -> assertThat(outcome).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(NotExecutedException.class));
	}

	@Test
	void callsThatWaitWhenTheDiskFailsAreAnswered() {
		this.cluster.startAndElect();
		int follower = this.cluster.follower();
		this.cluster.invariants().allowFailures((node) -> node.nodeId() == follower);
		this.cluster.node(follower).disk().faults().failNextWrite((path) -> path.startsWith("journal/"));
		List<CompletableFuture<RaftOutput>> outcomes = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			outcomes.add(this.cluster.submit(follower, TIMEOUT));
			this.cluster.advance(Duration.ofNanos(100_000));
		}
		this.cluster.runUntil(() -> outcomes.stream().allMatch(CompletableFuture::isDone), SOON);
		assertThat(this.cluster.group(follower).status().condition()).isEqualTo(Condition.STORAGE_FAILED);
	}

	@Test
	void aReadIsRefusedInTimeWhileItsLeaderIsNotConfirmed() {
		this.cluster.startAndElect();
		int leader = this.cluster.leader();
		this.cluster.cluster().nodes().stream().filter((node) -> node.nodeId() != leader).forEach(SimulatedNode::pause);
		CompletableFuture<Long> read = this.cluster.group(leader).awaitReadable(ReadConsistency.LINEARIZABLE, TIMEOUT);
		this.cluster.runUntil(read::isDone, SOON);
		assertThat(this.cluster.leader()).as("still waits for its followers").isEqualTo(leader);
		assertThat(read).failsWithin(Duration.ZERO).withThrowableThat().withCauseInstanceOf(NotExecutedException.class);
	}

}
