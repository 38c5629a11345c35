package io.dongting.samples.kvstore;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.dongting.raft.NotExecutedException;
import io.dongting.raft.OutcomeUnknownException;
import io.dongting.spring.RaftContext;
import io.dongting.spring.test.RaftTest;
import io.dongting.spring.test.RaftTestCluster;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link KvStore} as a replicated state machine, in a simulated cluster.
 */
@RaftTest
class KvStoreTests {

	@Test
	void valuesSurviveCrashesAndSnapshots(RaftTestCluster<KvStore> cluster) {
		KvStore store = cluster.proxy();
		store.put("key", "value", RaftContext.FROM_LOG);
		store.put("gone", "value", RaftContext.FROM_LOG);
		cluster.crash(cluster.leader());
		assertThat(store.delete("gone")).isTrue();
		assertThat(store.append("key", "-and-more")).isEqualTo(14);
		cluster.settle();
		cluster.nodes().forEach(cluster::snapshotAndRestore);
		for (int node : cluster.nodes()) {
			assertThat(cluster.on(node).get("key")).isEqualTo("value-and-more");
			assertThat(cluster.on(node).get("gone")).isNull();
		}
	}

	@Test
	void aNodeThatWasAwayGetsTheStateFromASnapshot(RaftTestCluster<KvStore> cluster) {
		int away = cluster.leader() % 3 + 1;
		cluster.isolate(away);
		IntStream.range(0, 30)
			.forEach((i) -> cluster.proxy().put("key-" + i, "x".repeat(10_000), RaftContext.FROM_LOG));
		cluster.nodes().stream().filter((node) -> node != away).forEach(cluster::snapshot);
		assertThat(cluster.on(away).getStale("key-29")).isNull();
		cluster.heal();
		assertThat(cluster.on(away).get("key-29")).hasSize(10_000);
	}

	@Test
	void ofAllWhoSwapAtOnceOneSucceeds(RaftTestCluster<KvStore> cluster) {
		List<CompletableFuture<Boolean>> swaps = cluster.nodes()
			.stream()
			.map((node) -> cluster.async(() -> cluster.on(node).cas("lock", null, "node-" + node)))
			.toList();
		assertThat(swaps.stream().filter(CompletableFuture::join)).hasSize(1);
		assertThat(cluster.proxy().get("lock")).startsWith("node-");
	}

	@Test
	void aLeaderThatIsCutOffAnswersNothingThatIsOld(RaftTestCluster<KvStore> cluster) {
		cluster.proxy().put("key", "old", RaftContext.FROM_LOG);
		int old = cluster.leader();
		cluster.partition(Set.of(old), Set.copyOf(others(cluster, old)));
		assertThatExceptionOfType(OutcomeUnknownException.class)
			.isThrownBy(() -> cluster.on(old).put("key", "lost", RaftContext.FROM_LOG));
		cluster.proxy().put("key", "new", RaftContext.FROM_LOG);
		assertThatExceptionOfType(NotExecutedException.class).isThrownBy(() -> cluster.on(old).get("key"));
		assertThatExceptionOfType(NotExecutedException.class).isThrownBy(() -> cluster.on(old).getWithinLease("key"));
		assertThat(cluster.on(old).getStale("key")).isEqualTo("old");
		cluster.heal();
		assertThat(cluster.on(old).get("key")).isEqualTo("new");
	}

	@Test
	void aSlowDiskOfOneNodeHoldsNobodyUp(RaftTestCluster<KvStore> cluster) {
		cluster.slowDisk(others(cluster, cluster.leader()).get(0), Duration.ofMinutes(1));
		cluster.proxy().put("key", "value", RaftContext.FROM_LOG);
		assertThat(cluster.proxy().get("key")).isEqualTo("value");
	}

	private static List<Integer> others(RaftTestCluster<KvStore> cluster, int node) {
		return cluster.nodes().stream().filter((other) -> other != node).toList();
	}

}
