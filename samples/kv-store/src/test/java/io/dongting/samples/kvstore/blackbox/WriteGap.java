package io.dongting.samples.kvstore.blackbox;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes at a steady rate through several nodes in turn, and knows the longest time in
 * which no write was acknowledged.
 */
final class WriteGap implements AutoCloseable {

	private static final long INTERVAL_MILLIS = 5;

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

	private final List<KvNode> nodes;

	private final AtomicInteger writes = new AtomicInteger();

	private int acknowledged;

	private int refused;

	private long lastNanos = System.nanoTime();

	private long longestNanos;

	WriteGap(List<KvNode> nodes) {
		this.nodes = nodes;
		this.timer.scheduleAtFixedRate(this::write, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
	}

	private void write() {
		int number = this.writes.getAndIncrement();
		this.nodes.get(number % this.nodes.size())
			.putAsync("gap-" + number % 100, "value " + number)
			.thenAccept(this::ended);
	}

	private synchronized void ended(boolean written) {
		if (written) {
			long nowNanos = System.nanoTime();
			this.longestNanos = Math.max(this.longestNanos, nowNanos - this.lastNanos);
			this.lastNanos = nowNanos;
			this.acknowledged++;
		}
		else {
			this.refused++;
		}
	}

	/** Begin to measure. */
	synchronized void reset() {
		this.longestNanos = 0;
	}

	synchronized Duration longest() {
		return Duration.ofNanos(Math.max(this.longestNanos, System.nanoTime() - this.lastNanos));
	}

	/** Wait until more writes are acknowledged. */
	void awaitAcknowledged(int more) {
		int goal = acknowledged() + more;
		ProcessCluster.await(goal + " writes are acknowledged", () -> acknowledged() >= goal);
	}

	synchronized int acknowledged() {
		return this.acknowledged;
	}

	synchronized int refused() {
		return this.refused;
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
	}

}
