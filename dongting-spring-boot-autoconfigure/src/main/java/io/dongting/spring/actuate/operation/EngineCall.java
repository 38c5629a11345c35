package io.dongting.spring.actuate.operation;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.dongting.raft.InvalidConfigurationException;
import io.dongting.raft.MembershipException;
import io.dongting.raft.NotExecutedException;
import io.dongting.raft.OutcomeUnknownException;
import io.dongting.raft.RaftException;
import org.jspecify.annotations.Nullable;

/**
 * Waits for what the engine does, and says in the words of an operation how it ended.
 */
public final class EngineCall {

	/**
	 * The engine ends a call itself when its time is over, and knows better what became
	 * of it. Only when it does not, the wait ends without it.
	 */
	private static final Duration GRACE = Duration.ofSeconds(2);

	private EngineCall() {
	}

	/**
	 * Make a call and wait for its end.
	 * @param <T> what it returns
	 * @param timeout how long the engine has been given
	 * @param call makes the call
	 * @return what it returned
	 * @throws OperationFailedException if it failed in a way that has a name
	 */
	public static <T extends @Nullable Object> T await(Duration timeout, Supplier<CompletableFuture<T>> call) {
		try {
			return call.get().get(timeout.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new OperationFailedException(Failure.TIMED_OUT, "OUTCOME_UNKNOWN",
					"The thread was interrupted while it waited.", ex);
		}
		catch (TimeoutException ex) {
			throw new OperationFailedException(Failure.TIMED_OUT, "TIMED_OUT",
					"It was not done within " + timeout + ", and may be done yet.", ex);
		}
		catch (ExecutionException ex) {
			throw translate(cause(ex));
		}
		catch (RuntimeException ex) {
			throw translate(ex);
		}
	}

	/**
	 * Make something of arguments that the engine checks.
	 * @param <T> what is made
	 * @param making makes it
	 * @return what was made
	 * @throws OperationFailedException if the arguments do not fit together
	 */
	public static <T> T checked(Supplier<T> making) {
		try {
			return making.get();
		}
		catch (InvalidConfigurationException ex) {
			throw translate(ex);
		}
	}

	private static Throwable cause(Throwable failure) {
		Throwable cause = failure;
		while ((cause instanceof CompletionException || cause instanceof ExecutionException)
				&& cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause;
	}

	private static RuntimeException translate(Throwable failure) {
		String message = String.valueOf(failure.getMessage());
		if (failure instanceof NotExecutedException notExecuted) {
			return new OperationFailedException(kind(notExecuted.reason()), notExecuted.reason().name(), message,
					failure);
		}
		if (failure instanceof MembershipException refused) {
			return new OperationFailedException(Failure.CONFLICT, refused.result().name(), message, failure);
		}
		if (failure instanceof InvalidConfigurationException) {
			return new OperationFailedException(Failure.BAD_VALUE, "BAD_VALUE", message, failure);
		}
		if (failure instanceof OutcomeUnknownException) {
			return new OperationFailedException(Failure.TIMED_OUT, "OUTCOME_UNKNOWN", message, failure);
		}
		if (failure instanceof UnsupportedOperationException) {
			return new OperationFailedException(Failure.CONFLICT, "NOT_SUPPORTED", message, failure);
		}
		if (failure instanceof RaftException) {
			return new OperationFailedException(Failure.FAILED, "FAILED", message, failure);
		}
		if (failure instanceof Error error) {
			throw error;
		}
		return (failure instanceof RuntimeException exception) ? exception : new IllegalStateException(failure);
	}

	private static Failure kind(NotExecutedException.Reason reason) {
		return (reason == NotExecutedException.Reason.TIMED_OUT) ? Failure.TIMED_OUT : Failure.UNAVAILABLE;
	}

}
