package io.dongting.fiber;

/**
 * A task that will run later, unless cancelled. To be used where it was scheduled: inside
 * the group, or on the thread of the {@link VirtualTime}.
 */
public interface TimerHandle {

	/**
	 * Take the task back. Costs O(log n) of the waiting timers and leaves nothing behind.
	 * @return {@code true} if the task will not run because of this call, {@code false}
	 * if it has run, is running, or was cancelled before
	 */
	boolean cancel();

}
