package io.dongting.fiber;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * A result that comes once, possibly from another thread, and is seen inside the group.
 * Code inside a group never sees the state change between two of its lines unless it
 * makes the change itself: a completion from outside arrives as a task of the group.
 *
 * @param <T> the type of the value
 */
public final class FiberFuture<T extends @Nullable Object> {

	private final FiberGroup group;

	private final String name;

	private final WaitQueue waiters;

	/** Set by the one who completes, on any thread. */
	private final AtomicBoolean claimed = new AtomicBoolean();

	// All below belongs to the group.

	private boolean done;

	private @Nullable T value;

	private @Nullable Throwable failure;

	private List<BiConsumer<? super @Nullable T, ? super @Nullable Throwable>> listeners = List.of();

	FiberFuture(FiberGroup group, String name) {
		this.group = group;
		this.name = Objects.requireNonNull(name, "'name' must not be null");
		this.waiters = new WaitQueue(group, "future '" + name + "'");
	}

	/**
	 * The name of this future, as it appears in dumps.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Complete with a value. Any thread: inside the group it takes effect at once, from
	 * outside as a task.
	 * @param value the value
	 * @return {@code true} if this call completes the future, {@code false} if it is
	 * completed already or the group has stopped
	 */
	public boolean complete(T value) {
		return settle(value, null);
	}

	/**
	 * Complete with a failure. Any thread: inside the group it takes effect at once, from
	 * outside as a task.
	 * @param failure the failure
	 * @return {@code true} if this call completes the future, {@code false} if it is
	 * completed already or the group has stopped
	 */
	public boolean completeExceptionally(Throwable failure) {
		return settle(null, Objects.requireNonNull(failure, "'failure' must not be null"));
	}

	/**
	 * Whether the result is there. Inside the group only.
	 * @return whether it is
	 */
	public boolean isDone() {
		this.group.checkInGroup("look at a future");
		return this.done;
	}

	/**
	 * The value. Inside the group only.
	 * @return the value
	 * @throws IllegalStateException if the future is not done
	 * @throws Exception the failure, if it failed; a {@link Throwable} that is neither
	 * exception nor error comes as the cause of an {@link IllegalStateException}
	 */
	public T get() throws Exception {
		if (!isDone()) {
			throw new IllegalStateException("Future '" + this.name + "' is not done");
		}
		if (this.failure instanceof Exception exception) {
			throw exception;
		}
		if (this.failure instanceof Error error) {
			throw error;
		}
		if (this.failure != null) {
			throw new IllegalStateException("Future '" + this.name + "' failed", this.failure);
		}
		return valueWhenDone();
	}

	/**
	 * Call a listener with the result, as soon as it is there, in a turn of its own
	 * inside the group: never inside this call, nor inside the call that completes.
	 * Listeners are called in the order in which they were added. Inside the group only.
	 * @param listener called once with the value and {@code null}, or with {@code null}
	 * and the failure
	 */
	public void whenComplete(BiConsumer<? super @Nullable T, ? super @Nullable Throwable> listener) {
		this.group.checkInGroup("listen to a future");
		Objects.requireNonNull(listener, "'listener' must not be null");
		if (this.done) {
			notifyLater(listener);
			return;
		}
		if (this.listeners.isEmpty()) {
			this.listeners = new ArrayList<>(1);
		}
		this.listeners.add(listener);
	}

	@Override
	public String toString() {
		return "FiberFuture[" + this.name + "]";
	}

	WaitQueue waiters() {
		return this.waiters;
	}

	private boolean settle(@Nullable T value, @Nullable Throwable failure) {
		if (!this.claimed.compareAndSet(false, true)) {
			return false;
		}
		if (this.group.inGroup()) {
			publish(value, failure);
			return true;
		}
		return this.group.execute(() -> publish(value, failure));
	}

	private void publish(@Nullable T value, @Nullable Throwable failure) {
		this.value = value;
		this.failure = failure;
		this.done = true;
		this.waiters.signalAll();
		this.listeners.forEach(this::notifyLater);
		this.listeners = List.of();
	}

	private void notifyLater(BiConsumer<? super @Nullable T, ? super @Nullable Throwable> listener) {
		this.group.addReady(() -> {
			try {
				listener.accept(this.value, this.failure);
			}
			catch (Throwable ex) {
				this.group.report("listener of future '" + this.name + "'", ex);
			}
		});
	}

	@SuppressWarnings("NullAway") // null only if T admits it
	private T valueWhenDone() {
		return this.value;
	}

}
