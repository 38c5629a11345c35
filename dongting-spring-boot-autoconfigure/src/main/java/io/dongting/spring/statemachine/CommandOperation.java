package io.dongting.spring.statemachine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.dongting.raft.OutcomeUnknownException;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftInput;
import io.dongting.raft.RaftOutput;
import io.dongting.spring.RaftCommandException;
import org.jspecify.annotations.Nullable;

/**
 * A call of a command: encodes it, has it replicated and decodes its outcome.
 */
final class CommandOperation implements Operation {

	/** The group answers within the timeout; this is for a group that does not. */
	private static final Duration GRACE = Duration.ofSeconds(5);

	private final CommandMethod command;

	private final TypedStateMachine machine;

	private final Supplier<RaftGroup> group;

	private final Duration timeout;

	private final Executor executor;

	CommandOperation(CommandMethod command, TypedStateMachine machine, Supplier<RaftGroup> group, Duration timeout,
			Executor executor) {
		this.command = command;
		this.machine = machine;
		this.group = group;
		this.timeout = timeout;
		this.executor = executor;
	}

	@Override
	public @Nullable Object call(@Nullable Object[] arguments) throws Exception {
		if (!this.command.future()) {
			RaftOutput output = Waiting.await(submit(arguments), this.timeout.plus(GRACE),
					(why) -> new OutcomeUnknownException(
							"The outcome of '" + this.command.id() + "' is unknown. " + why));
			return outcome(output);
		}
		try {
			return submit(arguments).thenApplyAsync((output) -> {
				try {
					return outcome(output);
				}
				catch (Exception ex) {
					throw new CompletionException(ex);
				}
			}, this.executor);
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private CompletableFuture<RaftOutput> submit(@Nullable Object[] arguments) {
		byte[] body = this.command.encode(arguments, this.machine.codec());
		return this.group.get().submit(new RaftInput(body, this.timeout));
	}

	private @Nullable Object outcome(RaftOutput output) throws Exception {
		CommandOutcome outcome = CommandOutcome.read(output.result());
		if (outcome.failed()) {
			throw this.machine.failures().read(outcome.body());
		}
		if (!outcome.body().hasRemaining()) {
			return null;
		}
		try {
			return this.machine.codec().readLeniently(outcome.body(), this.command.resultType());
		}
		catch (IllegalArgumentException ex) {
			throw new RaftCommandException(ex.getClass().getName(),
					"The command was executed, but its result cannot be read. " + ex.getMessage(), ex);
		}
	}

}
