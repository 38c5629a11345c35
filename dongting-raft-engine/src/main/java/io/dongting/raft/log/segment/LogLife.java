package io.dongting.raft.log.segment;

import java.util.function.Consumer;

import io.dongting.raft.log.LogFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a log is in use, has failed (R26) or is closed. On the dispatcher thread of the
 * group.
 */
final class LogLife {

	private final Consumer<Throwable> failed;

	private @Nullable Throwable failure;

	private @Nullable Runnable closed;

	/**
	 * Create the life of an open log.
	 * @param failed told why no write will end well any more, once
	 */
	LogLife(Consumer<Throwable> failed) {
		this.failed = failed;
	}

	void requireOpen() {
		if (isClosed()) {
			throw new IllegalStateException("The log is closed");
		}
	}

	void requireWritable() {
		requireOpen();
		Throwable cause = this.failure;
		if (cause != null) {
			throw new LogFailedException("The log failed and takes no more writes until a restart", cause);
		}
	}

	boolean isWritable() {
		return !isClosed() && !hasFailed();
	}

	boolean isClosed() {
		return this.closed != null;
	}

	boolean hasFailed() {
		return this.failure != null;
	}

	/** Only the first cause counts. */
	void fail(Throwable cause) {
		if (this.failure == null) {
			this.failure = cause;
			this.failed.accept(cause);
		}
	}

	/**
	 * From now on the log is closed.
	 * @param whenClosed to be run when its files are
	 */
	void close(Runnable whenClosed) {
		requireOpen();
		this.closed = whenClosed;
	}

	/** Return what is to be run when the files are closed, if the log is. */
	@Nullable Runnable whenClosed() {
		return this.closed;
	}

}
