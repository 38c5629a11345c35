package io.dongting.fiber;

import java.util.ArrayDeque;

import org.jspecify.annotations.Nullable;

/**
 * What a dispatcher on a real thread and one in virtual time have in common: the timers,
 * and whose turn it is. Groups take turns in the order in which they became ready. All
 * but {@link #groupReady} and {@link #isCurrent} belongs to the dispatching thread.
 */
final class RoundScheduler {

	final Clock clock;

	final int roundBudget;

	final TimerQueue timers = new TimerQueue();

	private final Thread thread;

	private final Runnable wakeUp;

	private final Inbox<FiberGroup> arrivals = new Inbox<>();

	private final ArrayDeque<FiberGroup> ready = new ArrayDeque<>();

	private @Nullable FiberGroup current;

	private boolean killed;

	/**
	 * Create a scheduler.
	 * @param clock the clock of the timers
	 * @param roundBudget the budget of each group in each round
	 * @param thread the thread that will run the rounds
	 * @param wakeUp called by any thread when a group became ready and none was before
	 */
	RoundScheduler(Clock clock, int roundBudget, Thread thread, Runnable wakeUp) {
		this.clock = clock;
		this.roundBudget = roundBudget;
		this.thread = thread;
		this.wakeUp = wakeUp;
	}

	/**
	 * A group has work. Any thread.
	 * @param group the group
	 */
	void groupReady(FiberGroup group) {
		if (this.arrivals.offer(group) == Inbox.Offer.FIRST) {
			this.wakeUp.run();
		}
	}

	/**
	 * Whether the caller is the code of a group. Any thread.
	 * @param group the group
	 * @return whether this is the dispatching thread in a round of that group
	 */
	boolean isCurrent(FiberGroup group) {
		return Thread.currentThread() == this.thread && this.current == group;
	}

	boolean isDispatchingThread() {
		return Thread.currentThread() == this.thread;
	}

	Thread thread() {
		return this.thread;
	}

	/**
	 * Give the next group its round, after the timers that are due have been handed to
	 * their groups.
	 * @return {@code false} if no group had anything to do
	 */
	boolean runNextRound() {
		admitArrivals();
		admitDueTimers();
		FiberGroup group = this.ready.poll();
		if (group == null) {
			return false;
		}
		group.queued = false;
		this.current = group;
		boolean more = true;
		try {
			more = group.runRound();
		}
		finally {
			this.current = null;
			if (more && !this.killed) {
				enqueue(group);
			}
		}
		return true;
	}

	/**
	 * Whether a group is known to be ready, timers left aside.
	 * @return whether there is a round to run now
	 */
	boolean hasReadyGroup() {
		return !this.ready.isEmpty() || this.arrivals.hasUntaken();
	}

	/**
	 * How long nothing will happen if no work arrives.
	 * @return nanoseconds until the first timer is due, {@code Long.MAX_VALUE} if there
	 * is none
	 */
	long nanosToNextTimer() {
		Timer first = this.timers.peek();
		return (first != null) ? Math.max(first.deadlineNanos - this.clock.nanoTime(), 0) : Long.MAX_VALUE;
	}

	/**
	 * Forget everything: no round will run again.
	 */
	void kill() {
		this.killed = true;
		this.arrivals.discard();
		this.ready.clear();
		this.timers.clear();
	}

	boolean isKilled() {
		return this.killed;
	}

	private void admitArrivals() {
		if (!this.arrivals.take()) {
			return;
		}
		FiberGroup group = this.arrivals.poll();
		while (group != null) {
			enqueue(group);
			group = this.arrivals.poll();
		}
	}

	private void admitDueTimers() {
		if (this.timers.size() == 0) {
			return;
		}
		long nowNanos = this.clock.nanoTime();
		Timer timer = this.timers.pollDue(nowNanos);
		while (timer != null) {
			FiberGroup group = timer.group;
			if (group != null) {
				group.timerDue(timer);
				enqueue(group);
			}
			timer = this.timers.pollDue(nowNanos);
		}
	}

	private void enqueue(FiberGroup group) {
		if (!group.queued) {
			group.queued = true;
			this.ready.add(group);
		}
	}

}
