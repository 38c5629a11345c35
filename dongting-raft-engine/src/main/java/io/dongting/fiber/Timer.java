package io.dongting.fiber;

import org.jspecify.annotations.Nullable;

/**
 * One scheduled task: an element of a {@link TimerQueue}, or due and about to run, or
 * over.
 */
final class Timer implements TimerHandle {

	/** The place of a timer that is in no queue. */
	static final int NOT_QUEUED = -1;

	final long deadlineNanos;

	final long sequence;

	final Runnable task;

	/** The group in which the task runs, {@code null} for an event of a virtual world. */
	final @Nullable FiberGroup group;

	/** The index in the heap of the queue, kept by the queue. */
	int position = NOT_QUEUED;

	private final TimerQueue queue;

	private boolean over;

	Timer(TimerQueue queue, long deadlineNanos, long sequence, Runnable task, @Nullable FiberGroup group) {
		this.queue = queue;
		this.deadlineNanos = deadlineNanos;
		this.sequence = sequence;
		this.task = task;
		this.group = group;
	}

	@Override
	public boolean cancel() {
		if (this.group != null) {
			this.group.checkInGroup("cancel a timer");
		}
		return end();
	}

	/**
	 * Make sure that the task does not run from now on.
	 * @return whether it would have run
	 */
	boolean end() {
		if (this.over) {
			return false;
		}
		this.over = true;
		this.queue.remove(this);
		return true;
	}

	boolean isBefore(Timer other) {
		// Differences, not values: nanoTime() may wrap around.
		long difference = this.deadlineNanos - other.deadlineNanos;
		return (difference != 0) ? difference < 0 : this.sequence < other.sequence;
	}

}
