package io.dongting.fiber;

import java.util.Objects;

/**
 * Something that changes, and fibers that wait until a predicate on it holds; see
 * {@link FiberFrame#awaitUntil}. A signal is not remembered and need not be: whoever
 * waits tests the predicate first, and again after each signal. Used inside the group.
 */
public final class FiberCondition {

	private final String name;

	private final WaitQueue waiters;

	FiberCondition(FiberGroup group, String name) {
		this.name = Objects.requireNonNull(name, "'name' must not be null");
		this.waiters = new WaitQueue(group, "condition '" + name + "'");
	}

	/**
	 * The name of this condition, as it appears in dumps.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Let the fiber that waits longest test its predicate; if it does not hold, the next
	 * one, and so on. The tests happen at the turns of the fibers, not inside this call.
	 */
	public void signal() {
		checkInGroup();
		this.waiters.signalAfter(0);
	}

	/**
	 * Let every fiber that waits test its predicate. The tests happen at the turns of the
	 * fibers, not inside this call.
	 */
	public void signalAll() {
		checkInGroup();
		this.waiters.signalAll();
	}

	@Override
	public String toString() {
		return "FiberCondition[" + this.name + "]";
	}

	WaitQueue waiters() {
		return this.waiters;
	}

	private void checkInGroup() {
		this.waiters.group().checkInGroup("signal a condition");
	}

}
