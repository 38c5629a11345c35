package io.dongting.spring.statemachine;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.dongting.raft.NotExecutedException;
import io.dongting.raft.NotExecutedException.Reason;
import io.dongting.raft.OutcomeUnknownException;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftInput;
import io.dongting.raft.RaftOutput;
import io.dongting.raft.ReadConsistency;
import io.dongting.spring.CommandNotAnnouncedException;
import io.dongting.spring.RaftCommandException;
import io.dongting.spring.statemachine.CommandOutcome.Kind;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * A call of a command: encodes it, has it replicated and decodes its outcome.
 */
final class CommandOperation implements ObservedOperation.Observed {

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
	public @Nullable Object call(@Nullable Object[] arguments, Observation observation) throws Exception {
		if (!this.command.future()) {
			return callAndWait(arguments, observation);
		}
		try {
			// The caller may complete what it gets, and the outcome counts all the same
			return submit(arguments, observation).handleAsync(this::completed, this.executor).copy();
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/** All is done by the thread of the caller, who may be on one of the executor's. */
	private @Nullable Object callAndWait(@Nullable Object[] arguments, Observation observation) throws Exception {
		byte[] call = this.command.encode(arguments, this.machine.codecs());
		Duration left = this.timeout;
		if (!this.machine.catchUp().isDone()) {
			long startNanos = System.nanoTime();
			Waiting.await(catchUp(), left.plus(GRACE), this::notProposed);
			left = left.minusNanos(System.nanoTime() - startNanos);
		}
		String refusal = this.machine.refusal(this.command);
		if (refusal != null) {
			// It may be only because the process has just been started
			long startNanos = System.nanoTime();
			this.machine.awaitOwnAnnouncement(this.group.get().status().nodeId(), left);
			left = left.minusNanos(System.nanoTime() - startNanos);
			refusal = this.machine.refusal(this.command);
		}
		CompletableFuture<RaftOutput> output = propose(call, refusal, left, observation);
		try {
			return outcome(Waiting.await(output, left.plus(GRACE), this::unknown));
		}
		catch (OutcomeUnknownException ex) {
			this.machine.written(this.command);
			throw ex;
		}
	}

	private CompletableFuture<RaftOutput> submit(@Nullable Object[] arguments, Observation observation) {
		byte[] call = this.command.encode(arguments, this.machine.codecs());
		if (this.machine.catchUp().isDone()) {
			return propose(call, this.machine.refusal(this.command), this.timeout, observation);
		}
		long startNanos = System.nanoTime();
		return catchUp().thenCompose((done) -> propose(call, this.machine.refusal(this.command),
				this.timeout.minusNanos(System.nanoTime() - startNanos), observation));
	}

	/** What was announced before this process started is known after a read. */
	private CompletableFuture<@Nullable Void> catchUp() {
		return this.machine.catchUp()
			.await(this.timeout, (left) -> this.group.get().awaitReadable(ReadConsistency.LINEARIZABLE, left));
	}

	/**
	 * Propose the command.
	 * @throws CommandNotAnnouncedException if there is a reason to refuse it
	 * @throws NotExecutedException if no time is left: another node, to which it would be
	 * forwarded, could not say any more that it was not executed
	 */
	private CompletableFuture<RaftOutput> propose(byte[] call, @Nullable String refusal, Duration within,
			Observation observation) {
		if (refusal != null) {
			throw new CommandNotAnnouncedException(refusal);
		}
		if (within.isZero() || within.isNegative()) {
			throw notProposed("When it had, no time was left.");
		}
		RaftInput input = new RaftInput(call, within);
		if (observation.isNoop()) {
			return this.group.get().submit(input);
		}
		ObservedCallback callback = new ObservedCallback(observation);
		this.group.get().submitLinearTask(input, callback);
		return callback.output();
	}

	private @Nullable Object completed(@Nullable RaftOutput output, @Nullable Throwable failure) {
		try {
			if (output != null) {
				return outcome(output);
			}
			throw Waiting.thrown(Objects.requireNonNull(failure));
		}
		catch (OutcomeUnknownException ex) {
			this.machine.written(this.command);
			throw new CompletionException(ex);
		}
		catch (Exception ex) {
			throw new CompletionException(ex);
		}
	}

	private NotExecutedException notProposed(String why) {
		return new NotExecutedException(Reason.TIMED_OUT, "The command '" + this.command.id()
				+ "' was not submitted, since this node had not yet applied what the group had agreed on when it "
				+ "started. " + why);
	}

	private OutcomeUnknownException unknown(String why) {
		return new OutcomeUnknownException("The outcome of '" + this.command.id() + "' is unknown. " + why);
	}

	private static ByteBuffer bytes(CommandOutcome outcome) {
		return Objects.requireNonNull(outcome.body().bytes(), "A failure is never null");
	}

	private @Nullable Object outcome(RaftOutput output) throws Exception {
		CommandOutcome outcome = CommandOutcome.read(output.result());
		if (outcome.kind() == Kind.REFUSED) {
			throw new CommandNotAnnouncedException(outcome.text());
		}
		this.machine.written(this.command);
		if (outcome.kind() == Kind.FAILED) {
			throw this.machine.failures().read(bytes(outcome));
		}
		if (outcome.isNothing()) {
			return null;
		}
		try {
			return this.machine.codecs().readLeniently(outcome.body(), this.command.resultType());
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			throw new RaftCommandException(ex.getClass().getName(),
					"The command was executed, but its result cannot be read. " + ex.getMessage(), ex);
		}
	}

}
