package io.dongting.fiber;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * A bounded queue into a group. Any thread may offer; the code inside the group polls, or
 * waits with {@link FiberFrame#take} and {@link FiberFrame#takeBatch}. An item that was
 * accepted is either taken or handed back by {@link #close()}; a consumer should close
 * its channel in {@code onFinally} and refuse what it gets back.
 *
 * @param <T> the type of the items
 */
public final class FiberChannel<T> {

	private final FiberGroup group;

	private final String name;

	private final int capacity;

	private final Inbox<T> inbox = new Inbox<>();

	/** Places taken: items in the channel, and items about to be in it. */
	private final AtomicInteger size = new AtomicInteger();

	private final WaitQueue waiters;

	private final Runnable wakeWaiters;

	FiberChannel(FiberGroup group, String name, int capacity) {
		if (capacity < 1) {
			throw new IllegalArgumentException("'capacity' must be at least 1 but is " + capacity);
		}
		this.group = group;
		this.name = Objects.requireNonNull(name, "'name' must not be null");
		this.capacity = capacity;
		this.waiters = new WaitQueue(group, "channel '" + name + "'");
		this.wakeWaiters = this.waiters::signalAll;
	}

	/**
	 * The name of this channel, as it appears in dumps.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * How many items the channel holds at most.
	 * @return the capacity
	 */
	public int capacity() {
		return this.capacity;
	}

	/**
	 * How many items the channel holds. Any thread; a snapshot.
	 * @return the size, never more than the capacity
	 */
	public int size() {
		return this.size.get();
	}

	/**
	 * Add an item if there is room. Any thread.
	 * @param item the item
	 * @return {@code true} if it was accepted, {@code false} if the channel is full or
	 * closed
	 */
	public boolean offer(T item) {
		Objects.requireNonNull(item, "'item' must not be null");
		if (!reservePlace()) {
			return false;
		}
		Inbox.Offer offer = this.inbox.offer(item);
		if (offer == Inbox.Offer.REFUSED) {
			this.size.decrementAndGet();
			return false;
		}
		if (offer == Inbox.Offer.FIRST) {
			wake();
		}
		return true;
	}

	/**
	 * Take the oldest item. Inside the group only.
	 * @return the item, {@code null} if the channel is empty
	 */
	public @Nullable T poll() {
		this.group.checkInGroup("poll a channel");
		this.inbox.take();
		T item = this.inbox.poll();
		if (item != null) {
			this.size.decrementAndGet();
		}
		return item;
	}

	/**
	 * Take the oldest items. Inside the group only.
	 * @param maxItems how many at most, at least 1
	 * @return the items, oldest first; empty if the channel is
	 */
	public List<T> pollBatch(int maxItems) {
		checkLimit(maxItems);
		List<T> items = new ArrayList<>(Math.min(maxItems, size()));
		while (items.size() < maxItems) {
			T item = poll();
			if (item == null) {
				break;
			}
			items.add(item);
		}
		return items;
	}

	/**
	 * Accept nothing from now on, and fail the fibers that wait for items. Closing again
	 * gives an empty list. Inside the group only.
	 * @return the items that were accepted and not taken, oldest first
	 */
	public List<T> close() {
		this.group.checkInGroup("close a channel");
		this.inbox.close();
		List<T> rest = pollBatch(Integer.MAX_VALUE);
		this.waiters.signalAll();
		return rest;
	}

	/**
	 * Whether the channel has been closed. Any thread.
	 * @return whether every offer is refused
	 */
	public boolean isClosed() {
		return this.inbox.isClosed();
	}

	@Override
	public String toString() {
		return "FiberChannel[" + this.name + "]";
	}

	WaitQueue waiters() {
		return this.waiters;
	}

	/**
	 * Whether a wait for an item is over.
	 * @return whether there is an item, or never will be one
	 */
	boolean isReady() {
		return !this.inbox.isEmpty() || isClosed();
	}

	T take() {
		T item = poll();
		if (item == null) {
			throw new IllegalStateException("Channel '" + this.name + "' is closed");
		}
		return item;
	}

	List<T> takeBatch(int maxItems) {
		List<T> items = pollBatch(maxItems);
		if (items.isEmpty()) {
			throw new IllegalStateException("Channel '" + this.name + "' is closed");
		}
		return items;
	}

	static int checkLimit(int maxItems) {
		if (maxItems < 1) {
			throw new IllegalArgumentException("'maxItems' must be at least 1 but is " + maxItems);
		}
		return maxItems;
	}

	private boolean reservePlace() {
		int taken = this.size.get();
		while (taken < this.capacity) {
			if (this.size.compareAndSet(taken, taken + 1)) {
				return true;
			}
			taken = this.size.get();
		}
		return false;
	}

	private void wake() {
		if (this.group.inGroup()) {
			this.waiters.signalAll();
		}
		else {
			// Refused only by a group that has stopped, and so has nobody who waits.
			this.group.execute(this.wakeWaiters);
		}
	}

}
