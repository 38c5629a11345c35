package io.dongting.spring.statemachine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Waits on behalf of a caller that blocks. The thread may be a virtual one.
 */
final class Waiting {

	private Waiting() {
	}

	/**
	 * Wait for a future.
	 * @param future what to wait for
	 * @param timeout how long
	 * @param gaveUp makes the exception of a caller that gave up, from a sentence that
	 * says why
	 * @return the future's value
	 * @throws Exception what the future failed with, or what {@code gaveUp} made
	 */
	static <T extends @Nullable Object> T await(CompletableFuture<T> future, Duration timeout,
			Function<String, ? extends RuntimeException> gaveUp) throws Exception {
		try {
			return future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw gaveUp.apply("The thread was interrupted while it waited.");
		}
		catch (TimeoutException ex) {
			throw gaveUp.apply("There was no answer within " + timeout + ".");
		}
		catch (ExecutionException ex) {
			throw thrown(ex);
		}
	}

	/**
	 * Return what really happened.
	 * @param failure what a future failed with
	 * @return the exception in it
	 */
	static Exception thrown(Throwable failure) {
		Throwable cause = failure;
		while ((cause instanceof CompletionException || cause instanceof ExecutionException)
				&& cause.getCause() != null) {
			cause = cause.getCause();
		}
		if (cause instanceof Error error) {
			throw error;
		}
		return (cause instanceof Exception exception) ? exception : new IllegalStateException(cause);
	}

}
