package io.dongting.fiber;

import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * What a frame does next: wait, call, or finish. A step is made by the methods of
 * {@link FiberFrame} and has to be returned at once; making a second one before is an
 * error.
 *
 * <p>
 * Implementation note: a fiber has a single step object, which is filled again and again,
 * so waiting allocates no more than the lambdas it is given.
 */
public final class Step {

	static final BooleanSupplier NEVER = () -> false;

	private static final BooleanSupplier AT_ONCE = () -> true;

	/** No timeout. */
	static final long UNLIMITED = -1;

	Kind kind = Kind.WAIT;

	/** Made, and not yet returned. */
	boolean open;

	@Nullable WaitQueue waitQueue;

	BooleanSupplier predicate = AT_ONCE;

	long timeoutNanos = UNLIMITED;

	@Nullable Resume then;

	@Nullable Resume onTimeout;

	/** The frame to call before anything else. */
	@Nullable FiberFrame<?> callee;

	@Nullable ResumeWith<@Nullable Object> afterReturn;

	@Nullable Object result;

	Step() {
	}

	/**
	 * Go on at once.
	 * @param then how
	 * @return this
	 */
	Step run(Resume then) {
		return wait(null, AT_ONCE, UNLIMITED, then, null);
	}

	Step wait(@Nullable WaitQueue waitQueue, BooleanSupplier predicate, long timeoutNanos, Resume then,
			@Nullable Resume onTimeout) {
		this.kind = Kind.WAIT;
		this.waitQueue = waitQueue;
		this.predicate = Objects.requireNonNull(predicate, "'predicate' must not be null");
		this.timeoutNanos = timeoutNanos;
		this.then = Objects.requireNonNull(then, "'then' must not be null");
		if (timeoutNanos != UNLIMITED) {
			Objects.requireNonNull(onTimeout, "'onTimeout' must not be null");
		}
		this.onTimeout = onTimeout;
		this.callee = null;
		this.afterReturn = null;
		this.result = null;
		return this;
	}

	Step yieldTo(Resume then) {
		run(then);
		this.kind = Kind.YIELD;
		return this;
	}

	Step call(FiberFrame<?> callee, ResumeWith<@Nullable Object> afterReturn) {
		this.callee = Objects.requireNonNull(callee, "'frame' must not be null");
		this.afterReturn = Objects.requireNonNull(afterReturn, "'then' must not be null");
		return this;
	}

	Step finish(@Nullable Object result) {
		this.kind = Kind.FINISH;
		this.result = result;
		this.callee = null;
		return this;
	}

	/**
	 * What is waited for, in words.
	 * @return the words
	 */
	String describeWait() {
		WaitQueue queue = this.waitQueue;
		if (queue == null) {
			return "sleep of " + Duration.ofNanos(this.timeoutNanos);
		}
		return (this.predicate instanceof Until until) ? queue.subject + " until " + until.description()
				: queue.subject;
	}

	enum Kind {

		/** Wait for the predicate, or for the timeout. */
		WAIT,

		/** Let the others run first. */
		YIELD,

		/** The frame is done. */
		FINISH

	}

}
