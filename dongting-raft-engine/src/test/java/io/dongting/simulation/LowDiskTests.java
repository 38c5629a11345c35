package io.dongting.simulation;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import io.dongting.raft.DiskSpace;
import io.dongting.raft.DiskSpaceOptions;
import io.dongting.raft.NotExecutedException;
import io.dongting.raft.RaftOutput;
import io.dongting.raft.ReadConsistency;
import io.dongting.raft.transport.TimeoutNowReq;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What becomes of leaders and commands where disks have little room left (rule R29, trap
 * P12).
 */
@ExtendWith(QuietLogs.class)
class LowDiskTests {

	private static final Duration SECOND = ListCluster.SECOND;

	private static final long LOW = 5_000_000;

	private static final long EXHAUSTED = 500_000;

	private static final DiskSpaceOptions WATERMARKS = new DiskSpaceOptions(10_000_000, 1_000_000, SECOND);

	@Test
	void aLeaderWhoseDiskIsLowHandsOverWithoutAnElectionTimeout() {
		for (int seed = 1; seed <= 3; seed++) {
			ListCluster cluster = startedCluster(seed, 3);
			int old = cluster.leader();
			long term = term(cluster, old);
			leave(cluster, old, LOW);
			cluster.load(SECOND.multipliedBy(8));
			assertThat(cluster.leader()).isNotEqualTo(old).isNotZero();
			assertThat(term(cluster, old)).isEqualTo(term + 1);
			assertThat(cluster.group(old).status().diskSpace()).isEqualTo(DiskSpace.LOW);
			leave(cluster, old, Long.MAX_VALUE);
			cluster.assertThatAllNodesAgree(100);
			assertThat(term(cluster, old)).as("nobody comes back").isEqualTo(term + 1);
		}
	}

	/** Of two others the one that is low as well may have more of the log. */
	@Test
	void whoeverTakesOverHasRoom() {
		for (int seed = 1; seed <= 3; seed++) {
			ListCluster cluster = startedCluster(seed, 3);
			int old = cluster.leader();
			int low = 1 + old % 3;
			leave(cluster, low, LOW);
			cluster.load(SECOND.multipliedBy(2));
			leave(cluster, old, LOW);
			cluster.load(SECOND.multipliedBy(8));
			assertThat(cluster.leader()).isEqualTo(6 - old - low);
		}
	}

	@Test
	void whereAllDisksAreLowEverythingGoesOnAsBefore() {
		for (int seed = 1; seed <= 3; seed++) {
			ListCluster cluster = startedCluster(seed, 3);
			int leader = cluster.leader();
			long term = term(cluster, leader);
			cluster.cluster().nodes().forEach((node) -> leave(cluster, node.nodeId(), LOW));
			cluster.load(SECOND.multipliedBy(20));
			assertThat(cluster.leader()).isEqualTo(leader);
			assertThat(term(cluster, leader)).isEqualTo(term);
			cluster.assertThatAllNodesAgree(1000);
		}
	}

	@Test
	void whereNoDiskHasRoomCommandsAreRefusedBeforeTheyAreAppendedAndAllElseGoesOn() throws Exception {
		for (int size : new int[] { 1, 3 }) {
			ListCluster cluster = startedCluster(size, size);
			int leader = cluster.leader();
			cluster.cluster().nodes().forEach((node) -> leave(cluster, node.nodeId(), EXHAUSTED));
			cluster.advance(SECOND.multipliedBy(2));
			long last = cluster.group(leader).status().lastLogIndex();
			for (int nodeId = 1; nodeId <= size; nodeId++) {
				CompletableFuture<RaftOutput> output = cluster.submit(nodeId);
				cluster.runUntil(output::isDone, SECOND);
				assertThatExceptionOfType(ExecutionException.class).isThrownBy(output::get)
					.withCauseInstanceOf(NotExecutedException.class)
					.satisfies((ex) -> assertThat(((NotExecutedException) ex.getCause()).reason())
						.isEqualTo(NotExecutedException.Reason.NO_SPACE));
			}
			assertThat(cluster.group(leader).status().lastLogIndex()).isEqualTo(last);
			CompletableFuture<Long> readable = cluster.group(leader)
				.awaitReadable(ReadConsistency.LINEARIZABLE, SECOND);
			cluster.runUntil(readable::isDone, SECOND);
			assertThat(readable.get()).isEqualTo(last);
			assertThat(cluster.leader()).isEqualTo(leader);
			cluster.cluster().nodes().forEach((node) -> leave(cluster, node.nodeId(), LOW));
			cluster.advance(SECOND.multipliedBy(2));
			cluster.load(SECOND);
			cluster.assertThatAllNodesAgree(10);
		}
	}

	/** One that has little room left is better than one that has none. */
	@Test
	void aLeaderWithoutRoomHandsOverToOneWhoseDiskIsOnlyLow() {
		for (int seed = 1; seed <= 3; seed++) {
			ListCluster cluster = startedCluster(seed, 3);
			int old = cluster.leader();
			cluster.cluster().nodes().forEach((node) -> leave(cluster, node.nodeId(), LOW));
			cluster.load(SECOND.multipliedBy(2));
			leave(cluster, old, EXHAUSTED);
			cluster.advance(SECOND.multipliedBy(8));
			assertThat(cluster.leader()).isNotEqualTo(old).isNotZero();
			long term = term(cluster, old);
			cluster.load(SECOND.multipliedBy(20));
			assertThat(term(cluster, old)).isEqualTo(term);
		}
	}

	/** A target that never takes over costs less and less. */
	@Test
	void attemptsThatFailBecomeRare() {
		ListCluster cluster = startedCluster(1, 3);
		int leader = cluster.leader();
		int[] attempts = { 0 };
		cluster.network().filter((from, to, message) -> {
			boolean asked = message instanceof TimeoutNowReq;
			attempts[0] += asked ? 1 : 0;
			return !asked;
		});
		leave(cluster, leader, LOW);
		long before = cluster.group(leader).status().lastLogIndex();
		cluster.advance(Duration.ofMinutes(10));
		long noOps = cluster.group(leader).status().lastLogIndex() - before;
		assertThat(cluster.leader()).isEqualTo(leader);
		assertThat(attempts[0]).isPositive();
		assertThat(noOps).as("one for each attempt").isBetween(3L, 8L);
		cluster.network().filter((from, to, message) -> true);
		cluster.runUntil(() -> cluster.leader() != leader, Duration.ofMinutes(5));
	}

	@Test
	void aDiskThatIsLowAtTheStartIsKnownToBe() {
		ListCluster cluster = new ListCluster(1, 1, WATERMARKS);
		leave(cluster, 1, LOW);
		cluster.startAndElect();
		assertThat(cluster.group(1).status().diskSpace()).isEqualTo(DiskSpace.LOW);
	}

	private static ListCluster startedCluster(long seed, int size) {
		ListCluster cluster = new ListCluster(seed, size, WATERMARKS);
		cluster.startAndElect();
		cluster.load(SECOND.multipliedBy(2));
		return cluster;
	}

	private static void leave(ListCluster cluster, int nodeId, long bytes) {
		cluster.node(nodeId).disk().faults().limitSpace(bytes);
	}

	private static long term(ListCluster cluster, int nodeId) {
		return cluster.group(nodeId).status().term();
	}

}
