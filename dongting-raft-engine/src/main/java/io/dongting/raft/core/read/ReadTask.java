package io.dongting.raft.core.read;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.dongting.raft.NotExecutedException;
import io.dongting.raft.ReadConsistency;
import io.dongting.raft.ReadRequest;
import org.jspecify.annotations.Nullable;

/**
 * A read that waits until the state is fresh enough. Either its reader runs or it is
 * refused, whatever is first.
 *
 * @param <T> what is read
 */
final class ReadTask<T extends @Nullable Object> {

	private final ReadConsistency consistency;

	private final long minimumIndex;

	private final long deadlineNanos;

	private final Callable<T> reader;

	private final Runnable beforeAnswer;

	private final CompletableFuture<T> future = new CompletableFuture<>();

	private final AtomicBoolean claimed = new AtomicBoolean();

	/**
	 * Create a task.
	 * @param beforeAnswer runs once, before anybody learns of the outcome
	 */
	ReadTask(ReadRequest request, long deadlineNanos, Callable<T> reader, Runnable beforeAnswer) {
		this.consistency = request.consistency();
		this.minimumIndex = request.minimumIndex();
		this.deadlineNanos = deadlineNanos;
		this.reader = reader;
		this.beforeAnswer = beforeAnswer;
	}

	ReadConsistency consistency() {
		return this.consistency;
	}

	long minimumIndex() {
		return this.minimumIndex;
	}

	CompletableFuture<T> future() {
		return this.future;
	}

	boolean expired(long nowNanos) {
		return this.deadlineNanos - nowNanos <= 0;
	}

	boolean ended() {
		return this.claimed.get();
	}

	/** Runs on the apply turn. */
	void run() {
		if (this.claimed.compareAndSet(false, true)) {
			T result;
			try {
				result = this.reader.call();
			}
			catch (Throwable ex) {
				this.beforeAnswer.run();
				this.future.completeExceptionally(ex);
				return;
			}
			this.beforeAnswer.run();
			this.future.complete(result);
		}
	}

	void refuse(NotExecutedException.Reason reason, String message) {
		if (this.claimed.compareAndSet(false, true)) {
			this.beforeAnswer.run();
			this.future.completeExceptionally(new NotExecutedException(reason, message));
		}
	}

}
