package io.dongting.samples.kvstore.blackbox;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes at a steady rate through one node, whether or not the writes before have ended,
 * and measures each from the moment it was due.
 */
final class LatencyMeter implements AutoCloseable {

	private static final int WRITES_PER_SECOND = 200;

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

	private final KvNode node;

	private final AtomicInteger writes = new AtomicInteger();

	private final AtomicInteger failed = new AtomicInteger();

	/** Of each second since the beginning, in the order in which writes ended. */
	private final List<List<Long>> micros = new ArrayList<>();

	private final long startNanos = System.nanoTime();

	LatencyMeter(KvNode node) {
		this.node = node;
		this.timer.scheduleAtFixedRate(this::write, 0, TimeUnit.SECONDS.toNanos(1) / WRITES_PER_SECOND,
				TimeUnit.NANOSECONDS);
	}

	private void write() {
		int number = this.writes.getAndIncrement();
		long dueNanos = this.startNanos + number * TimeUnit.SECONDS.toNanos(1) / WRITES_PER_SECOND;
		this.node.putAsync("latency-" + number % 100, "value " + number).thenAccept((written) -> {
			if (written) {
				ended(number / WRITES_PER_SECOND, System.nanoTime() - dueNanos);
			}
			else {
				this.failed.incrementAndGet();
			}
		});
	}

	private synchronized void ended(int second, long nanos) {
		while (this.micros.size() <= second) {
			this.micros.add(new ArrayList<>());
		}
		this.micros.get(second).add(TimeUnit.NANOSECONDS.toMicros(nanos));
	}

	/** Return how many whole seconds have been measured. */
	synchronized int seconds() {
		return Math.max(0, this.micros.size() - 1);
	}

	/** Return how many writes were acknowledged. */
	synchronized int acknowledged() {
		return this.micros.stream().mapToInt(List::size).sum();
	}

	/**
	 * Return what was measured, a line for people: of what 99 of 100 writes of a second
	 * took at most, the median over whole seconds.
	 */
	synchronized String figures() {
		List<Long> worst = this.micros.subList(0, seconds())
			.stream()
			.filter((second) -> !second.isEmpty())
			.map(LatencyMeter::percentile99)
			.sorted()
			.toList();
		String median = worst.isEmpty() ? "not known" : worst.get(worst.size() / 2) + " us";
		return "99 of 100 writes took at most (median of " + worst.size() + " s) " + median + ", " + this.failed
				+ " failed";
	}

	private static long percentile99(List<Long> second) {
		List<Long> sorted = second.stream().sorted().toList();
		return sorted.get(Math.max(0, (sorted.size() * 99 + 99) / 100 - 1));
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
	}

}
