package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

import io.dongting.raft.Membership;
import io.dongting.raft.MembershipChange;
import io.dongting.raft.MembershipException;
import io.dongting.raft.NotExecutedException;
import io.dongting.raft.OutcomeUnknownException;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.core.member.ChangeState;
import io.dongting.raft.core.member.ChangeState.Stage;
import io.dongting.raft.core.member.GroupConfiguration;
import io.dongting.simulation.Coverage;
import io.dongting.simulation.SimulatedCluster;
import io.dongting.simulation.SimulatedNode;
import io.dongting.simulation.SimulationTrace;
import io.dongting.simulation.invariant.InvariantViolation;
import io.dongting.simulation.invariant.MembershipView;
import org.jspecify.annotations.Nullable;

/**
 * Calls about the membership. Each is answered once and in time as long as its process
 * runs, and what is said to be done is committed.
 */
final class MembershipCalls implements SimulatedCluster.NodeListener {

	private static final long LOOK_NANOS = 200_000_000;

	/** How much longer than its time a call may take, clocks that drift included. */
	private static final long GRACE_NANOS = 1_000_000_000;

	/** What the calls wait for that are not told how long. */
	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

	private static final int GOALS_KEPT = 10;

	private final SimulatedCluster cluster;

	private final MembershipView membership;

	private final SimulationTrace trace;

	private final Coverage coverage;

	private final Set<Call> pending = new LinkedHashSet<>();

	private final Deque<Membership> goals = new ArrayDeque<>();

	private @Nullable InvariantViolation violation;

	MembershipCalls(SimulatedCluster cluster, MembershipView membership, SimulationTrace trace, Coverage coverage) {
		this.cluster = cluster;
		this.membership = membership;
		this.trace = trace;
		this.coverage = coverage;
		cluster.addListener(this);
	}

	void begin() {
		long nowNanos = this.cluster.world().clock().nanoTime();
		for (Call call : this.pending) {
			SimulatedNode node = this.cluster.node(call.nodeId);
			if (node.isClockStopped()) {
				call.overdueNanos = nowNanos + call.patienceNanos;
			}
			else if (node.isPaused()) {
				call.overdueNanos = Math.max(call.overdueNanos, nowNanos + GRACE_NANOS);
			}
			else if (nowNanos > call.overdueNanos) {
				violated("Not answered in time: " + call);
			}
		}
		this.cluster.world().schedule(LOOK_NANOS, this::begin);
	}

	/** Throw what went wrong with a call, if anything did. */
	void rethrow() {
		if (this.violation != null) {
			throw this.violation;
		}
	}

	/** Return whether every call on some nodes was answered. */
	boolean isIdle(Collection<SimulatedNode> nodes) {
		return this.pending.stream().noneMatch((call) -> nodes.contains(this.cluster.node(call.nodeId)));
	}

	/** Return what the latest calls wanted: it may still come. */
	Collection<Membership> recentGoals() {
		return this.goals;
	}

	void change(SimulatedNode node, Membership goal, Duration timeout, Consumer<Outcome> then) {
		keep(goal);
		begin(node, "change to " + goal, timeout,
				group(node).changeMembership(new MembershipChange(goal.members(), goal.observers(), timeout)), then,
				(index, configuration) -> configuration.membership().equals(goal)
						&& configuration.openChange() == null);
	}

	void prepare(SimulatedNode node, Membership expected, Membership goal, Duration timeout, Consumer<Outcome> then) {
		keep(goal);
		begin(node, "prepare " + goal, timeout, group(node).leaderPrepareJointConsensus(expected.members(),
				expected.observers(), goal.members(), goal.observers(), timeout), then, (index, configuration) -> {
					ChangeState change = configuration.change();
					return change != null && change.stage() == Stage.JOINT && change.plan().from().equals(expected)
							&& change.plan().goal().equals(goal);
				});
	}

	void commit(SimulatedNode node, long prepareIndex, Consumer<Outcome> then) {
		begin(node, "commit " + prepareIndex, DEFAULT_TIMEOUT, group(node).leaderCommitJointConsensus(prepareIndex),
				then, (index, configuration) -> {
					ChangeState change = configuration.change();
					return change != null && change.stage() == Stage.COMPLETED && change.prepareIndex() == prepareIndex;
				});
	}

	void abort(SimulatedNode node, Consumer<Outcome> then) {
		begin(node, "abort", DEFAULT_TIMEOUT, group(node).leaderAbortJointConsensus(), then,
				(index, configuration) -> isAborted(configuration));
	}

	/** What was not even written leaves the configuration before it. */
	void cancel(SimulatedNode node, Consumer<Outcome> then) {
		begin(node, "cancel", DEFAULT_TIMEOUT, group(node).cancelMembershipChange(), then,
				(index, configuration) -> configuration.openChange() == null);
	}

	private static boolean isAborted(GroupConfiguration configuration) {
		ChangeState change = configuration.change();
		return change != null && change.stage() == Stage.ABORTED;
	}

	private static RaftGroup group(SimulatedNode node) {
		return node.group(SimulationRun.GROUP);
	}

	private void keep(Membership goal) {
		this.goals.addLast(goal);
		if (this.goals.size() > GOALS_KEPT) {
			this.goals.removeFirst();
		}
	}

	private void begin(SimulatedNode node, String name, Duration timeout, CompletableFuture<Long> outcome,
			Consumer<Outcome> then, BiPredicate<Long, GroupConfiguration> isTrue) {
		Call call = new Call(node.nodeId(), name, timeout.toNanos() * 11 / 10 + GRACE_NANOS);
		call.overdueNanos = this.cluster.world().clock().nanoTime() + call.patienceNanos;
		this.pending.add(call);
		this.trace.add(node.nodeId(), "is to", 0, 0, name);
		outcome.whenComplete((index, failure) -> {
			if (this.pending.remove(call)) {
				ended(call, new Outcome((index != null) ? index : 0, failure), isTrue);
				then.accept(new Outcome((index != null) ? index : 0, failure));
			}
			else {
				violated("Answered though it was over: " + call);
			}
		});
	}

	private void ended(Call call, Outcome outcome, BiPredicate<Long, GroupConfiguration> isTrue) {
		this.trace.add(call.nodeId, "has done", outcome.index(), 0, call.name + ": " + outcome);
		Throwable failure = outcome.failure();
		if (failure == null) {
			GroupConfiguration configuration = this.membership.committedAt(outcome.index());
			if (configuration == null || !isTrue.test(outcome.index(), configuration)) {
				violated(call + " is said to be done at " + outcome.index() + ", but there is " + configuration);
			}
			this.coverage.add("membership calls done", 1);
		}
		else if (failure instanceof MembershipException refusal) {
			this.coverage.add("membership calls refused: " + refusal.result(), 1);
		}
		else if (failure instanceof NotExecutedException || failure instanceof OutcomeUnknownException) {
			this.coverage.add("membership calls without an outcome", 1);
		}
		else {
			violated(call + " ends with " + failure);
		}
	}

	private void violated(String what) {
		if (this.violation == null) {
			this.violation = new InvariantViolation("Membership: " + what);
		}
	}

	@Override
	public void started(SimulatedNode node) {
		// whoever wants something finds it
	}

	@Override
	public void ended(SimulatedNode node) {
		this.pending.removeIf((call) -> call.nodeId == node.nodeId());
	}

	@Override
	public void wiped(SimulatedNode node) {
		// nobody waits for anything there
	}

	@Override
	public void failed(SimulatedNode node, String source, Throwable failure) {
		// nothing that a caller would learn of
	}

	/**
	 * What came of a call.
	 *
	 * @param index the index it was answered with
	 * @param failure how it failed, {@code null} if it was done
	 */
	record Outcome(long index, @Nullable Throwable failure) {

		boolean isDone() {
			return this.failure == null;
		}

	}

	private static final class Call {

		private final int nodeId;

		private final String name;

		private final long patienceNanos;

		private long overdueNanos;

		Call(int nodeId, String name, long patienceNanos) {
			this.nodeId = nodeId;
			this.name = name;
			this.patienceNanos = patienceNanos;
		}

		@Override
		public String toString() {
			return this.name + " on node " + this.nodeId;
		}

	}

}
