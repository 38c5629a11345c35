package io.dongting.raft.core.propose;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.dongting.fiber.TimerHandle;
import io.dongting.raft.DiskSpace;
import io.dongting.raft.GroupStatus;
import io.dongting.raft.NotExecutedException;
import io.dongting.raft.NotExecutedException.Reason;
import io.dongting.raft.RaftCallback;
import io.dongting.raft.StateMachine;
import io.dongting.raft.core.commit.CommitMeter;
import io.dongting.raft.core.state.Ballot;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.Invariants;
import io.dongting.raft.core.state.LogTime;
import io.dongting.raft.core.state.Outsider;
import io.dongting.raft.core.state.RoleListener;
import io.dongting.raft.core.state.RoleManager;
import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.EntryEncoder;
import io.dongting.raft.log.EntryType;
import io.dongting.raft.log.RaftLog;
import org.jspecify.annotations.Nullable;

/**
 * Takes commands from any thread and runs them, in the order in which they came, on the
 * group's thread: the leader appends them, any other node passes them on. The only
 * allocator of log indexes on a leader.
 */
public final class LinearTaskRunner implements RoleListener, Forwarder.Sender {

	private static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	private static final int ENTRY_OVERHEAD_BYTES = 64;

	private static final ByteBuffer EMPTY = ByteBuffer.allocate(0).asReadOnlyBuffer();

	private final GroupContext context;

	private final Ballot ballot;

	private final RoleManager roles;

	private final RaftLog log;

	private final LogTime logTime;

	private final Outsider outsider;

	private final FlowControl flowControl;

	private final PendingTasks pending = new PendingTasks();

	private final Forwarder forwarder;

	private final CommitMeter commitMeter;

	/** From any thread to the group's. */
	private final Queue<RaftTask> submitted = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean scheduled = new AtomicBoolean();

	/** Accepted, but neither appended nor passed on yet: there is no leader. */
	private final Deque<RaftTask> waiting = new ArrayDeque<>();

	/** The leader appends nothing for the moment: commands wait. */
	private boolean held;

	private @Nullable TimerHandle sweep;

	private volatile @Nullable String closed;

	public LinearTaskRunner(GroupContext context, Ballot ballot, RoleManager roles, RaftLog log, LogTime logTime,
			Outsider outsider, Forwarder forwarder, CommitMeter commitMeter, StateMachine stateMachine) {
		this.context = context;
		this.ballot = ballot;
		this.roles = roles;
		this.log = log;
		this.logTime = logTime;
		this.outsider = outsider;
		this.flowControl = new FlowControl(context.options(), context.meters(), stateMachine);
		this.forwarder = forwarder;
		this.commitMeter = commitMeter;
		forwarder.sendFor(this);
		roles.addListener(this);
	}

	public PendingTasks pendingTasks() {
		return this.pending;
	}

	/**
	 * Return what was accepted and not answered. May be called on any thread.
	 * @return how much there is
	 */
	public GroupStatus.Pending pending() {
		return this.flowControl.pending();
	}

	/**
	 * Submit a command from any thread of this node.
	 * @param body the command
	 * @param timeoutNanos how long to wait for its outcome
	 * @param callback told the outcome
	 */
	public void submit(byte[] body, long timeoutNanos, RaftCallback callback) {
		submit(new RaftTask(body, this.context.nanoTime() + timeoutNanos, RaftTask.SUBMITTED_HERE, callback,
				this.flowControl));
	}

	/**
	 * Submit a command that another node has passed on. It is appended in the term it was
	 * meant for or not at all: whoever led then knows whether it had come before, and
	 * nobody else does.
	 * @param term the term whose leader the other took this node for
	 * @param body the command
	 * @param timeoutNanos how long that node still waits
	 * @param callback told the outcome
	 */
	public void submitForwarded(long term, byte[] body, long timeoutNanos, RaftCallback callback) {
		submit(new RaftTask(body, this.context.nanoTime() + timeoutNanos, term, callback, this.flowControl));
	}

	private void submit(RaftTask task) {
		NotExecutedException refusal = this.flowControl.acquire(task.body().length);
		if (refusal != null) {
			task.fail(refusal);
			return;
		}
		this.submitted.add(task);
		String reason = this.closed;
		if (reason != null) {
			refuseSubmitted(reason);
		}
		else if (this.scheduled.compareAndSet(false, true) && !this.context.fibers().execute(this::run)) {
			refuseSubmitted("The group is stopped");
		}
	}

	/** May run on several threads when the group is closed; each task is polled once. */
	private void refuseSubmitted(String reason) {
		RaftTask task = this.submitted.poll();
		while (task != null) {
			task.refuse(Reason.STOPPED, reason);
			task = this.submitted.poll();
		}
	}

	private void run() {
		this.scheduled.set(false);
		RaftTask task = this.submitted.poll();
		while (task != null) {
			if (task.isForwarded() && !(this.roles.isLeader() && task.forwardedInTerm() == this.ballot.term())) {
				task.refuse(Reason.NOT_LEADER, this.context + " does not lead term " + task.forwardedInTerm());
			}
			else {
				this.waiting.addLast(task);
			}
			task = this.submitted.poll();
		}
		drain();
	}

	private void drain() {
		if (this.closed != null) {
			refuseWaiting(Reason.STOPPED, this.closed);
		}
		else if (!this.roles.isLeader()) {
			forwardWaiting();
		}
		else if (!this.held) {
			appendWaiting();
		}
		watch();
	}

	private void appendWaiting() {
		long nowNanos = this.context.nanoTime();
		int batchBytes = this.context.options().maxBatchBytes();
		while (!this.waiting.isEmpty() && diskKeepsUp()) {
			EntryEncoder encoder = newEncoder(sizeHintBytes(batchBytes));
			long nextIndex = this.log.lastIndex() + 1;
			long timestampMillis = this.logTime.next();
			while (!this.waiting.isEmpty() && encoder.sizeBytes() < batchBytes) {
				RaftTask task = this.waiting.removeFirst();
				if (task.expired(nowNanos)) {
					refuseOverdue(task);
					continue;
				}
				encoder.add(EntryType.NORMAL, timestampMillis, ByteBuffer.wrap(task.body()));
				task.appendedAt(nextIndex++);
				this.pending.add(task);
			}
			if (encoder.count() > 0) {
				append(encoder.finish(), nowNanos);
			}
		}
	}

	private void append(EntryBatch batch, long nowNanos) {
		this.log.append(batch);
		this.context.meters().appended(batch.count(), batch.sizeBytes());
		this.commitMeter.appended(batch.lastIndex(), nowNanos);
	}

	/**
	 * The others may commit without this node's disk, and what is not durable here stays
	 * in memory (R30). On a disk that is full, or all but full, nothing more is begun
	 * (R29).
	 */
	private boolean diskKeepsUp() {
		if (this.log.waitingForSpace() || this.context.diskSpace().get() == DiskSpace.EXHAUSTED) {
			refuseWaiting(Reason.NO_SPACE, "The disk of the leader, node " + this.context.nodeId() + ", is full");
			return false;
		}
		if (this.log.undurableBytes() > this.context.options().maxPendingBytes()) {
			refuseWaiting(Reason.OVERLOADED, "The disk of the leader does not keep up, " + this.log.undurableBytes()
					+ " bytes wait to be written");
			return false;
		}
		return true;
	}

	private int sizeHintBytes(int batchBytes) {
		long sizeBytes = 0;
		for (RaftTask task : this.waiting) {
			sizeBytes += task.body().length + ENTRY_OVERHEAD_BYTES;
			if (sizeBytes >= batchBytes) {
				break;
			}
		}
		return (int) sizeBytes;
	}

	private void forwardWaiting() {
		boolean more = true;
		while (more && !this.waiting.isEmpty() && this.forwarder.ready()) {
			more = this.forwarder.forward(this.waiting.removeFirst());
		}
		if (this.outsider.isLeftOut() && !this.forwarder.ready()) {
			refuseWaiting(Reason.NOT_IN_CONFIG, this.outsider.message());
		}
	}

	/** They wait, in front, for the next leader, or for the next look at this one. */
	@Override
	public void notForwarded(List<RaftTask> tasks) {
		for (int i = tasks.size() - 1; i >= 0; i--) {
			this.waiting.addFirst(tasks.get(i));
		}
		watch();
	}

	/**
	 * Append nothing more until {@link #release()}, or until this node no longer leads.
	 * Commands wait; whoever holds them back sees to it that it is not for long (R24).
	 */
	public void hold() {
		this.held = true;
	}

	/** Go on. */
	public void release() {
		this.held = false;
		drain();
	}

	/**
	 * Return whether the leader appends nothing for the moment, not even entries of the
	 * protocol itself.
	 * @return whether it does not
	 */
	public boolean isHeld() {
		return this.held;
	}

	/**
	 * Append an entry of the protocol itself, as the leader, which is not to be done
	 * while commands are held back.
	 * @param type what it is for
	 * @param body its body
	 * @return its index
	 */
	public long append(EntryType type, ByteBuffer body) {
		Invariants.check(this.roles.isLeader() && !this.held,
				() -> "Only a leader appends, and not while it hands over");
		EntryEncoder encoder = newEncoder(body.remaining() + ENTRY_OVERHEAD_BYTES);
		encoder.add(type, this.logTime.next(), body);
		this.log.append(encoder.finish());
		return this.log.lastIndex();
	}

	private EntryEncoder newEncoder(int sizeHintBytes) {
		return new EntryEncoder(this.log.lastIndex() + 1, this.ballot.term(), this.log.lastTerm(), sizeHintBytes);
	}

	/** Entries of earlier terms commit with the first of this one (Raft paper 8). */
	@Override
	public void leadershipBegan() {
		append(EntryType.NO_OP, EMPTY);
	}

	/**
	 * What others passed on and was held back was meant for this node as leader, so they
	 * take it back; what was submitted here goes to the next leader.
	 */
	@Override
	public void leadershipEnded() {
		this.held = false;
		List<RaftTask> forwarded = this.waiting.stream().filter(RaftTask::isForwarded).toList();
		this.waiting.removeIf(RaftTask::isForwarded);
		forwarded.forEach((task) -> task.refuse(Reason.NOT_LEADER, this.context + " has handed over"));
	}

	@Override
	public void leaderChanged() {
		drain();
	}

	/**
	 * What this node appended will not be applied here: nobody can tell its outcome.
	 * @param reason why, a sentence for people
	 */
	public void abandonPending(String reason) {
		this.pending.abandon(reason);
	}

	/**
	 * Take nothing more, and answer all that waits.
	 * @param reason why, a sentence for people
	 */
	public void close(String reason) {
		this.closed = reason;
		refuseSubmitted(reason);
		refuseWaiting(Reason.STOPPED, reason);
		this.forwarder.abandon(reason);
		this.pending.abandon(reason);
	}

	private void refuseWaiting(Reason reason, String message) {
		while (!this.waiting.isEmpty()) {
			this.waiting.removeFirst().refuse(reason, message);
		}
	}

	/** Look after deadlines, as long as there is anything to look after. */
	private void watch() {
		boolean idle = this.waiting.isEmpty() && this.pending.isEmpty() && this.forwarder.isEmpty();
		if (!idle && this.sweep == null) {
			this.sweep = this.context.fibers().schedule(SWEEP_NANOS, this::sweep);
		}
	}

	private void sweep() {
		this.sweep = null;
		long nowNanos = this.context.nanoTime();
		int count = this.waiting.size();
		for (int i = 0; i < count; i++) {
			RaftTask task = this.waiting.removeFirst();
			if (task.expired(nowNanos)) {
				refuseOverdue(task);
			}
			else {
				this.waiting.addLast(task);
			}
		}
		this.pending.expire(nowNanos);
		this.forwarder.expire(nowNanos);
		drain();
	}

	private void refuseOverdue(RaftTask task) {
		if (this.roles.isLeader()) {
			task.refuse(Reason.TIMED_OUT, "The command waited too long to be appended");
		}
		else {
			task.refuse(Reason.NO_LEADER, "No leader took the command in time");
		}
	}

}
