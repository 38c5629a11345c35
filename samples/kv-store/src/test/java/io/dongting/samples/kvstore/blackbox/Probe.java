package io.dongting.samples.kvstore.blackbox;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds out when writes are accepted again.
 */
final class Probe {

	private static final Duration LIMIT = Duration.ofMinutes(2);

	private static final int INTERVAL_MILLIS = 20;

	private Probe() {
	}

	/**
	 * Write again and again through all of the nodes until one write is acknowledged.
	 * Each is given time, but none is waited for.
	 * @param nodes the nodes
	 * @param sinceNanos when the time began to count
	 * @return how long it took
	 */
	static Duration awaitAccepted(List<KvNode> nodes, long sinceNanos) throws InterruptedException, ExecutionException {
		CompletableFuture<Long> accepted = new CompletableFuture<>();
		int number = 0;
		while (System.nanoTime() - sinceNanos < LIMIT.toNanos()) {
			for (KvNode node : nodes) {
				node.putAsync("probe", "probe " + number++).thenAccept((done) -> {
					if (done) {
						accepted.complete(System.nanoTime());
					}
				});
			}
			try {
				return Duration.ofNanos(accepted.get(INTERVAL_MILLIS, TimeUnit.MILLISECONDS) - sinceNanos);
			}
			catch (TimeoutException ex) {
				// The next round
				continue;
			}
		}
		throw new AssertionError("No write was accepted within " + LIMIT);
	}

}
