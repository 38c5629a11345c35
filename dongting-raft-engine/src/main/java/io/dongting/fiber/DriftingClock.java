package io.dongting.fiber;

import java.time.Duration;

/**
 * The clock of one node in a {@link VirtualTime}, which may run faster or slower than the
 * time of the world, stand still, and jump. Timers of the node's dispatcher follow it.
 */
public final class DriftingClock implements Clock {

	private static final long MILLION = 1_000_000;

	private final Clock world;

	private final Runnable onChange;

	/** World and node time at the last change. */
	private long worldAnchorNanos;

	private long anchorNanos;

	private long driftPartsPerMillion;

	private long wallOffsetMillis;

	DriftingClock(Clock world, Runnable onChange) {
		this.world = world;
		this.onChange = onChange;
		this.worldAnchorNanos = world.nanoTime();
		this.anchorNanos = this.worldAnchorNanos;
	}

	@Override
	public long nanoTime() {
		return this.anchorNanos + scale(this.world.nanoTime() - this.worldAnchorNanos);
	}

	@Override
	public long currentTimeMillis() {
		return this.world.currentTimeMillis() + this.wallOffsetMillis;
	}

	/**
	 * Let the monotonic time run faster or slower from now on.
	 * @param partsPerMillion 0 for the rate of the world, 1000 for 0.1 percent faster,
	 * -1000000 to stand still
	 */
	public void setDrift(long partsPerMillion) {
		if (partsPerMillion < -MILLION || partsPerMillion > MILLION) {
			throw new IllegalArgumentException(
					"'partsPerMillion' must be from -10^6 to 10^6 but is " + partsPerMillion);
		}
		anchor();
		this.driftPartsPerMillion = partsPerMillion;
		this.onChange.run();
	}

	/**
	 * Let the monotonic time jump. It never goes back.
	 * @param duration how far, not negative
	 */
	public void jump(Duration duration) {
		if (duration.isNegative()) {
			throw new IllegalArgumentException("'duration' must not be negative but is " + duration);
		}
		anchor();
		this.anchorNanos += duration.toNanos();
		this.onChange.run();
	}

	/**
	 * Let the wall time jump, forward or back.
	 * @param duration how far
	 */
	public void jumpWallTime(Duration duration) {
		this.wallOffsetMillis += duration.toMillis();
	}

	/**
	 * How long the world has to go on until this clock has advanced.
	 * @param nanos how far this clock has to advance
	 * @return nanoseconds of the world, rounded up, {@code Long.MAX_VALUE} for never
	 */
	long worldNanosFor(long nanos) {
		if (nanos <= 0) {
			return 0;
		}
		if (this.driftPartsPerMillion == 0) {
			return nanos;
		}
		long rate = MILLION + this.driftPartsPerMillion;
		if (rate == 0) {
			return Long.MAX_VALUE;
		}
		long whole = nanos / rate;
		if (whole > Long.MAX_VALUE / MILLION - 1) {
			return Long.MAX_VALUE;
		}
		return whole * MILLION + (nanos % rate * MILLION + rate - 1) / rate;
	}

	private void anchor() {
		this.anchorNanos = nanoTime();
		this.worldAnchorNanos = this.world.nanoTime();
	}

	private long scale(long worldNanos) {
		if (this.driftPartsPerMillion == 0) {
			return worldNanos;
		}
		long rate = MILLION + this.driftPartsPerMillion;
		return worldNanos / MILLION * rate + worldNanos % MILLION * rate / MILLION;
	}

}
