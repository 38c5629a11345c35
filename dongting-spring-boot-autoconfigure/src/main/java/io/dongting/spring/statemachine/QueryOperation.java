package io.dongting.spring.statemachine;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.dongting.raft.NotExecutedException;
import io.dongting.raft.NotExecutedException.Reason;
import io.dongting.raft.RaftGroup;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * A call of a query: waits until the state of this node is fresh enough and reads it.
 */
final class QueryOperation implements ObservedOperation.Observed {

	private final QueryMethod query;

	private final TypedStateMachine machine;

	private final Supplier<RaftGroup> group;

	private final Duration timeout;

	private final Executor executor;

	QueryOperation(QueryMethod query, TypedStateMachine machine, Supplier<RaftGroup> group, Duration timeout,
			Executor executor) {
		this.query = query;
		this.machine = machine;
		this.group = group;
		this.timeout = timeout;
		this.executor = executor;
	}

	@Override
	public @Nullable Object call(@Nullable Object[] arguments, Observation observation) throws Exception {
		Callable<@Nullable Object> read = () -> this.machine.call(this.query.method(), arguments);
		if (this.query.future()) {
			return later(read);
		}
		if (this.query.concurrent()) {
			await(awaitReadable());
			return read.call();
		}
		return await(readBetweenCommands(read));
	}

	private <T extends @Nullable Object> T await(CompletableFuture<T> future) throws Exception {
		return Waiting.await(future, this.timeout, this::notRead);
	}

	private CompletableFuture<@Nullable Object> later(Callable<@Nullable Object> read) {
		try {
			CompletableFuture<@Nullable Object> result = (this.query.concurrent())
					? awaitReadable().thenApplyAsync((index) -> complete(read), this.executor)
					: readBetweenCommands(read);
			return result.orTimeout(this.timeout.toNanos(), TimeUnit.NANOSECONDS)
				.handleAsync(this::result, this.executor)
				.thenCompose((stage) -> stage);
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	@SuppressWarnings("unchecked") // The method returns CompletableFuture<T>
	private CompletionStage<@Nullable Object> result(@Nullable Object value, @Nullable Throwable failure) {
		if (failure == null) {
			return (value != null) ? (CompletionStage<@Nullable Object>) value
					: CompletableFuture.completedFuture(null);
		}
		return CompletableFuture.failedFuture((failure instanceof TimeoutException)
				? notRead("There was no answer within " + this.timeout + ".") : Waiting.thrown(failure));
	}

	private CompletableFuture<Long> awaitReadable() {
		return this.group.get().awaitReadable(this.query.consistency(), this.timeout);
	}

	private CompletableFuture<@Nullable Object> readBetweenCommands(Callable<@Nullable Object> read) {
		return this.group.get()
			.read(this.query.consistency(), this.timeout, () -> Optional.ofNullable(this.machine.read(read)))
			.thenApply((result) -> result.orElse(null));
	}

	private static @Nullable Object complete(Callable<@Nullable Object> read) {
		try {
			return read.call();
		}
		catch (Exception ex) {
			throw new CompletionException(ex);
		}
	}

	private NotExecutedException notRead(String why) {
		return new NotExecutedException(Reason.TIMED_OUT,
				"The query '" + this.query.id() + "' was not answered. " + why);
	}

}
