package io.dongting.fiber;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * What a fiber does, written as an object that can stop at a wait and go on later. Each
 * method of a frame runs to its next wait and returns it as a {@link Step}; the step
 * names the method where the frame goes on:
 *
 * <pre class="code">
 * protected Step execute() {
 *     return take(this.requests, this::answer);
 * }
 *
 * private Step answer(Request request) {
 *     request.answer();
 *     return execute();
 * }
 * </pre>
 *
 * <p>
 * A wait whose end is already there goes on without a turn of its own as long as the
 * budget of the round lasts. Waits do not nest on the Java stack, so a loop may be
 * written as above. A frame object runs one execution at a time and may be used again
 * afterwards.
 *
 * @param <R> the type of the result, {@link Void} for none
 */
public abstract class FiberFrame<R extends @Nullable Object> {

	/** The fiber that runs this frame, {@code null} between executions. */
	@Nullable Fiber fiber;

	/** The frame that called this one and what it does with the result. */
	@Nullable FiberFrame<?> caller;

	@Nullable ResumeWith<@Nullable Object> afterReturn;

	/**
	 * The beginning of the frame, up to its first wait.
	 * @return the next step
	 * @throws Exception any; it goes to {@link #handle}
	 */
	protected abstract Step execute() throws Exception;

	/**
	 * The {@code catch} of this frame: called with each exception of its own methods, of
	 * its predicates, of a called frame and of an awaited future. Not called on
	 * cancellation, nor for an {@link Error}.
	 * @param failure the exception
	 * @return the step with which the frame goes on
	 * @throws Exception to fail the frame; the exception goes to the calling frame. The
	 * default throws the failure on
	 */
	protected Step handle(Exception failure) throws Exception {
		throw failure;
	}

	/**
	 * The {@code finally} of this frame: runs exactly once for each frame that was
	 * started or called, when it finished, failed or was cancelled, even if it was
	 * cancelled before its first step. It cannot wait. A called frame's comes before its
	 * caller's.
	 */
	protected void onFinally() {
	}

	/**
	 * The fiber that runs this frame.
	 * @return the fiber
	 */
	protected final Fiber fiber() {
		Fiber running = this.fiber;
		if (running == null) {
			throw new FiberMisuseError(getClass().getName() + " is not running");
		}
		return running;
	}

	/**
	 * The group in which this frame runs.
	 * @return the group
	 */
	protected final FiberGroup group() {
		return fiber().group();
	}

	/**
	 * Wait until a predicate holds. It is tested at once, and again each time the
	 * condition is signalled, until it holds.
	 * @param condition what is signalled when the predicate may have changed
	 * @param predicate the predicate; an {@link Until} shows in dumps
	 * @param then where to go on
	 * @return the step
	 */
	protected final Step awaitUntil(FiberCondition condition, BooleanSupplier predicate, Resume then) {
		return step().wait(own(condition.waiters()), predicate, Step.UNLIMITED, then, null);
	}

	/**
	 * Wait until a predicate holds, but not for ever. If it holds when the time is up
	 * that is no timeout.
	 * @param condition what is signalled when the predicate may have changed
	 * @param predicate the predicate; an {@link Until} shows in dumps
	 * @param timeout how long to wait
	 * @param then where to go on when the predicate holds
	 * @param onTimeout where to go on when the time is up
	 * @return the step
	 */
	protected final Step awaitUntil(FiberCondition condition, BooleanSupplier predicate, Duration timeout, Resume then,
			Resume onTimeout) {
		return step().wait(own(condition.waiters()), predicate, nanos(timeout), then, onTimeout);
	}

	/**
	 * Wait for a future. If it fails its exception goes to {@link #handle}.
	 * @param future the future
	 * @param then where to go on with its value
	 * @param <T> the type of the value
	 * @return the step
	 */
	protected final <T extends @Nullable Object> Step await(FiberFuture<T> future, ResumeWith<? super T> then) {
		return step().wait(own(future.waiters()), future::isDone, Step.UNLIMITED, () -> then.resume(future.get()),
				null);
	}

	/**
	 * Wait for a future, but not for ever. If it fails its exception goes to
	 * {@link #handle}.
	 * @param future the future
	 * @param timeout how long to wait
	 * @param then where to go on with its value
	 * @param onTimeout where to go on when the time is up
	 * @param <T> the type of the value
	 * @return the step
	 */
	protected final <T extends @Nullable Object> Step await(FiberFuture<T> future, Duration timeout,
			ResumeWith<? super T> then, Resume onTimeout) {
		return step().wait(own(future.waiters()), future::isDone, nanos(timeout), () -> then.resume(future.get()),
				onTimeout);
	}

	/**
	 * Wait for an item of a channel and take it.
	 * @param channel the channel
	 * @param then where to go on with the item
	 * @param <T> the type of the items
	 * @return the step
	 */
	protected final <T> Step take(FiberChannel<T> channel, ResumeWith<? super T> then) {
		return step().wait(own(channel.waiters()), channel::isReady, Step.UNLIMITED, () -> then.resume(channel.take()),
				null);
	}

	/**
	 * Wait for an item of a channel and take it, but not for ever.
	 * @param channel the channel
	 * @param timeout how long to wait
	 * @param then where to go on with the item
	 * @param onTimeout where to go on when the time is up
	 * @param <T> the type of the items
	 * @return the step
	 */
	protected final <T> Step take(FiberChannel<T> channel, Duration timeout, ResumeWith<? super T> then,
			Resume onTimeout) {
		return step().wait(own(channel.waiters()), channel::isReady, nanos(timeout), () -> then.resume(channel.take()),
				onTimeout);
	}

	/**
	 * Wait until a channel has an item and take as many as there are, up to a limit.
	 * @param channel the channel
	 * @param maxItems the limit, at least 1
	 * @param then where to go on with the items, at least one
	 * @param <T> the type of the items
	 * @return the step
	 */
	protected final <T> Step takeBatch(FiberChannel<T> channel, int maxItems, ResumeWith<? super List<T>> then) {
		int limit = FiberChannel.checkLimit(maxItems);
		return step().wait(own(channel.waiters()), channel::isReady, Step.UNLIMITED,
				() -> then.resume(channel.takeBatch(limit)), null);
	}

	/**
	 * Wait until a channel has an item and take as many as there are, up to a limit, but
	 * do not wait for ever.
	 * @param channel the channel
	 * @param maxItems the limit, at least 1
	 * @param timeout how long to wait
	 * @param then where to go on with the items, at least one
	 * @param onTimeout where to go on when the time is up
	 * @param <T> the type of the items
	 * @return the step
	 */
	protected final <T> Step takeBatch(FiberChannel<T> channel, int maxItems, Duration timeout,
			ResumeWith<? super List<T>> then, Resume onTimeout) {
		int limit = FiberChannel.checkLimit(maxItems);
		return step().wait(own(channel.waiters()), channel::isReady, nanos(timeout),
				() -> then.resume(channel.takeBatch(limit)), onTimeout);
	}

	/**
	 * Wait for a while.
	 * @param duration how long
	 * @param then where to go on
	 * @return the step
	 */
	protected final Step sleep(Duration duration, Resume then) {
		return step().wait(null, Step.NEVER, nanos(duration), then, then);
	}

	/**
	 * Let everything else that is ready run first.
	 * @param then where to go on
	 * @return the step
	 */
	protected final Step yieldThen(Resume then) {
		return step().yieldTo(then);
	}

	/**
	 * Run another frame to its end. If it fails the exception goes to {@link #handle}.
	 * @param frame the frame
	 * @param then where to go on with its result
	 * @param <T> the type of the result
	 * @return the step
	 */
	@SuppressWarnings("unchecked")
	protected final <T extends @Nullable Object> Step call(FiberFrame<T> frame, ResumeWith<? super T> then) {
		return step().call(frame, (ResumeWith<@Nullable Object>) then);
	}

	/**
	 * End this frame.
	 * @param result the result
	 * @return the step
	 */
	protected final Step finish(R result) {
		return step().finish(result);
	}

	/**
	 * End this frame without a result.
	 * @return the step
	 */
	protected final Step finish() {
		return step().finish(null);
	}

	void begin(Fiber fiber, @Nullable FiberFrame<?> caller, @Nullable ResumeWith<@Nullable Object> afterReturn) {
		if (this.fiber != null) {
			throw new FiberMisuseError(getClass().getName() + " is already running in " + this.fiber.describe()
					+ " and cannot be run by " + fiber.describe());
		}
		this.fiber = fiber;
		this.caller = caller;
		this.afterReturn = afterReturn;
	}

	void end() {
		this.fiber = null;
		this.caller = null;
		this.afterReturn = null;
	}

	private Step step() {
		return fiber().openStep(this);
	}

	private WaitQueue own(WaitQueue queue) {
		if (queue.group() != group()) {
			throw new FiberMisuseError(fiber().describe() + " cannot wait for " + queue.subject + " of group '"
					+ queue.group().name() + "'");
		}
		return queue;
	}

	private static long nanos(Duration duration) {
		if (duration.isNegative()) {
			throw new IllegalArgumentException("A wait must not be negative but is " + duration);
		}
		try {
			return duration.toNanos();
		}
		catch (ArithmeticException ex) {
			// More than 292 years.
			return Long.MAX_VALUE;
		}
	}

}
