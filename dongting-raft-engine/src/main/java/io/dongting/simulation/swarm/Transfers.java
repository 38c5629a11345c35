package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;

import io.dongting.raft.NotExecutedException;
import io.dongting.raft.TransferOutcome;
import io.dongting.raft.TransferOutcome.Result;
import io.dongting.raft.TransferRequest;
import io.dongting.raft.core.GroupInspection;
import io.dongting.raft.core.state.Failpoint;
import io.dongting.simulation.SimulatedCluster;
import io.dongting.simulation.SimulatedNode;
import io.dongting.simulation.invariant.GroupInvariants;
import io.dongting.simulation.invariant.InvariantViolation;
import org.jspecify.annotations.Nullable;

/**
 * Asks for other leaders, on any node, and examines what is said of it: an answer comes
 * in time, and whoever is said to have been elected was.
 */
final class Transfers implements SimulatedCluster.NodeListener {

	private static final long LOOK_NANOS = 200_000_000;

	/** How much longer an answer may take, clocks that drift included. */
	private static final long GRACE_NANOS = 1_000_000_000;

	private static final int MOST_AT_ONCE = 3;

	private static final int LONGEST_ELECTION_TIMEOUTS = 3;

	private final Troubles troubles;

	private final SimulatedCluster cluster;

	private final DrawnFailpoints failpoints;

	private final GroupInvariants invariants;

	private final Set<Wish> pending = new LinkedHashSet<>();

	private @Nullable InvariantViolation violation;

	Transfers(Troubles troubles, DrawnFailpoints failpoints, GroupInvariants invariants) {
		this.troubles = troubles;
		this.failpoints = failpoints;
		this.cluster = troubles.cluster();
		this.invariants = invariants;
		this.cluster.addListener(this);
		lookForUnanswered();
	}

	/**
	 * One wish, or several at once that may contradict each other. What the leader says
	 * to the next may come late.
	 */
	void strike(SimulatedNode node, SplittableRandom chance) {
		int count = (chance.nextInt(3) == 0) ? MOST_AT_ONCE : 1;
		List<SimulatedNode> nodes = new ArrayList<>(this.cluster.nodes());
		SimulatedNode asked = node;
		if (chance.nextInt(2) == 0) {
			this.failpoints.strikeNext(Failpoint.LATE_TAKE_OVER);
		}
		for (int i = 0; i < count; i++) {
			int target = 1 + chance.nextInt(nodes.size() + 1);
			boolean any = chance.nextBoolean();
			Duration drawn = this.troubles.drawWhile(chance);
			Duration most = this.troubles.electionTimeout().multipliedBy(LONGEST_ELECTION_TIMEOUTS);
			if (asked.isRunning()) {
				ask(asked, new TransferRequest(any ? OptionalInt.empty() : OptionalInt.of(target),
						(drawn.compareTo(most) < 0) ? drawn : most));
			}
			asked = nodes.get(chance.nextInt(nodes.size()));
		}
	}

	private void ask(SimulatedNode node, TransferRequest request) {
		GroupInspection replica = node.inspect(SimulationRun.GROUP);
		Wish wish = new Wish(node, request, (replica != null) ? replica.term() : 0, node.starts());
		this.pending.add(wish);
		this.troubles.trace().add(node.nodeId(), "is asked for another leader", 0, 0, request);
		node.group(SimulationRun.GROUP)
			.transferLeadership(request)
			.whenComplete((outcome, failure) -> ended(wish, outcome, failure));
	}

	private void ended(Wish wish, @Nullable TransferOutcome outcome, @Nullable Throwable failure) {
		boolean first = this.pending.remove(wish);
		if (!first) {
			violated(wish, "ends though its process has ended: " + outcome);
		}
		else if (outcome != null) {
			this.troubles.coverage().add("transfer " + outcome.result(), 1);
			this.troubles.trace()
				.add(wish.node.nodeId(), "transfer ends", outcome.result().ordinal(), outcome.leaderId(), outcome);
			// Whoever was elected in this very step is known after it
			this.cluster.world().schedule(0, () -> examine(wish, outcome));
		}
		else {
			refused(wish, failure);
		}
	}

	private void examine(Wish wish, TransferOutcome outcome) {
		boolean named = wish.request.target().isEmpty() || wish.request.target().getAsInt() == outcome.leaderId();
		if (outcome.result() == Result.TRANSFERRED) {
			if (!named || !this.invariants.wasElectedAfter(outcome.leaderId(), wish.termBefore)) {
				violated(wish, "ends with " + outcome + ", but no such node was elected");
			}
		}
		else if (outcome.result() == Result.LEADER_CHANGED) {
			if (!this.invariants.wasElectedAfter(outcome.leaderId(), wish.termBefore)) {
				violated(wish, "ends with " + outcome + ", but there was no such election");
			}
		}
		else if (outcome.result() == Result.ALREADY_LEADER && !named) {
			violated(wish, "ends with " + outcome);
		}
	}

	private void refused(Wish wish, @Nullable Throwable failure) {
		Throwable cause = (failure instanceof CompletionException) ? failure.getCause() : failure;
		if (cause instanceof NotExecutedException refusal) {
			this.troubles.coverage().add("transfer not begun, " + refusal.reason(), 1);
		}
		else {
			violated(wish, "ends with " + cause);
		}
	}

	private void lookForUnanswered() {
		long nowNanos = this.cluster.world().clock().nanoTime();
		for (Wish wish : this.pending) {
			if (wish.node.isClockStopped()) {
				wish.overdueNanos = nowNanos + wish.patienceNanos();
			}
			else if (wish.node.isPaused()) {
				wish.overdueNanos = Math.max(wish.overdueNanos, nowNanos + GRACE_NANOS);
			}
			else if (nowNanos > wish.overdueNanos) {
				violated(wish, "is not answered in time");
			}
		}
		this.cluster.world().schedule(LOOK_NANOS, this::lookForUnanswered);
	}

	boolean isIdle(Collection<SimulatedNode> nodes) {
		return this.pending.stream().noneMatch((wish) -> nodes.contains(wish.node));
	}

	private void violated(Wish wish, String what) {
		if (this.violation == null) {
			this.violation = new InvariantViolation("Transfer: " + wish + " " + what);
		}
	}

	/** Throw what went wrong, if anything did. */
	void rethrow() {
		if (this.violation != null) {
			throw this.violation;
		}
	}

	@Override
	public void started(SimulatedNode node) {
		// nothing waits there yet
	}

	@Override
	public void ended(SimulatedNode node) {
		this.pending.removeIf((wish) -> wish.node == node);
	}

	@Override
	public void failed(SimulatedNode node, String source, Throwable failure) {
		// nothing that the asker would learn of
	}

	/** Something that was asked for and is not answered. */
	private final class Wish {

		private final SimulatedNode node;

		private final TransferRequest request;

		private final long termBefore;

		private final int start;

		private long overdueNanos;

		Wish(SimulatedNode node, TransferRequest request, long termBefore, int start) {
			this.node = node;
			this.request = request;
			this.termBefore = termBefore;
			this.start = start;
			this.overdueNanos = Transfers.this.cluster.world().clock().nanoTime() + patienceNanos();
		}

		private long patienceNanos() {
			return this.request.timeout().toNanos() * 11 / 10 + GRACE_NANOS;
		}

		@Override
		public String toString() {
			return this.request + " in term " + this.termBefore + " of start " + this.start + " of node "
					+ this.node.nodeId();
		}

	}

}
