package io.dongting.raft.core.read;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.dongting.raft.NotExecutedException;
import io.dongting.raft.ReadConsistency;
import org.jspecify.annotations.Nullable;

/**
 * A read that waits until the state is fresh enough. Either its reader runs or it is
 * refused, whatever is first.
 *
 * @param <T> what is read
 */
final class ReadTask<T extends @Nullable Object> {

	private final ReadConsistency consistency;

	private final long deadlineNanos;

	private final Callable<T> reader;

	private final CompletableFuture<T> future = new CompletableFuture<>();

	private final AtomicBoolean claimed = new AtomicBoolean();

	ReadTask(ReadConsistency consistency, long deadlineNanos, Callable<T> reader) {
		this.consistency = consistency;
		this.deadlineNanos = deadlineNanos;
		this.reader = reader;
	}

	ReadConsistency consistency() {
		return this.consistency;
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
			try {
				this.future.complete(this.reader.call());
			}
			catch (Throwable ex) {
				this.future.completeExceptionally(ex);
			}
		}
	}

	void refuse(NotExecutedException.Reason reason, String message) {
		if (this.claimed.compareAndSet(false, true)) {
			this.future.completeExceptionally(new NotExecutedException(reason, message));
		}
	}

}
