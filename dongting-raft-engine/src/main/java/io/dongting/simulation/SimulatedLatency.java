package io.dongting.simulation;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * How long a piece of work takes: evenly spread between two durations, and now and then
 * much longer.
 *
 * @param least the shortest
 * @param most the longest, slow pieces apart
 * @param slowRate the probability that a piece is slow
 * @param slowest how long a slow piece takes at most
 */
public record SimulatedLatency(Duration least, Duration most, double slowRate, Duration slowest) {

	/** A solid-state disk. */
	public static final SimulatedLatency DISK = of(Duration.ofNanos(50_000), Duration.ofMillis(2));

	/** A thread that is found soon. */
	public static final SimulatedLatency THREAD = of(Duration.ofNanos(5_000), Duration.ofNanos(200_000));

	public SimulatedLatency {
		if (least.isNegative() || most.compareTo(least) < 0 || slowest.compareTo(most) < 0) {
			throw new IllegalArgumentException(
					"Not in order: at least " + least + ", at most " + most + ", slowest " + slowest);
		}
		if (!(slowRate >= 0 && slowRate <= 1)) {
			throw new IllegalArgumentException("'slowRate' is no probability: " + slowRate);
		}
	}

	/**
	 * Create a latency without slow pieces.
	 * @param least the shortest
	 * @param most the longest
	 * @return the latency
	 */
	public static SimulatedLatency of(Duration least, Duration most) {
		return new SimulatedLatency(least, most, 0, most);
	}

	/**
	 * Return a latency that is always the same.
	 * @param duration how long each piece takes
	 * @return the latency
	 */
	public static SimulatedLatency always(Duration duration) {
		return of(duration, duration);
	}

	/**
	 * Return this latency with slow pieces.
	 * @param rate the probability that a piece is slow
	 * @param slowest how long it takes at most
	 * @return the new latency
	 */
	public SimulatedLatency withSlow(double rate, Duration slowest) {
		return new SimulatedLatency(this.least, this.most, rate, slowest);
	}

	long drawNanos(SplittableRandom random) {
		if (this.slowRate > 0 && random.nextDouble() < this.slowRate) {
			return between(random, this.most, this.slowest);
		}
		return between(random, this.least, this.most);
	}

	private static long between(SplittableRandom random, Duration from, Duration to) {
		return random.nextLong(from.toNanos(), to.toNanos() + 1);
	}

}
