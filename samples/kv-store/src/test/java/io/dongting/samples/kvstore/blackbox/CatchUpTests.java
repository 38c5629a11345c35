package io.dongting.samples.kvstore.blackbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.dongting.simulation.history.Action;
import io.dongting.simulation.history.Ending;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A follower misses many writes and gets them from the log of the others.
 */
@Tag("long")
class CatchUpTests {

	private static final int WRITES = 200_000;

	private static final int WRITERS = 64;

	private static final int KEYS = 2000;

	@Test
	void aFollowerCatchesUpOnWhatItMissed() throws Exception {
		try (ProcessCluster cluster = new ProcessCluster("catch-up")) {
			cluster.startAll();
			int leader = cluster.awaitLeader();
			int follower = ProcessCluster.NODES.stream().filter((node) -> node != leader).findFirst().orElseThrow();
			cluster.kill(follower);
			List<KvNode> others = ProcessCluster.NODES.stream()
				.filter((node) -> node != follower)
				.map(cluster::node)
				.toList();
			long startedAt = System.nanoTime();
			write(others);
			Duration writing = Duration.ofNanos(System.nanoTime() - startedAt);
			long restartedAt = System.nanoTime();
			cluster.start(follower);
			cluster.awaitReady(follower);
			cluster.awaitEqualStates();
			Duration catchingUp = Duration.ofNanos(System.nanoTime() - restartedAt);
			for (int key = 0; key < KEYS; key++) {
				Ending expected = read(cluster.node(leader), key, "linearizable");
				for (KvNode node : cluster.nodes()) {
					assertThat(read(node, key, "stale")).as("key " + key).isEqualTo(expected);
				}
			}
			System.out.println("Follower missed " + WRITES + " writes (" + WRITES * 1000L / writing.toMillis()
					+ " a second): started and caught up in " + catchingUp.toMillis() + " ms, " + KEYS
					+ " keys equal on all nodes");
		}
	}

	private static Ending read(KvNode node, int key, String consistency) throws InterruptedException {
		Ending ending = node.execute("key-" + key, new Action.Get(), consistency);
		assertThat(ending).isInstanceOfSatisfying(Ending.Read.class, (read) -> assertThat(read.value()).isNotNull());
		return ending;
	}

	private static void write(List<KvNode> nodes) throws Exception {
		AtomicInteger next = new AtomicInteger();
		ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
		try {
			List<Future<?>> writers = new ArrayList<>();
			for (int writer = 0; writer < WRITERS; writer++) {
				KvNode node = nodes.get(writer % nodes.size());
				writers.add(threads.submit(() -> {
					int number;
					while ((number = next.getAndIncrement()) < WRITES) {
						putUntilWritten(node, number);
					}
					return null;
				}));
			}
			for (Future<?> writer : writers) {
				writer.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static void putUntilWritten(KvNode node, int number) throws InterruptedException {
		Action put = new Action.Put("value " + number);
		while (!(node.execute("key-" + number % KEYS, put, "") instanceof Ending.Written)) {
			assertThat(Thread.currentThread().isInterrupted()).isFalse();
		}
	}

}
