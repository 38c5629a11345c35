package io.dongting.fiber;

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * A queue from many threads to one, without locks, that can be closed so that each item
 * is either refused or handed over.
 *
 * <p>
 * Producers push on a stack; the consumer takes the whole stack in one exchange and turns
 * it round. That is one compare-and-set and one node an item, order is kept for each
 * producer, and the producer that finds the stack empty knows that it is the one who has
 * to tell the consumer.
 *
 * @param <T> the type of the items
 */
final class Inbox<T> {

	private final Node<T> closedMark = new Node<>(null);

	private final AtomicReference<@Nullable Node<T>> top = new AtomicReference<>();

	/** What the consumer has taken and not yet polled, oldest first; consumer only. */
	private @Nullable Node<T> taken;

	/**
	 * Add an item. Any thread.
	 * @param item the item
	 * @return what became of it
	 */
	Offer offer(T item) {
		Node<T> node = new Node<>(item);
		while (true) {
			Node<T> previous = this.top.get();
			if (previous == this.closedMark) {
				return Offer.REFUSED;
			}
			node.next = previous;
			if (this.top.compareAndSet(previous, node)) {
				return (previous != null) ? Offer.QUEUED : Offer.FIRST;
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
			this.taken = reverse(this.top.getAndSet(null));
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
		Node<T> rest = this.top.getAndSet(this.closedMark);
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
		this.top.set(this.closedMark);
		this.taken = null;
	}

	boolean isClosed() {
		return this.top.get() == this.closedMark;
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
		Node<T> node = this.top.get();
		return node != null && node != this.closedMark;
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

		/** Taken in as the first since the consumer last looked: it has to be told. */
		FIRST,

		/** Taken in behind others: somebody else tells the consumer. */
		QUEUED

	}

	private static final class Node<T> {

		private final @Nullable T item;

		private @Nullable Node<T> next;

		Node(@Nullable T item) {
			this.item = item;
		}

	}

}
