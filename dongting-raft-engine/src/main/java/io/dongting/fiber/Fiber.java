package io.dongting.fiber;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A sequence of steps that runs inside a group, a few at a time, and waits without
 * holding a thread. All methods but {@link #name()} and {@link #group()} are for the code
 * inside the group.
 */
public final class Fiber {

	private final FiberScope scope;

	private final String name;

	private final long sequence;

	private final Step step = new Step();

	private final FrameStack frames = new FrameStack(this);

	private final Runnable turn = this::turn;

	private State state = State.READY;

	private @Nullable String cancelReason;

	private @Nullable Throwable failure;

	private @Nullable FiberOutcome outcome;

	/** Made when somebody asks for it. */
	private @Nullable FiberFuture<FiberOutcome> ended;

	/** Whether the wait of the step has been entered. */
	private boolean waiting;

	private long waitingSinceNanos;

	private @Nullable Timer timeout;

	private boolean timedOut;

	/** Woken by a signal that is for one fiber only. */
	private boolean holdsSignal;

	/** The place in the wait queue, and the links that the queue keeps. */
	long ticket;

	@Nullable Fiber previousWaiter;

	@Nullable Fiber nextWaiter;

	private Fiber(FiberScope scope, String name, long sequence) {
		this.scope = scope;
		this.name = Objects.requireNonNull(name, "'name' must not be null");
		this.sequence = sequence;
	}

	static Fiber start(FiberScope scope, String name, FiberFrame<?> frame) {
		Fiber fiber = new Fiber(scope, name, scope.nextSequence());
		fiber.frames.push(frame, null);
		fiber.step.run(frame::execute);
		scope.add(fiber);
		String reason = scope.cancelReason();
		if (reason != null) {
			fiber.cancel(reason);
		}
		else {
			scope.group().addReady(fiber.turn);
		}
		return fiber;
	}

	/**
	 * The name of this fiber, as it appears in logs and dumps.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * The group in which this fiber runs.
	 * @return the group
	 */
	public FiberGroup group() {
		return this.scope.group();
	}

	/**
	 * The scope to whose life this fiber is bound.
	 * @return the scope
	 */
	public FiberScope scope() {
		return this.scope;
	}

	/**
	 * The end of this fiber, to wait for. It never fails.
	 * @return a future completed when the fiber has ended
	 */
	public FiberFuture<FiberOutcome> ended() {
		group().checkInGroup("ask for the end of a fiber");
		FiberFuture<FiberOutcome> future = this.ended;
		if (future == null) {
			future = group().newFuture("end of " + describe());
			this.ended = future;
			if (this.outcome != null) {
				future.complete(this.outcome);
			}
		}
		return future;
	}

	/**
	 * Why this fiber failed.
	 * @return what its frame threw, {@code null} unless it {@link FiberOutcome#FAILED}
	 */
	public @Nullable Throwable failure() {
		return this.failure;
	}

	/**
	 * Why this fiber was cancelled. A frame may ask in its {@code onFinally}.
	 * @return the reason, {@code null} if it was not
	 */
	public @Nullable String cancelReason() {
		return this.cancelReason;
	}

	/**
	 * End this fiber where it waits: {@code onFinally} of each of its frames, the
	 * innermost first, has run when this returns. A fiber that cancels itself ends when
	 * the running method of its frame returns. After the end this does nothing.
	 * @param reason why, for dumps
	 */
	public void cancel(String reason) {
		group().checkInGroup("cancel a fiber");
		Objects.requireNonNull(reason, "'reason' must not be null");
		if (this.cancelReason != null || this.state == State.ENDING || this.state == State.ENDED) {
			return;
		}
		this.cancelReason = reason;
		if (this.state != State.RUNNING) {
			leaveWait(true);
			unwind();
		}
	}

	@Override
	public String toString() {
		return "Fiber[" + this.name + " of " + group().name() + "]";
	}

	String describe() {
		return "fiber '" + this.name + "'";
	}

	/**
	 * One line about this fiber. May be called by another thread; see {@link GroupDump}.
	 * @param nowNanos the time now
	 * @return the line
	 */
	String dump(long nowNanos) {
		StringBuilder line = new StringBuilder(describe());
		State now = this.state;
		line.append(' ').append(now);
		if (now == State.WAITING) {
			line.append(" for ").append(this.step.describeWait());
			line.append(" since ").append(Duration.ofNanos(nowNanos - this.waitingSinceNanos));
			Timer timer = this.timeout;
			if (timer != null && this.step.predicate != Step.NEVER) {
				line.append(", at most ").append(Duration.ofNanos(timer.deadlineNanos - nowNanos)).append(" more");
			}
		}
		line.append(" in ");
		line.append(this.frames.describe());
		return line.toString();
	}

	long sequence() {
		return this.sequence;
	}

	/**
	 * Hand out the step of this fiber to be filled.
	 * @param frame who asks
	 * @return the step
	 */
	Step openStep(FiberFrame<?> frame) {
		if (this.state != State.RUNNING || this.frames.top() != frame || !group().inGroup()) {
			throw new FiberMisuseError(frame.getClass().getName() + " of " + describe()
					+ " made a step while it is not its turn; only its running methods may, not onFinally");
		}
		if (this.step.open) {
			throw new FiberMisuseError(frame.getClass().getName() + " of " + describe()
					+ " made a second step without returning the first");
		}
		this.step.open = true;
		return this.step;
	}

	/**
	 * What this fiber waited for may be there. The queue has removed it.
	 * @param forOneOnly whether nobody else is woken by the same signal
	 */
	void wake(boolean forOneOnly) {
		this.holdsSignal = forOneOnly;
		this.state = State.READY;
		group().addReady(this.turn);
	}

	private void onTimeout() {
		this.timedOut = true;
		if (this.state == State.WAITING) {
			WaitQueue queue = this.step.waitQueue;
			if (queue != null) {
				queue.remove(this);
			}
			wake(false);
		}
	}

	private void turn() {
		if (this.state != State.READY) {
			// Cancelled since it was made ready.
			return;
		}
		this.state = State.RUNNING;
		proceed();
		while (this.state == State.RUNNING && !group().isKilled()) {
			if (!group().takeStep() && this.cancelReason == null) {
				toTail();
				return;
			}
			proceed();
		}
	}

	/** Do what the step says. */
	private void proceed() {
		if (this.cancelReason != null) {
			leaveWait(true);
			unwind();
			return;
		}
		try {
			switch (this.step.kind) {
				case WAIT -> proceedWithWait();
				case YIELD -> {
					this.step.kind = Step.Kind.WAIT;
					toTail();
				}
				case FINISH -> leaveTop(this.step.result);
			}
		}
		catch (Throwable ex) {
			fail(ex);
		}
	}

	private void proceedWithWait() throws Exception {
		Resume next = null;
		if (this.step.predicate.getAsBoolean()) {
			next = this.step.then;
			leaveWait(false);
		}
		else if (this.timedOut) {
			next = this.step.onTimeout;
			leaveWait(true);
		}
		if (next != null) {
			accept(next.resume());
		}
		else {
			parkInQueue();
		}
	}

	private void parkInQueue() {
		// The predicate may have cancelled this fiber: then the next turn of the loop
		// ends it.
		if (this.cancelReason != null) {
			return;
		}
		WaitQueue queue = this.step.waitQueue;
		if (!this.waiting) {
			this.waiting = true;
			this.waitingSinceNanos = group().clock().nanoTime();
			if (queue != null) {
				this.ticket = queue.nextTicket();
			}
			if (this.step.timeoutNanos != Step.UNLIMITED) {
				this.timeout = group().newTimer(this.step.timeoutNanos, this::onTimeout);
			}
		}
		this.state = State.WAITING;
		if (queue != null) {
			queue.insert(this);
			if (this.holdsSignal) {
				this.holdsSignal = false;
				queue.signalAfter(this.ticket);
			}
		}
	}

	/**
	 * The wait is over.
	 * @param unused whether a signal that this fiber holds is for somebody else then
	 */
	private void leaveWait(boolean unused) {
		WaitQueue queue = this.step.waitQueue;
		if (queue != null) {
			if (this.state == State.WAITING) {
				queue.remove(this);
			}
			if (this.holdsSignal && unused) {
				queue.signalAfter(this.ticket);
			}
		}
		if (this.timeout != null) {
			this.timeout.end();
			this.timeout = null;
		}
		this.holdsSignal = false;
		this.timedOut = false;
		this.waiting = false;
		this.step.waitQueue = null;
	}

	private void toTail() {
		this.state = State.READY;
		group().addReady(this.turn);
	}

	private void accept(@Nullable Step returned) {
		if (returned != this.step || !this.step.open) {
			throw new FiberMisuseError(describe() + " returned "
					+ ((returned != null) ? "a step that is not its own" : "null") + " instead of its next step");
		}
		this.step.open = false;
		FiberFrame<?> callee = this.step.callee;
		if (callee != null) {
			this.frames.push(callee, this.step.afterReturn);
			this.step.run(callee::execute);
		}
	}

	private void leaveTop(@Nullable Object result) {
		ResumeWith<@Nullable Object> afterReturn = this.frames.pop();
		if (afterReturn != null) {
			this.step.run(() -> afterReturn.resume(result));
		}
		else {
			end(FiberOutcome.FINISHED);
		}
	}

	/** Look for a frame that handles an exception, from the top down. */
	private void fail(Throwable thrown) {
		Throwable cause = thrown;
		leaveWait(true);
		FiberFrame<?> frame = this.frames.top();
		while (frame != null) {
			this.step.open = false;
			if (cause instanceof Exception exception && this.cancelReason == null) {
				try {
					accept(frame.handle(exception));
					return;
				}
				catch (Throwable ex) {
					cause = ex;
				}
			}
			this.step.open = false;
			this.frames.popAfter(cause);
			frame = this.frames.top();
		}
		this.failure = cause;
		group().report(describe(), cause);
		end(FiberOutcome.FAILED);
	}

	/** End all frames of this cancelled fiber. */
	private void unwind() {
		this.state = State.ENDING;
		while (!this.frames.isEmpty()) {
			try {
				this.frames.pop();
			}
			catch (Throwable ex) {
				group().report("onFinally of cancelled " + describe(), ex);
			}
		}
		end(FiberOutcome.CANCELLED);
	}

	private void end(FiberOutcome outcome) {
		this.state = State.ENDED;
		this.step.then = null;
		this.step.onTimeout = null;
		this.scope.remove(this);
		this.outcome = outcome;
		if (this.ended != null) {
			this.ended.complete(outcome);
		}
	}

	enum State {

		/** Waits for its turn. */
		READY,

		/** Has its turn. */
		RUNNING,

		/** Waits for a signal or a timeout. */
		WAITING,

		/** Cancelled; its frames are being left. */
		ENDING,

		/** Over. */
		ENDED

	}

}
