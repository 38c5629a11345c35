package io.dongting.fiber;

import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * A world whose time moves only from event to event. Everything in it runs on the one
 * thread that created it, in the order of (time, sequence of scheduling), so a run
 * depends on nothing but the program and the seed. Time stands still while an event runs.
 */
public final class VirtualTime {

	/**
	 * Events at one instant: more is taken for a loop that would never let time go on.
	 */
	static final int MAX_EVENTS_PER_INSTANT = 10_000_000;

	private static final long WALL_ORIGIN_MILLIS = 1_700_000_000_000L;

	private final Thread thread = Thread.currentThread();

	private final long seed;

	private final SplittableRandom random;

	private final TimerQueue events = new TimerQueue();

	private final Clock clock = new WorldClock();

	private long nowNanos;

	private int eventsAtInstant;

	private boolean inEvent;

	/**
	 * Create a world at time 0.
	 * @param seed the seed of everything that is random in it
	 */
	public VirtualTime(long seed) {
		this.seed = seed;
		this.random = new SplittableRandom(seed);
	}

	/**
	 * The seed.
	 * @return the seed, to be printed with a failure
	 */
	public long seed() {
		return this.seed;
	}

	/**
	 * The true time of the world. Nodes have clocks of their own.
	 * @return a clock that starts at 0 and at a fixed date
	 */
	public Clock clock() {
		return this.clock;
	}

	/**
	 * A new source of random numbers, independent of those handed out before, determined
	 * by the seed and the number of calls so far. One for each purpose keeps what happens
	 * in one part of the world from changing the luck of another.
	 * @return the source
	 */
	public SplittableRandom newRandom() {
		checkThread();
		return this.random.split();
	}

	/**
	 * Schedule an event.
	 * @param delayNanos the delay in nanoseconds; not positive means at this instant,
	 * after the events that are scheduled for it already
	 * @param event the event; what it throws comes out of the method that runs it
	 * @return a handle to take the event back
	 */
	public TimerHandle schedule(long delayNanos, Runnable event) {
		checkThread();
		Objects.requireNonNull(event, "'event' must not be null");
		return this.events.add(this.nowNanos, delayNanos, event, null);
	}

	/**
	 * Run the next event and move time to it.
	 * @return {@code false} if there is none
	 */
	public boolean step() {
		checkThread();
		if (this.inEvent) {
			throw new IllegalStateException("An event cannot run other events; schedule them");
		}
		Timer next = this.events.peek();
		if (next == null) {
			return false;
		}
		if (next.deadlineNanos != this.nowNanos) {
			this.nowNanos = next.deadlineNanos;
			this.eventsAtInstant = 0;
		}
		if (++this.eventsAtInstant > MAX_EVENTS_PER_INSTANT) {
			throw new IllegalStateException("Time does not get beyond " + Duration.ofNanos(this.nowNanos) + " after "
					+ MAX_EVENTS_PER_INSTANT + " events (seed " + this.seed + ")");
		}
		next.end();
		this.inEvent = true;
		try {
			next.task.run();
		}
		finally {
			this.inEvent = false;
		}
		return true;
	}

	/**
	 * Run everything that is left to do at this instant. Time does not move.
	 */
	public void runUntilIdle() {
		checkThread();
		while (hasEventUntil(this.nowNanos)) {
			step();
		}
	}

	/**
	 * Let time pass, with everything that happens meanwhile.
	 * @param duration how much time
	 */
	public void advance(Duration duration) {
		runUntil(() -> false, duration);
	}

	/**
	 * Run events until a condition holds. It is tested at once and after each event. If
	 * it does not come to hold, time has moved by the limit when this returns.
	 * @param condition the condition
	 * @param limit how much time may pass
	 * @return whether the condition holds
	 */
	public boolean runUntil(BooleanSupplier condition, Duration limit) {
		checkThread();
		if (limit.isNegative()) {
			throw new IllegalArgumentException("'limit' must not be negative but is " + limit);
		}
		long endNanos = this.nowNanos + limit.toNanos();
		while (!condition.getAsBoolean()) {
			if (!hasEventUntil(endNanos)) {
				moveTo(endNanos);
				return false;
			}
			step();
		}
		return true;
	}

	void checkThread() {
		if (Thread.currentThread() != this.thread) {
			throw new IllegalStateException("A virtual world belongs to thread '" + this.thread.getName()
					+ "' and cannot be used by '" + Thread.currentThread().getName() + "'");
		}
	}

	Thread thread() {
		return this.thread;
	}

	private boolean hasEventUntil(long limitNanos) {
		@Nullable Timer next = this.events.peek();
		return next != null && next.deadlineNanos <= limitNanos;
	}

	private void moveTo(long timeNanos) {
		if (timeNanos != this.nowNanos) {
			this.nowNanos = timeNanos;
			this.eventsAtInstant = 0;
		}
	}

	private final class WorldClock implements Clock {

		@Override
		public long nanoTime() {
			return VirtualTime.this.nowNanos;
		}

		@Override
		public long currentTimeMillis() {
			return WALL_ORIGIN_MILLIS + Math.floorDiv(VirtualTime.this.nowNanos, 1_000_000L);
		}

	}

}
