package io.dongting.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import io.dongting.raft.NotExecutedException;
import io.dongting.raft.RaftOutput;
import io.dongting.raft.ReadConsistency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A leader whose own disk is stuck makes room for one whose disk is not (rule R29).
 */
@ExtendWith(QuietLogs.class)
class StuckDiskTests {

	private static final Duration SECOND = ListCluster.SECOND;

	@Test
	void aLeaderWhoseDiskHangsIsReplaced() {
		for (int seed = 1; seed <= 10; seed++) {
			ListCluster cluster = startedCluster(seed);
			SimulatedNode old = cluster.node(cluster.leader());
			old.hangDisk();
			assertThatAnotherLeads(cluster, old);
			old.releaseDisk();
			cluster.assertThatAllNodesAgree(1);
		}
	}

	@Test
	void aLeaderWhoseDiskIsFullIsReplaced() {
		for (int seed = 1; seed <= 10; seed++) {
			ListCluster cluster = startedCluster(seed);
			SimulatedNode old = cluster.node(cluster.leader());
			old.disk().faults().limitSpace(0);
			assertThatAnotherLeads(cluster, old);
			old.disk().faults().freeSpace();
			cluster.assertThatAllNodesAgree(1);
		}
	}

	/** Another leader would be no better: it would have to wait for its disk, too. */
	@Test
	void aLeaderStaysWhereNobodyElseCanWriteEither() {
		for (int seed = 1; seed <= 10; seed++) {
			ListCluster cluster = startedCluster(seed);
			int leader = cluster.leader();
			long term = cluster.group(leader).status().term();
			cluster.cluster().nodes().forEach(SimulatedNode::hangDisk);
			cluster.submit(leader);
			cluster.advance(SECOND.multipliedBy(10));
			assertThat(cluster.group(leader).status().term()).isEqualTo(term);
			assertThat(cluster.leader()).isEqualTo(leader);
		}
	}

	/** Trap P12: nothing is begun that cannot be ended, and all else goes on. */
	@Test
	void whereAllDisksAreFullCommandsAreRefusedAndReadsGoOn() {
		for (int seed = 1; seed <= 10; seed++) {
			ListCluster cluster = startedCluster(seed);
			int leader = cluster.leader();
			cluster.cluster().nodes().forEach((node) -> node.disk().faults().limitSpace(0));
			List<CompletableFuture<RaftOutput>> outputs = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				outputs.add(cluster.submit(1 + i % 3));
				cluster.advance(SECOND.dividedBy(10));
			}
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(outputs.get(10)::get)
				.withCauseInstanceOf(NotExecutedException.class)
				.satisfies((ex) -> assertThat(((NotExecutedException) ex.getCause()).reason())
					.isEqualTo(NotExecutedException.Reason.NO_SPACE));
			CompletableFuture<Long> readable = cluster.group(leader)
				.awaitReadable(ReadConsistency.LINEARIZABLE, SECOND);
			cluster.runUntil(readable::isDone, SECOND);
			assertThat(readable).isCompleted();
			assertThat(cluster.leader()).isEqualTo(leader);
			cluster.cluster().nodes().forEach((node) -> node.disk().faults().freeSpace());
			cluster.advance(SECOND.multipliedBy(2));
			CompletableFuture<RaftOutput> output = cluster.submit(leader);
			cluster.runUntil(output::isDone, SECOND);
			assertThat(output).isCompleted();
			cluster.assertThatAllNodesAgree(1);
		}
	}

	@Test
	void aLeaderThatIsAloneStays() {
		ListCluster cluster = new ListCluster(1, 1);
		cluster.startAndElect();
		cluster.node(1).hangDisk();
		cluster.submit(1);
		cluster.advance(SECOND.multipliedBy(10));
		assertThat(cluster.leader()).isEqualTo(1);
	}

	private static ListCluster startedCluster(int seed) {
		ListCluster cluster = new ListCluster(seed, 3);
		cluster.startAndElect();
		cluster.load(SECOND);
		return cluster;
	}

	private static void assertThatAnotherLeads(ListCluster cluster, SimulatedNode old) {
		int other = 1 + old.nodeId() % 3;
		cluster.submit(other);
		cluster.runUntil(() -> cluster.leader() != 0 && cluster.leader() != old.nodeId(), SECOND.multipliedBy(10));
		int acknowledged = cluster.acknowledged().size();
		cluster.submit(other);
		cluster.runUntil(() -> cluster.acknowledged().size() > acknowledged, SECOND);
	}

}
