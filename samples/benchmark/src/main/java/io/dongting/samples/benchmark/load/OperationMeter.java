package io.dongting.samples.benchmark.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Counts what is completed and how long it took.
 */
public final class OperationMeter {

	private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(5);

	private static final int DIGITS = 3;

	private final LongAdder completed = new LongAdder();

	private final Recorder latencies = new Recorder(LONGEST_NANOS, DIGITS);

	private long startCount;

	private long startNanos;

	void record(long latencyNanos) {
		this.completed.increment();
		this.latencies.recordValue(Math.min(Math.max(0, latencyNanos), LONGEST_NANOS));
	}

	/** Forget what was before, as from warming up. */
	public void begin() {
		this.latencies.reset();
		this.startCount = this.completed.sum();
		this.startNanos = System.nanoTime();
	}

	/**
	 * Return what was measured since the beginning. Called once.
	 * @return the figures
	 */
	public Figures end() {
		long tookNanos = System.nanoTime() - this.startNanos;
		long count = this.completed.sum() - this.startCount;
		return new Figures(count, tookNanos, this.latencies.getIntervalHistogram());
	}

	/**
	 * What was measured.
	 *
	 * @param operations how many were completed
	 * @param tookNanos in how long
	 * @param latencies how long each took, in nanoseconds
	 */
	public record Figures(long operations, long tookNanos, Histogram latencies) {

	}

}
