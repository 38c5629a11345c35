package io.dongting.fiber;

import org.jspecify.annotations.Nullable;

/**
 * The fibers that wait for one thing, in the order in which they began to wait. A fiber
 * that is woken and finds that its predicate does not hold takes its old place again.
 * Used inside the group.
 */
final class WaitQueue {

	/** What is waited for, for dumps: {@code "condition 'applied'"}. */
	final String subject;

	private final FiberGroup group;

	private @Nullable Fiber first;

	private @Nullable Fiber last;

	private long lastTicket;

	WaitQueue(FiberGroup group, String subject) {
		this.group = group;
		this.subject = subject;
	}

	FiberGroup group() {
		return this.group;
	}

	/**
	 * A number greater than that of every fiber that began to wait earlier.
	 * @return the ticket
	 */
	long nextTicket() {
		return ++this.lastTicket;
	}

	/**
	 * Insert a fiber by its ticket.
	 * @param fiber the fiber, in no queue
	 */
	void insert(Fiber fiber) {
		Fiber before = this.last;
		while (before != null && before.ticket > fiber.ticket) {
			before = before.previousWaiter;
		}
		Fiber after = (before != null) ? before.nextWaiter : this.first;
		fiber.previousWaiter = before;
		fiber.nextWaiter = after;
		linkAround(before, after, fiber, fiber);
	}

	/**
	 * Remove a fiber.
	 * @param fiber the fiber, in this queue
	 */
	void remove(Fiber fiber) {
		Fiber before = fiber.previousWaiter;
		Fiber after = fiber.nextWaiter;
		fiber.previousWaiter = null;
		fiber.nextWaiter = null;
		linkAround(before, after, after, before);
	}

	/**
	 * Wake the fiber that waits longest among those who came after a ticket. If it cannot
	 * use the signal it passes it on.
	 * @param ticket the ticket, 0 for all fibers
	 */
	void signalAfter(long ticket) {
		Fiber fiber = this.first;
		while (fiber != null && fiber.ticket <= ticket) {
			fiber = fiber.nextWaiter;
		}
		if (fiber != null) {
			remove(fiber);
			fiber.wake(true);
		}
	}

	/**
	 * Wake every fiber.
	 */
	void signalAll() {
		Fiber fiber = this.first;
		while (fiber != null) {
			remove(fiber);
			fiber.wake(false);
			fiber = this.first;
		}
	}

	private void linkAround(@Nullable Fiber before, @Nullable Fiber after, @Nullable Fiber afterBefore,
			@Nullable Fiber beforeAfter) {
		if (before != null) {
			before.nextWaiter = afterBefore;
		}
		else {
			this.first = afterBefore;
		}
		if (after != null) {
			after.previousWaiter = beforeAfter;
		}
		else {
			this.last = beforeAfter;
		}
	}

}
