package io.dongting.fiber;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.jspecify.annotations.Nullable;

/**
 * A queue from many threads to one, without locks, that can be closed so that each item
 * is either refused or handed over.
 *
 * <p>
 * Producers push on a stack; the consumer takes the whole stack in one exchange and turns
 * it round. That is one compare-and-set and one node an item, order is kept for each
 * producer, and the producer that finds the stack empty knows that it is the one who has
 * to tell the consumer. What was only left there counts as empty for that.
 *
 * @param <T> the type of the items
 */
final class Inbox<T> {

	private static final VarHandle TOP = top();

	private final Node<T> closedMark = new Node<>(null);

	/** The newest item that the consumer has not taken; changed by exchange only. */
	private volatile @Nullable Node<T> top;

	/** What the consumer has taken and not yet polled, oldest first; consumer only. */
	private @Nullable Node<T> taken;

	/**
	 * Add an item. Any thread.
	 * @param item the item
	 * @return what became of it
	 */
	Offer offer(T item) {
		Node<T> node = new Node<>(item);
		node.calling = true;
		while (true) {
			Node<T> previous = this.top;
			if (previous == this.closedMark) {
				return Offer.REFUSED;
			}
			node.next = previous;
			if (TOP.compareAndSet(this, previous, node)) {
				return (previous != null && previous.calling) ? Offer.QUEUED : Offer.FIRST;
			}
		}
	}

	/**
	 * Add an item of which the consumer need not be told. It keeps its place among the
	 * others. Any thread.
	 * @param item the item
	 * @return whether it was taken in
	 */
	boolean leave(T item) {
		Node<T> node = new Node<>(item);
		while (true) {
			Node<T> previous = this.top;
			if (previous == this.closedMark) {
				return false;
			}
			node.next = previous;
			node.calling = previous != null && previous.calling;
			if (TOP.compareAndSet(this, previous, node)) {
				return true;
			}
		}
	}

	/**
	 * Take over what has been offered, unless earlier items are still to be polled.
	 * Consumer only.
	 * @return whether there is something to poll
	 */
	boolean take() {
		if (this.taken == null && hasUntaken()) {
			this.taken = reverse(exchangeTop(null));
		}
		return this.taken != null;
	}

	/**
	 * The oldest item that was taken over. Consumer only.
	 * @return the item, {@code null} if there is none
	 */
	@Nullable T poll() {
		Node<T> first = this.taken;
		if (first == null) {
			return null;
		}
		this.taken = first.next;
		return first.item;
	}

	/**
	 * Refuse all offers from now on and take over what was accepted before. Consumer
	 * only.
	 */
	void close() {
		Node<T> rest = exchangeTop(this.closedMark);
		if (rest == null || rest == this.closedMark) {
			return;
		}
		Node<T> restInOrder = reverse(rest);
		if (this.taken == null) {
			this.taken = restInOrder;
			return;
		}
		Node<T> last = this.taken;
		while (last.next != null) {
			last = last.next;
		}
		last.next = restInOrder;
	}

	/**
	 * Forget everything and refuse all offers. Consumer only.
	 */
	void discard() {
		this.top = this.closedMark;
		this.taken = null;
	}

	boolean isClosed() {
		return this.top == this.closedMark;
	}

	/**
	 * Whether there is nothing to poll or to take. Consumer only.
	 * @return whether it is empty
	 */
	boolean isEmpty() {
		return this.taken == null && !hasUntaken();
	}

	/**
	 * Whether something was offered that the consumer has not taken over. Any thread.
	 * @return whether something waits
	 */
	boolean hasUntaken() {
		Node<T> node = this.top;
		return node != null && node != this.closedMark;
	}

	/**
	 * Whether there is something to poll, or the consumer was told of something to take.
	 * Consumer only.
	 * @return whether the consumer has to come again
	 */
	boolean isCalling() {
		Node<T> node = this.top;
		return this.taken != null || (node != null && node.calling);
	}

	@SuppressWarnings("unchecked")
	private @Nullable Node<T> exchangeTop(@Nullable Node<T> next) {
		return (Node<T>) TOP.getAndSet(this, next);
	}

	private static VarHandle top() {
		try {
			return MethodHandles.lookup().findVarHandle(Inbox.class, "top", Node.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private static <T> @Nullable Node<T> reverse(@Nullable Node<T> newest) {
		Node<T> reversed = null;
		Node<T> node = newest;
		while (node != null) {
			Node<T> next = node.next;
			node.next = reversed;
			reversed = node;
			node = next;
		}
		return reversed;
	}

	/**
	 * What became of an offer.
	 */
	enum Offer {

		/** The inbox is closed; the item was not taken in. */
		REFUSED,

		/** The first of its kind since the consumer last looked: it has to be told. */
		FIRST,

		/** Taken in behind others: somebody else tells the consumer. */
		QUEUED

	}

	private static final class Node<T> {

		private final @Nullable T item;

		private @Nullable Node<T> next;

		/** Whether the consumer was told of this item or of one below it. */
		private boolean calling;

		Node(@Nullable T item) {
			this.item = item;
		}

	}

}
