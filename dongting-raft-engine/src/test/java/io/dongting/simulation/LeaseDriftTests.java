package io.dongting.simulation;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.ReadConsistency;
import io.dongting.simulation.invariant.InvariantViolation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Nobody is elected while a leader trusts its lease, as long as clocks drift within the
 * bound: a tenth of the promise is kept back (rule R17, traps D4 and P29). Leaders are
 * cut off again and again in such a way that the others look for a new one as early as
 * they may, and asked to read all the while.
 */
@ExtendWith(QuietLogs.class)
class LeaseDriftTests {

	private static final Duration SECOND = ListCluster.SECOND;

	private int reads;

	private int staleReads;

	@Test
	void leasesHoldWhileClocksDriftWithinTheBound() {
		for (int seed = 1; seed <= 5; seed++) {
			ListCluster cluster = new ListCluster(seed, 3);
			SplittableRandom chance = new SplittableRandom(seed);
			cluster.cluster().nodes().forEach((node) -> node.clockDrift(chance.nextLong(-50_000, 50_001)));
			cluster.startAndElect();
			cluster.advance(SECOND);
			for (int round = 0; round < 6; round++) {
				replaceLeader(cluster);
			}
		}
		assertThat(this.staleReads).isZero();
		assertThat(this.reads).isGreaterThan(100);
	}

	/** Shows that the test above would see it. */
	@Test
	void beyondTheBoundTheInvariantIsBroken() {
		ListCluster cluster = new ListCluster(1, 3);
		cluster.startAndElect();
		cluster.advance(SECOND);
		slowLeader(cluster);
		assertThatExceptionOfType(InvariantViolation.class).isThrownBy(() -> replaceLeader(cluster))
			.withMessageStartingWith("Lease:");
	}

	@Test
	void beyondTheBoundReadsAreStale() {
		ListCluster cluster = new ListCluster(1, 3);
		cluster.invariants().ignoreLeases();
		cluster.startAndElect();
		cluster.advance(SECOND);
		slowLeader(cluster);
		replaceLeader(cluster);
		assertThat(this.staleReads).isPositive();
	}

	private static void slowLeader(ListCluster cluster) {
		int leader = cluster.leader();
		cluster.cluster().nodes().forEach((node) -> node.clockDrift((node.nodeId() == leader) ? -500_000 : 1_000_000));
	}

	/**
	 * The connections of the leader end, which the others notice, and then it is cut,
	 * when it has just been promised a lease.
	 */
	private void replaceLeader(ListCluster cluster) {
		int old = cluster.leader();
		CompletableFuture<?> written = cluster.submit(old);
		cluster.runUntil(written::isDone, SECOND);
		List<Integer> others = cluster.cluster()
			.nodes()
			.stream()
			.map(SimulatedNode::nodeId)
			.filter((nodeId) -> nodeId != old)
			.toList();
		others.forEach((other) -> cluster.network().reset(old, other));
		cluster.advance(Duration.ofMillis(1));
		cluster.network().isolate(old);
		for (int i = 0; i < 100; i++) {
			cluster.submit(others.get(i % others.size()));
			read(cluster, old);
			cluster.advance(Duration.ofMillis(10));
		}
		assertThat(cluster.leader()).isNotEqualTo(old);
		cluster.network().healAll();
		cluster.runUntil(() -> !cluster.group(old).isLeader(), SECOND);
		cluster.advance(SECOND);
	}

	private void read(ListCluster cluster, int nodeId) {
		List<String> before = List.copyOf(cluster.acknowledged());
		CompletableFuture<List<String>> read = cluster.group(nodeId)
			.read(ReadConsistency.LEASE, Duration.ofMillis(50), () -> List.copyOf(cluster.commands(nodeId)));
		read.thenAccept((seen) -> {
			this.reads++;
			this.staleReads += seen.containsAll(before) ? 0 : 1;
		});
	}

}
