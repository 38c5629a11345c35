package io.dongting.fiber;

import org.jspecify.annotations.Nullable;

/**
 * The frames of one fiber, linked from the one that runs to the one that was started.
 * Whoever takes a frame off runs its {@code onFinally}, which is how that happens exactly
 * once.
 */
final class FrameStack {

	/** Frames that call frames: deeper is taken for a recursion without end. */
	static final int MAX_DEPTH = 1024;

	private final Fiber fiber;

	private @Nullable FiberFrame<?> top;

	private int depth;

	FrameStack(Fiber fiber) {
		this.fiber = fiber;
	}

	@Nullable FiberFrame<?> top() {
		return this.top;
	}

	boolean isEmpty() {
		return this.top == null;
	}

	/**
	 * Put a frame on top.
	 * @param frame the frame, not running anywhere
	 * @param afterReturn what its caller does with its result, {@code null} for the first
	 * frame
	 */
	void push(FiberFrame<?> frame, @Nullable ResumeWith<@Nullable Object> afterReturn) {
		if (this.depth == MAX_DEPTH) {
			throw new FiberMisuseError(
					this.fiber.describe() + " has more than " + MAX_DEPTH + " frames that call each other");
		}
		frame.begin(this.fiber, this.top, afterReturn);
		this.top = frame;
		this.depth++;
	}

	/**
	 * Take the top frame off and run its {@code onFinally}, whose exceptions come out.
	 * @return what the caller does with its result, {@code null} for the first frame
	 */
	@Nullable ResumeWith<@Nullable Object> pop() {
		FiberFrame<?> frame = this.top;
		if (frame == null) {
			throw new IllegalStateException("No frame left in " + this.fiber.describe());
		}
		ResumeWith<@Nullable Object> afterReturn = frame.afterReturn;
		this.top = frame.caller;
		this.depth--;
		try {
			frame.onFinally();
		}
		finally {
			frame.end();
		}
		return afterReturn;
	}

	/**
	 * Take the top frame off because of an exception. What its {@code onFinally} throws
	 * is added to the exception.
	 * @param cause the exception
	 */
	void popAfter(Throwable cause) {
		try {
			pop();
		}
		catch (Throwable ex) {
			if (ex != cause) {
				cause.addSuppressed(ex);
			}
		}
	}

	/**
	 * The names of the frames from the top down. May be called by another thread.
	 * @return the names
	 */
	String describe() {
		StringBuilder names = new StringBuilder();
		FiberFrame<?> frame = this.top;
		for (int i = 0; i < MAX_DEPTH && frame != null; i++) {
			names.append((i > 0) ? " called by " : "").append(frame.getClass().getName());
			frame = frame.caller;
		}
		return names.toString();
	}

}
