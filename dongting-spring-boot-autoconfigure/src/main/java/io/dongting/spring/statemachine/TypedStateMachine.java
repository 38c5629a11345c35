package io.dongting.spring.statemachine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.dongting.raft.LogItem;
import io.dongting.raft.NotExecutedException.Reason;
import io.dongting.raft.StateMachine;
import io.dongting.spring.RaftContext;
import io.dongting.spring.RaftStateMachine;
import io.dongting.spring.SnapshotSupport;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Drives an annotated bean by the log: the engine's view of it.
 */
public sealed class TypedStateMachine implements StateMachine permits SnapshottingStateMachine {

	private final Object target;

	private final StateMachineModel model;

	private final ValueCodecs codecs;

	private final FailureCodec failures;

	/** What the commands look like in the log, by their ids. */
	private final Map<String, CommandShape> shapes;

	private volatile @Nullable CommandHistory history;

	private final CatchUp catchUp = new CatchUp();

	/** Changed by the log alone, and looked at by callers. */
	private volatile AnnouncedCommands announced = AnnouncedCommands.NONE;

	private final OwnAnnouncement ownAnnouncement = new OwnAnnouncement();

	/** The thread that is in the bean on behalf of the log, if there is one. */
	private volatile @Nullable Thread turn;

	TypedStateMachine(Object target, StateMachineModel model, ValueCodecs codecs) {
		this.target = target;
		this.model = model;
		this.codecs = codecs;
		this.shapes = Map.copyOf(model.shapes(codecs));
		this.failures = new FailureCodec(codecs.json(), model.type().getClassLoader());
	}

	/**
	 * Create a state machine, with snapshots if the bean supports them.
	 * @param target the bean itself, not a proxy
	 * @param codecs how arguments and results become bytes
	 * @return the state machine
	 * @throws InvalidStateMachineException if its class cannot work as it is written
	 */
	public static TypedStateMachine of(Object target, ValueCodecs codecs) {
		StateMachineModel model = StateMachineModel.of(ClassUtils.getUserClass(target), codecs);
		return (target instanceof SnapshotSupport state) ? new SnapshottingStateMachine(state, model, codecs)
				: new TypedStateMachine(target, model, codecs);
	}

	/**
	 * Compare the commands with those that the log of the group has held so far on this
	 * node, and remember from now on which are used.
	 * @param group the name of the group
	 * @param directory where the group keeps its data on this node; need not exist yet
	 * @param retired the ids of commands that the log is known to hold no more, beside
	 * those that the annotation of the class names
	 * @throws InvalidStateMachineException if an entry of the log could not be applied,
	 * or what is remembered cannot be read
	 */
	public void keepHistory(String group, Path directory, Set<String> retired) {
		CommandHistory kept = new CommandHistory(new HistoryFile(directory), this.codecs);
		Set<String> allRetired = new TreeSet<>(retired);
		RaftStateMachine annotation = AnnotatedElementUtils.findMergedAnnotation(this.model.type(),
				RaftStateMachine.class);
		if (annotation != null) {
			allRetired.addAll(List.of(annotation.retired()));
		}
		kept.check(group, this.model, allRetired);
		this.history = kept;
	}

	/**
	 * Remember nothing more: the data of the group belongs to another state machine. When
	 * this returns, nothing is being written any more.
	 */
	public void endHistory() {
		CommandHistory kept = this.history;
		if (kept != null) {
			kept.end();
		}
	}

	StateMachineModel model() {
		return this.model;
	}

	ValueCodecs codecs() {
		return this.codecs;
	}

	FailureCodec failures() {
		return this.failures;
	}

	Object target() {
		return this.target;
	}

	/** Return whether the current thread is already in the bean, called by the log. */
	boolean isOnTurn() {
		return this.turn == Thread.currentThread();
	}

	/**
	 * Find out whether the group has to be told of what this node can apply, and who its
	 * members are. To be called between two commands.
	 * @param nodeId this node
	 * @param members the present members if this node leads the group, else empty
	 * @param term the term in which it leads, if it does
	 * @return the command to submit, empty if the group knows
	 */
	public Optional<byte[]> announcement(int nodeId, SortedSet<Integer> members, long term) {
		Announcement announcement = Announcement.of(nodeId, members, term, this.shapes);
		return (this.announced.holds(announcement)) ? Optional.empty() : Optional.of(announcement.toBytes());
	}

	AnnouncedCommands announced() {
		return this.announced;
	}

	void restore(AnnouncedCommands restored) {
		this.announced = restored;
		this.ownAnnouncement.changed();
	}

	/**
	 * Return the nodes that have announced what they can apply, as far as the log has
	 * been applied.
	 * @return their ids
	 */
	public SortedSet<Integer> announcedBy() {
		return this.announced.nodes();
	}

	/**
	 * Let calls be proposed at once, where all nodes run the same application and none
	 * announces anything, as in a simulation.
	 */
	public void expectNoAnnouncements() {
		this.catchUp.skip();
	}

	/**
	 * Holds back what would be proposed before this process has applied what was
	 * announced before it started: others might be unable to read a command in the shape
	 * it has here, which the log does not show.
	 */
	CatchUp catchUp() {
		return this.catchUp;
	}

	/**
	 * Say why a command is not to be proposed now, such as that a member could not apply
	 * it.
	 * @return a full sentence, {@code null} if it may be proposed
	 */
	@Nullable String refusal(CommandMethod command) {
		return this.announced.refusal(command.id(), shape(command), this.codecs);
	}

	/**
	 * Wait until a node that ran another version before has announced what it can apply
	 * now. Until then it is itself among those that keep new commands from being
	 * accepted.
	 * @param nodeId this node
	 * @param timeout how long to wait
	 */
	void awaitOwnAnnouncement(int nodeId, Duration timeout) {
		this.ownAnnouncement.await(() -> !this.announced.isOutdated(nodeId, this.shapes), timeout);
	}

	/**
	 * Called when a command that was proposed here stands in the log, or may do so. May
	 * block.
	 */
	void written(CommandMethod command) {
		CommandHistory kept = this.history;
		if (kept != null) {
			kept.written(command.id(), shape(command));
		}
	}

	private CommandShape shape(CommandMethod command) {
		return Objects.requireNonNull(this.shapes.get(command.id()));
	}

	@Override
	public byte[] apply(LogItem item) {
		if (Announcement.isIn(item.body())) {
			restore(this.announced.with(Announcement.read(item.body()).in(item.term())));
			return CommandOutcome.nothing();
		}
		CommandCall call = CommandCall.read(item.body());
		String refusal = this.announced.refusal(call.id());
		if (refusal != null) {
			return CommandOutcome.refused(refusal);
		}
		CommandMethod command = this.model.command(call.id());
		RaftContext context = new RaftContext(item.index(), item.term(), Instant.ofEpochMilli(item.timestampMillis()));
		@Nullable Object[] arguments = command.decode(call, context, this.codecs);
		CommandHistory kept = this.history;
		if (kept != null) {
			kept.applied(command.id(), shape(command));
		}
		this.turn = Thread.currentThread();
		try {
			return execute(command, arguments);
		}
		catch (Exception ex) {
			return CommandOutcome.failure(this.failures.write(ex));
		}
		finally {
			this.turn = null;
		}
	}

	@Override
	public @Nullable Reason refusal(byte[] result) {
		return CommandOutcome.isRefused(result) ? Reason.NOT_ACCEPTED : null;
	}

	private byte[] execute(CommandMethod command, @Nullable Object[] arguments) throws Exception {
		Object result = call(command.method(), arguments);
		if (command.future()) {
			result = valueOf(command, (CompletableFuture<?>) result);
		}
		return (command.returnsNothing()) ? CommandOutcome.nothing()
				: CommandOutcome.value(this.codecs.write(result, command.resultType()));
	}

	private static @Nullable Object valueOf(CommandMethod command, @Nullable CompletableFuture<?> future)
			throws Exception {
		if (future == null) {
			return null;
		}
		if (!future.isDone()) {
			throw new IllegalStateException("The command '" + command.id()
					+ "' returned a future that is not complete: a command does its work before it returns");
		}
		try {
			return future.join();
		}
		catch (CompletionException ex) {
			throw thrown((ex.getCause() != null) ? ex.getCause() : ex);
		}
	}

	/**
	 * Run something in the bean between two commands.
	 * @param query the method and its arguments
	 * @return what it returned
	 */
	<T extends @Nullable Object> T read(Callable<T> query) throws Exception {
		this.turn = Thread.currentThread();
		try {
			return query.call();
		}
		finally {
			this.turn = null;
		}
	}

	/**
	 * Call a method of the bean itself.
	 * @return what it returned
	 * @throws Exception what it threw; an {@link Error} is passed on as it is
	 */
	@Nullable Object call(Method method, @Nullable Object[] arguments) throws Exception {
		ReflectionUtils.makeAccessible(method);
		try {
			return method.invoke(this.target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw thrown(ex.getTargetException());
		}
	}

	private static Exception thrown(Throwable cause) {
		if (cause instanceof Error error) {
			throw error;
		}
		return (cause instanceof Exception exception) ? exception : new IllegalStateException(cause);
	}

}
