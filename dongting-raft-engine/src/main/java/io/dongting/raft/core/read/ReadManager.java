package io.dongting.raft.core.read;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import io.dongting.fiber.TimerHandle;
import io.dongting.raft.NotExecutedException.Reason;
import io.dongting.raft.ReadConsistency;
import io.dongting.raft.ReadRequest;
import io.dongting.raft.core.apply.ApplyManager;
import io.dongting.raft.core.commit.CommitManager;
import io.dongting.raft.core.replicate.LeaderAuthority;
import io.dongting.raft.core.state.Envelopes;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.Health;
import io.dongting.raft.core.state.Outsider;
import io.dongting.raft.core.state.PeerLinks;
import io.dongting.raft.core.state.RoleListener;
import io.dongting.raft.core.state.RoleManager;
import io.dongting.raft.transport.ReadIndexReq;
import io.dongting.raft.transport.ReadIndexResp;
import org.jspecify.annotations.Nullable;

/**
 * Takes reads from any thread and runs them on this node's state machine when it is fresh
 * enough: the leader says from when on it is.
 */
public final class ReadManager implements RoleListener, PeerLinks.LinkListener {

	private static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private final GroupContext context;

	private final RoleManager roles;

	private final LeaderReads leaderReads;

	private final LeaseReads leaseReads;

	private final LeaderAuthority authority;

	private final CommitManager commits;

	private final ApplyManager applies;

	private final Health health;

	private final Outsider outsider;

	private final Envelopes envelopes;

	private final PeerLinks links;

	private final Queue<ReadTask<?>> submitted = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private final AtomicInteger pending = new AtomicInteger();

	private final Runnable leavePending = this.pending::decrementAndGet;

	/**
	 * Reads that somebody else holds and cannot give back before their time, whether
	 * anybody still waits for them or not.
	 */
	private final AtomicInteger held = new AtomicInteger();

	/** Wait until the entry they have to see is committed. */
	private final ReadsAhead ahead = new ReadsAhead();

	/** Wait until a leader can be asked. */
	private final List<ReadTask<?>> waiting = new ArrayList<>();

	/** Refused by a node that does not lead; asked again a little later. */
	private final List<ReadTask<?>> refused = new ArrayList<>();

	/** Wait for the answer of a leader on another node, one question at a time. */
	private final Map<ReadConsistency, Question> asked = new EnumMap<>(ReadConsistency.class);

	/** All that have been started and were not ended when last looked at. */
	private final List<ReadTask<?>> open = new ArrayList<>();

	private @Nullable TimerHandle sweep;

	private volatile @Nullable String closed;

	public ReadManager(GroupContext context, RoleManager roles, LeaderReads leaderReads, LeaseReads leaseReads,
			LeaderAuthority authority, CommitManager commits, ApplyManager applies, Health health, Outsider outsider,
			Envelopes envelopes, PeerLinks links) {
		this.context = context;
		this.roles = roles;
		this.leaderReads = leaderReads;
		this.leaseReads = leaseReads;
		this.authority = authority;
		this.commits = commits;
		this.applies = applies;
		this.health = health;
		this.outsider = outsider;
		this.envelopes = envelopes;
		this.links = links;
		roles.addListener(this);
		links.addListener(this);
	}

	/**
	 * Submit a read from any thread.
	 * @param <T> what is read
	 * @param request how fresh the state has to be, and how long to wait until it is
	 * @param reader reads, on the apply turn
	 * @return completed with what was read
	 */
	public <T extends @Nullable Object> CompletableFuture<T> submit(ReadRequest request, Callable<T> reader) {
		long deadlineNanos = this.context.nanoTime() + request.timeout().toNanos();
		ReadTask<T> task = new ReadTask<>(request, deadlineNanos, reader, this.leavePending);
		int limit = this.context.options().maxPendingTasks();
		if (this.pending.incrementAndGet() > limit || this.held.get() >= limit) {
			task.refuse(Reason.OVERLOADED, limit + " reads are waiting, as many as 'maxPendingTasks' allows");
			return task.future();
		}
		this.submitted.add(task);
		String reason = this.closed;
		if (reason != null) {
			refuseSubmitted(reason);
		}
		else if (this.scheduled.compareAndSet(false, true) && !this.context.fibers().execute(this::run)) {
			refuseSubmitted("The group is stopped");
		}
		return task.future();
	}

	/**
	 * Wait from any thread until the state is as fresh as asked for. A leader that holds
	 * a lease and has applied all that it has committed need not be asked: its state is.
	 * @param request how fresh the state has to be, and how long to wait until it is
	 * @return completed with the index that has been applied
	 */
	public CompletableFuture<Long> awaitReadable(ReadRequest request) {
		if (request.consistency() == ReadConsistency.LEASE && this.closed == null) {
			long freshIndex = this.leaseReads.freshIndex(request.minimumIndex());
			if (freshIndex != LeaseReads.UNKNOWN) {
				return CompletableFuture.completedFuture(freshIndex);
			}
		}
		return submit(request, this.applies::appliedIndex);
	}

	private void refuseSubmitted(String reason) {
		ReadTask<?> task = this.submitted.poll();
		while (task != null) {
			task.refuse(Reason.STOPPED, reason);
			task = this.submitted.poll();
		}
	}

	private void run() {
		this.scheduled.set(false);
		ReadTask<?> task = this.submitted.poll();
		while (task != null) {
			this.open.add(task);
			start(task);
			task = this.submitted.poll();
		}
		watch();
	}

	private void start(ReadTask<?> task) {
		if (this.closed != null) {
			task.refuse(Reason.STOPPED, this.closed);
		}
		else if (task.minimumIndex() <= this.commits.commitIndex() || !canBeServed(task)) {
			startCommitted(task);
		}
		else {
			this.ahead.add(task);
		}
	}

	/** A replica that is not part of the group holds no state, however old, to read. */
	private boolean canBeServed(ReadTask<?> task) {
		return task.consistency() != ReadConsistency.STALE || this.health.mayServe();
	}

	/** Either what the read has to see is committed, or it is refused. */
	private void startCommitted(ReadTask<?> task) {
		if (task.consistency() == ReadConsistency.STALE) {
			startStale(task);
		}
		else if (this.roles.isLeader()) {
			askSelf(task, task.consistency());
		}
		else {
			this.waiting.add(task);
		}
	}

	private void startStale(ReadTask<?> task) {
		if (canBeServed(task)) {
			runAfter(task.minimumIndex(), task);
		}
		else {
			task.refuse(Reason.STOPPED, this.context + " holds nothing to read: " + this.health.condition());
		}
	}

	private void askSelf(ReadTask<?> task, ReadConsistency consistency) {
		this.held.incrementAndGet();
		this.leaderReads.request(consistency, (index) -> {
			this.held.decrementAndGet();
			if (index == LeaderReads.NOT_LEADER) {
				this.waiting.add(task);
				watch();
			}
			else if (consistency == ReadConsistency.LEASE) {
				whenApplied(index, () -> runUnderLease(task));
			}
			else {
				runAfter(index, task);
			}
		});
	}

	/** Runs on the apply turn: the lease has to hold after the wait, too (R17). */
	private void runUnderLease(ReadTask<?> task) {
		if (this.authority.publishedLeaseHolds(this.context.nanoTime())) {
			task.run();
		}
		else if (!this.context.fibers().execute(() -> askSelf(task, ReadConsistency.LINEARIZABLE))) {
			task.refuse(Reason.STOPPED, "The group is stopped");
		}
	}

	private void runAfter(long index, ReadTask<?> task) {
		whenApplied(index, task::run);
	}

	private void whenApplied(long index, Runnable read) {
		this.held.incrementAndGet();
		this.applies.whenApplied(index, () -> {
			this.held.decrementAndGet();
			read.run();
		});
	}

	/** At the end of a round: ask the leader for all reads that gathered. */
	public void flush() {
		this.ahead.takeUpTo(this.commits.commitIndex()).forEach(this::startCommitted);
		if (this.waiting.isEmpty()) {
			return;
		}
		if (this.roles.isLeader()) {
			List<ReadTask<?>> tasks = List.copyOf(this.waiting);
			this.waiting.clear();
			tasks.forEach((task) -> askSelf(task, task.consistency()));
			return;
		}
		if (this.outsider.isLeftOut()) {
			this.waiting.forEach((task) -> task.refuse(Reason.NOT_IN_CONFIG, this.outsider.message()));
			this.waiting.clear();
			return;
		}
		ask(ReadConsistency.LINEARIZABLE);
		ask(ReadConsistency.LEASE);
	}

	private void ask(ReadConsistency consistency) {
		List<ReadTask<?>> tasks = this.waiting.stream().filter((task) -> task.consistency() == consistency).toList();
		UUID leader = this.roles.leaderReplica();
		int leaderId = this.roles.leaderId();
		if (tasks.isEmpty() || leader == null || this.asked.containsKey(consistency)) {
			return;
		}
		ReadIndexReq request = new ReadIndexReq(this.envelopes.request(leader), consistency);
		if (this.links.send(leaderId, request)) {
			this.waiting.removeAll(tasks);
			this.asked.put(consistency,
					new Question(request.envelope().sequence(), leaderId, this.context.nanoTime(), tasks));
		}
	}

	/**
	 * The leader has answered.
	 * @param answer its answer
	 */
	public void answered(ReadIndexResp answer) {
		Question question = take(answer.envelope().sequence());
		if (question != null && answer.readIndex() != LeaderReads.NOT_LEADER) {
			question.tasks().forEach((task) -> runAfter(answer.readIndex(), task));
		}
		else if (question != null) {
			askLater(question);
		}
	}

	/**
	 * A question was refused.
	 * @param sequence the number of the question
	 */
	public void refused(long sequence) {
		Question question = take(sequence);
		if (question != null) {
			askLater(question);
		}
	}

	private @Nullable Question take(long sequence) {
		for (Question question : this.asked.values()) {
			if (question.sequence() == sequence) {
				this.asked.values().remove(question);
				return question;
			}
		}
		return null;
	}

	/** The same leader would say the same again at once: wait for the next sweep. */
	private void askLater(Question question) {
		this.refused.addAll(question.tasks());
		watch();
	}

	@Override
	public void leaderChanged() {
		askAgain((question) -> true);
		this.waiting.addAll(this.refused);
		this.refused.clear();
	}

	@Override
	public void linkClosed(int nodeId) {
		askAgain((question) -> question.leaderId() == nodeId);
	}

	private void askAgain(Predicate<Question> which) {
		List<Question> again = this.asked.values().stream().filter(which).toList();
		again.forEach((question) -> this.waiting.addAll(question.tasks()));
		this.asked.values().removeAll(again);
	}

	/**
	 * Take nothing more, and refuse all that waits.
	 * @param reason why, a sentence for people
	 */
	public void close(String reason) {
		this.closed = reason;
		refuseSubmitted(reason);
		askAgain((question) -> true);
		this.waiting.addAll(this.refused);
		this.waiting.addAll(this.open);
		this.refused.clear();
		this.open.clear();
		this.waiting.forEach((task) -> task.refuse(Reason.STOPPED, reason));
		this.waiting.clear();
	}

	/**
	 * Return whether no read is open.
	 * @return whether none is
	 */
	public boolean isIdle() {
		return this.open.isEmpty() && this.waiting.isEmpty() && this.asked.isEmpty() && this.refused.isEmpty();
	}

	private void watch() {
		if (!isIdle() && this.sweep == null) {
			this.sweep = this.context.fibers().schedule(SWEEP_NANOS, this::sweep);
		}
	}

	private void sweep() {
		this.sweep = null;
		long nowNanos = this.context.nanoTime();
		askAgain((question) -> nowNanos - question.askedNanos() > ASK_AGAIN_NANOS);
		this.waiting.addAll(this.refused);
		this.refused.clear();
		expire(this.waiting, nowNanos, Reason.NO_LEADER, "No leader said in time how fresh the state has to be");
		this.asked.values()
			.forEach((question) -> question.tasks()
				.stream()
				.filter((task) -> task.expired(nowNanos))
				.forEach((task) -> task.refuse(Reason.NO_LEADER, "The leader did not answer in time")));
		expire(this.open, nowNanos, Reason.TIMED_OUT, "The state was not fresh enough in time");
		this.open.removeIf(ReadTask::ended);
		this.ahead.dropEnded();
		watch();
	}

	private static void expire(List<ReadTask<?>> tasks, long nowNanos, Reason reason, String message) {
		tasks.removeIf((task) -> {
			boolean expired = task.expired(nowNanos);
			if (expired) {
				task.refuse(reason, message);
			}
			return expired;
		});
	}

	private record Question(long sequence, int leaderId, long askedNanos, List<ReadTask<?>> tasks) {

	}

}
