package io.dongting.raft.core;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

import io.dongting.fiber.FiberGroup;
import io.dongting.raft.DiskSpace;
import io.dongting.raft.GroupStatus;
import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.InvalidConfigurationException;
import io.dongting.raft.Membership;
import io.dongting.raft.MembershipChange;
import io.dongting.raft.MembershipPreview;
import io.dongting.raft.NotExecutedException;
import io.dongting.raft.NotExecutedException.Reason;
import io.dongting.raft.RaftCallback;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftInput;
import io.dongting.raft.RaftRole;
import io.dongting.raft.ReadRequest;
import io.dongting.raft.TransferOutcome;
import io.dongting.raft.TransferRequest;
import io.dongting.raft.core.change.ChangeRequest;
import io.dongting.raft.core.meter.GroupMeters;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.Health;
import io.dongting.raft.transport.AnswerSink;
import io.dongting.raft.transport.ForwardReq;
import io.dongting.raft.transport.HeartbeatResp;
import io.dongting.raft.transport.MembershipReq;
import io.dongting.raft.transport.MembershipResp;
import io.dongting.raft.transport.Message;
import org.jspecify.annotations.Nullable;

/**
 * A group as its users and its server see it: thread-safe, and never more than a
 * hand-over to the group's own thread. Exists before the group is started and after it is
 * stopped.
 */
public final class RaftGroupImpl implements RaftGroup {

	private static final long LONGEST_HAND_OVER_NANOS = TimeUnit.SECONDS.toNanos(5);

	private final int nodeId;

	private final RaftGroupConfig config;

	private volatile GroupMeters meters = GroupMeters.NONE;

	private volatile @Nullable Running running;

	private volatile Runnable statusListener = () -> {
	};

	private volatile boolean resting;

	/** Shown as long as the group does not run. */
	private volatile GroupStatus idleStatus;

	public RaftGroupImpl(int nodeId, RaftGroupConfig config) {
		this.nodeId = nodeId;
		this.config = config;
		this.idleStatus = idleStatus(Condition.STARTING, null);
	}

	@Override
	public String name() {
		return this.config.name();
	}

	@Override
	public int groupId() {
		return this.config.groupId();
	}

	public RaftGroupConfig config() {
		return this.config;
	}

	/**
	 * Tell what happens in the group from now on.
	 * @param meters told of it
	 */
	public void measureWith(GroupMeters meters) {
		this.meters = meters;
	}

	/**
	 * Return what measures the group.
	 * @return told what happens
	 */
	public GroupMeters meters() {
		return this.meters;
	}

	@Override
	public void submitLinearTask(RaftInput input, RaftCallback callback) {
		Running current = this.running;
		if (current == null) {
			NotExecutedException refusal = notRunning();
			this.meters.proposalNotExecuted(refusal.reason());
			callback.failed(refusal);
		}
		else {
			current.components().runner().submit(input.body(), input.timeout().toNanos(), callback);
		}
	}

	@Override
	public <T extends @Nullable Object> CompletableFuture<T> read(ReadRequest request, Callable<T> reader) {
		Running current = this.running;
		if (current == null) {
			return CompletableFuture.failedFuture(notRunning());
		}
		return current.components().reads().submit(request, reader);
	}

	@Override
	public CompletableFuture<Long> awaitReadable(ReadRequest request) {
		Running current = this.running;
		if (current == null) {
			return CompletableFuture.failedFuture(notRunning());
		}
		return current.components().reads().awaitReadable(request);
	}

	@Override
	public CompletableFuture<Long> leaderPrepareJointConsensus(Set<Integer> members, Set<Integer> observers,
			Set<Integer> newMembers, Set<Integer> newObservers, Duration timeout) {
		Membership goal = Membership.of(newMembers, newObservers);
		long timeoutMillis = new MembershipChange(goal.members(), goal.observers(), timeout).timeout().toMillis();
		return indexOf(ChangeRequest.prepare(Membership.of(members, observers), goal, Math.max(1, timeoutMillis)));
	}

	@Override
	public CompletableFuture<Long> leaderCommitJointConsensus(long prepareIndex) {
		if (prepareIndex <= 0) {
			throw new InvalidConfigurationException("prepareIndex", "An index is positive, not " + prepareIndex + ".");
		}
		return indexOf(ChangeRequest.commit(prepareIndex));
	}

	@Override
	public CompletableFuture<Long> leaderAbortJointConsensus() {
		return indexOf(ChangeRequest.abort());
	}

	@Override
	public CompletableFuture<Long> changeMembership(MembershipChange change) {
		return indexOf(ChangeRequest.of(MembershipReq.Kind.CHANGE, change));
	}

	@Override
	public CompletableFuture<MembershipPreview> previewMembershipChange(MembershipChange change) {
		return ask(ChangeRequest.of(MembershipReq.Kind.PREVIEW, change),
				(outcome) -> Objects.requireNonNull(outcome.preview()));
	}

	@Override
	public CompletableFuture<Long> cancelMembershipChange() {
		return indexOf(ChangeRequest.cancel());
	}

	private CompletableFuture<Long> indexOf(ChangeRequest request) {
		return ask(request, MembershipResp.Outcome::index);
	}

	private <T> CompletableFuture<T> ask(ChangeRequest request, Function<MembershipResp.Outcome, T> result) {
		Running current = this.running;
		return (current != null) ? current.components().changes().submit(request, result)
				: CompletableFuture.failedFuture(notRunning());
	}

	@Override
	public CompletableFuture<Long> saveSnapshot(Duration timeout) {
		if (timeout.isNegative() || timeout.isZero()) {
			throw new IllegalArgumentException("'timeout' must be positive");
		}
		CompletableFuture<Long> saved = new CompletableFuture<>();
		if (!run((components) -> components.snapshots().save(timeout, saved))) {
			saved.completeExceptionally(notRunning());
		}
		return saved;
	}

	@Override
	public void markTruncateByIndex(long index, Duration delay) {
		run((components) -> components.snapshots().marks().byIndex(index, delay));
	}

	@Override
	public void markTruncateByTimestamp(long timestampMillis, Duration delay) {
		run((components) -> components.snapshots().marks().byTimestamp(timestampMillis, delay));
	}

	@Override
	public CompletableFuture<TransferOutcome> transferLeadership(TransferRequest request) {
		Running current = this.running;
		return (current != null) ? current.components().transfers().calls().submit(request)
				: CompletableFuture.failedFuture(notRunning());
	}

	/**
	 * Let another node lead, if this one does.
	 * @return completed when it has been done or given up, within an election timeout or
	 * a few seconds; never exceptionally
	 */
	public CompletionStage<Void> handOver() {
		Running current = this.running;
		long timeoutNanos = Math.min(this.config.options().electionTimeout().toNanos(), LONGEST_HAND_OVER_NANOS);
		return (current != null) ? current.components().transfers().calls().leave(timeoutNanos)
				: CompletableFuture.completedFuture(null);
	}

	@Override
	public GroupStatus status() {
		Running current = this.running;
		return (current != null) ? current.components().status().status() : this.idleStatus;
	}

	/**
	 * Return what this node can say of the group to others. May be called on any thread.
	 * @return the facts
	 */
	public GroupFacts facts() {
		Running current = this.running;
		return (current != null) ? current.components().status().facts() : GroupFacts.idle(this.config);
	}

	/**
	 * Let a simulation see what this replica believes.
	 * @return a live view, {@code null} while the group does not run
	 */
	public @Nullable GroupInspection inspection() {
		Running current = this.running;
		return (current != null) ? current.components().inspection() : null;
	}

	/**
	 * Have somebody told that the status has changed in more than its indexes.
	 * @param listener called on the thread of the group or one that starts it; must
	 * neither block nor throw
	 */
	public void onStatusChange(Runnable listener) {
		this.statusListener = listener;
	}

	/** May be called on any thread. */
	public void statusChanged() {
		this.statusListener.run();
	}

	/**
	 * Start the group.
	 * @param context where it runs
	 * @param storage what it keeps on disk
	 * @param surroundings what it is given
	 * @param health whether it works; the storage reports to it already
	 */
	public void start(GroupContext context, GroupStorage storage, GroupSurroundings surroundings, Health health) {
		GroupComponents components = new GroupComponents(context, storage, surroundings, health, new Rest());
		this.running = new Running(context.fibers(), components);
		context.fibers().execute(components::start);
	}

	/**
	 * The group cannot be started on this node; the others are not concerned.
	 * @param condition why
	 * @param detail a sentence for people
	 */
	public void refuseStart(Condition condition, String detail) {
		this.idleStatus = idleStatus(condition, detail);
		statusChanged();
	}

	/**
	 * Let another node lead, answer everybody who waits, and stop. May be called again.
	 * @return completed when the files are closed
	 */
	public CompletionStage<Void> stop() {
		Running current = this.running;
		return (current != null) ? handOver().thenCompose((left) -> current.stop())
				: CompletableFuture.completedFuture(null);
	}

	/**
	 * A request has arrived. May be called on any thread.
	 * @param from the node it comes from
	 * @param request the request
	 * @param answers takes the answer
	 * @return whether the request is dealt with; if not, the group does not run and never
	 * saw it. Commands that reach a group that has stopped get no answer, since they may
	 * be a copy of commands it has executed
	 */
	public boolean requestReceived(int from, Message request, AnswerSink answers) {
		return run((components) -> components.requestReceived(from, request, answers))
				|| (this.running != null && request instanceof ForwardReq);
	}

	/**
	 * An answer has arrived. May be called on any thread. While the group is at rest the
	 * next beat is soon enough for it to hear that its heartbeats are answered.
	 * @param from the node it comes from
	 * @param answer the answer
	 */
	public void answerReceived(int from, Message answer) {
		Running current = this.running;
		if (current != null && answer instanceof HeartbeatResp && this.resting) {
			current.fibers().leave(() -> current.components().answerReceived(from, answer));
		}
		else {
			run((components) -> components.answerReceived(from, answer));
		}
	}

	public void linkOpened(int other) {
		run((components) -> components.linkOpened(other));
	}

	/** A group that has something to send does so at the end of the round. */
	public void linkWritable(int other) {
		run((components) -> {
		});
	}

	public void linkClosed(int other) {
		run((components) -> components.linkClosed(other));
	}

	public void connectionLost(int other) {
		run((components) -> components.connectionLost(other));
	}

	private boolean run(Consumer<GroupComponents> event) {
		Running current = this.running;
		return current != null && current.fibers().execute(() -> event.accept(current.components()));
	}

	private NotExecutedException notRunning() {
		return new NotExecutedException(Reason.STOPPED,
				"Group '" + name() + "' does not run on node " + this.nodeId + ": " + this.idleStatus.condition());
	}

	private GroupStatus idleStatus(Condition condition, @Nullable String detail) {
		return new GroupStatus(name(), groupId(), this.nodeId, condition, detail, RaftRole.NONE, 0, 0, false, 0, false,
				false, DiskSpace.AMPLE, 0, 0, 0, 0, this.config.members(), this.config.observers(),
				Collections.emptySortedSet(), Collections.emptySortedSet(), 0, null, GroupStatus.Snapshot.NONE,
				new GroupStatus.Pending(0, 0), List.of());
	}

	@Override
	public String toString() {
		return "RaftGroup[" + name() + "]";
	}

	/** Lets threads of the transport know whether the group is at rest. */
	private final class Rest implements RestListener {

		@Override
		public void restBegan() {
			RaftGroupImpl.this.resting = true;
		}

		@Override
		public void restEnded() {
			RaftGroupImpl.this.resting = false;
		}

	}

	private record Running(FiberGroup fibers, GroupComponents components, AtomicBoolean stopping,
			CompletableFuture<Void> stopped) {

		Running(FiberGroup fibers, GroupComponents components) {
			this(fibers, components, new AtomicBoolean(), new CompletableFuture<>());
		}

		CompletionStage<Void> stop() {
			if (this.stopping.compareAndSet(false, true) && !this.fibers.execute(
					() -> this.components.stop(() -> this.fibers.stop().thenRun(() -> this.stopped.complete(null))))) {
				this.stopped.complete(null);
			}
			return this.stopped.minimalCompletionStage();
		}

	}

}
