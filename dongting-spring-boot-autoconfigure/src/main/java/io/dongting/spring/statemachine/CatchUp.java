package io.dongting.spring.statemachine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

import io.dongting.raft.NotExecutedException;
import io.dongting.raft.NotExecutedException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Holds calls back until all has been applied that was committed at some time since the
 * start. One read is made for all of them, and they go on in the order in which they
 * came, also those that come meanwhile. Thread-safe.
 */
final class CatchUp {

	/** More calls than this do not wait. */
	static final int MOST_WAITING = 1000;

	/** A read that failed so has had no more time than the call that it was made for. */
	private static final List<Reason> OUT_OF_TIME = List.of(Reason.TIMED_OUT, Reason.NO_LEADER);

	/** In order; the first makes the read. */
	private final Deque<Waiter> waiting = new ArrayDeque<>();

	private boolean proceeding;

	private volatile boolean done;

	boolean isDone() {
		return this.done;
	}

	/** Hold nothing back any more. */
	void skip() {
		this.done = true;
	}

	/**
	 * Wait until it is done.
	 * @param timeout how long to wait
	 * @param read reads once the state is as fresh as it has to be, within the time that
	 * it is given
	 * @return completed on the thread that completes the read, which goes on with the
	 * next call only then; exceptionally with what the read failed with
	 */
	CompletableFuture<@Nullable Void> await(Duration timeout, Function<Duration, CompletableFuture<Long>> read) {
		Waiter waiter = new Waiter(new CompletableFuture<>(), System.nanoTime(), timeout, read);
		synchronized (this) {
			if (this.done) {
				return CompletableFuture.completedFuture(null);
			}
			if (this.waiting.size() >= MOST_WAITING) {
				return CompletableFuture.failedFuture(new NotExecutedException(Reason.OVERLOADED, MOST_WAITING
						+ " calls wait until this node has applied what the group had agreed on when it started."));
			}
			this.waiting.add(waiter);
			if (this.proceeding || this.waiting.size() > 1) {
				return waiter.future();
			}
		}
		read(waiter, timeout);
		return waiter.future();
	}

	private void read(Waiter waiter, Duration timeout) {
		CompletableFuture<Long> read;
		try {
			read = waiter.read().apply(timeout);
		}
		catch (RuntimeException ex) {
			read = CompletableFuture.failedFuture(ex);
		}
		read.whenComplete((index, failure) -> {
			if (failure == null) {
				proceed();
			}
			else {
				refuse(failure);
			}
		});
	}

	private void proceed() {
		for (Waiter waiter = next(); waiter != null; waiter = next()) {
			waiter.future().complete(null);
		}
	}

	private synchronized @Nullable Waiter next() {
		this.proceeding = true;
		Waiter waiter = this.waiting.poll();
		this.done = waiter == null;
		return waiter;
	}

	/** The next that has time left makes a read of its own. */
	private void refuse(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		boolean outOfTime = cause instanceof NotExecutedException refused && OUT_OF_TIME.contains(refused.reason());
		List<Waiter> refused = new ArrayList<>();
		Waiter next = null;
		synchronized (this) {
			refused.add(this.waiting.remove());
			while (next == null && !this.waiting.isEmpty()) {
				if (outOfTime && this.waiting.element().leftNanos() > 0) {
					next = this.waiting.element();
				}
				else {
					refused.add(this.waiting.remove());
				}
			}
		}
		refused.forEach((waiter) -> waiter.future().completeExceptionally(cause));
		if (next != null) {
			read(next, Duration.ofNanos(Math.max(1, next.leftNanos())));
		}
	}

	/**
	 * A call that waits.
	 *
	 * @param future completed when it may go on
	 * @param startNanos when it came
	 * @param timeout how long it may wait
	 * @param read makes its read
	 */
	private record Waiter(CompletableFuture<@Nullable Void> future, long startNanos, Duration timeout,
			Function<Duration, CompletableFuture<Long>> read) {

		long leftNanos() {
			return this.timeout.toNanos() - (System.nanoTime() - this.startNanos);
		}

	}

}
