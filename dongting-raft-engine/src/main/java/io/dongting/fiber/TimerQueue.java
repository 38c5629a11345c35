package io.dongting.fiber;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Timers in (deadline, sequence) order: a binary heap whose elements know their place, so
 * that a cancelled timer leaves at once. Used by one thread.
 */
final class TimerQueue {

	private static final int INITIAL_CAPACITY = 16;

	/** Longer delays mean "never"; far enough from the range of a long to compare. */
	private static final long MAX_DELAY_NANOS = Long.MAX_VALUE / 4;

	private @Nullable Timer[] heap = new Timer[INITIAL_CAPACITY];

	private int size;

	private long lastSequence;

	/**
	 * Add a timer.
	 * @param nowNanos the time now
	 * @param delayNanos how much later the timer is due; not later at all if negative
	 * @param task what to run
	 * @param group where to run it
	 * @return the timer
	 */
	Timer add(long nowNanos, long delayNanos, Runnable task, @Nullable FiberGroup group) {
		long delay = Math.min(Math.max(delayNanos, 0), MAX_DELAY_NANOS);
		Timer timer = new Timer(this, nowNanos + delay, ++this.lastSequence, task, group);
		if (this.size == this.heap.length) {
			this.heap = Arrays.copyOf(this.heap, this.size * 2);
		}
		siftUp(timer, this.size++);
		return timer;
	}

	/**
	 * The timer that is due first.
	 * @return the timer, {@code null} if there is none
	 */
	@Nullable Timer peek() {
		return this.heap[0];
	}

	/**
	 * Take the first timer if its time has come.
	 * @param nowNanos the time now
	 * @return the timer, {@code null} if none is due
	 */
	@Nullable Timer pollDue(long nowNanos) {
		Timer first = this.heap[0];
		if (first == null || first.deadlineNanos - nowNanos > 0) {
			return null;
		}
		remove(first);
		return first;
	}

	/**
	 * Remove a timer if it is queued.
	 * @param timer the timer
	 */
	void remove(Timer timer) {
		int position = timer.position;
		if (position == Timer.NOT_QUEUED) {
			return;
		}
		timer.position = Timer.NOT_QUEUED;
		Timer last = at(--this.size);
		this.heap[this.size] = null;
		if (last != timer) {
			siftUp(last, position);
			siftDown(last, last.position);
		}
	}

	/**
	 * Remove every timer of a group.
	 * @param group the group
	 */
	void removeAll(FiberGroup group) {
		for (Timer timer : Arrays.copyOf(this.heap, this.size)) {
			if (timer != null && timer.group == group) {
				timer.end();
			}
		}
	}

	void clear() {
		for (int i = 0; i < this.size; i++) {
			at(i).position = Timer.NOT_QUEUED;
			this.heap[i] = null;
		}
		this.size = 0;
	}

	int size() {
		return this.size;
	}

	private void siftUp(Timer timer, int from) {
		int position = from;
		while (position > 0) {
			int parent = (position - 1) >>> 1;
			if (!timer.isBefore(at(parent))) {
				break;
			}
			place(at(parent), position);
			position = parent;
		}
		place(timer, position);
	}

	private void siftDown(Timer timer, int from) {
		int position = from;
		while (position < this.size >>> 1) {
			int child = 2 * position + 1;
			if (child + 1 < this.size && at(child + 1).isBefore(at(child))) {
				child++;
			}
			if (!at(child).isBefore(timer)) {
				break;
			}
			place(at(child), position);
			position = child;
		}
		place(timer, position);
	}

	private void place(Timer timer, int position) {
		this.heap[position] = timer;
		timer.position = position;
	}

	private Timer at(int position) {
		Timer timer = this.heap[position];
		if (timer == null) {
			throw new IllegalStateException("No timer at " + position + " of " + this.size);
		}
		return timer;
	}

}
