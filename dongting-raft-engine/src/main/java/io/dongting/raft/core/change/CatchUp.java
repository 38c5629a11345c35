package io.dongting.raft.core.change;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

import io.dongting.raft.Membership;
import io.dongting.raft.core.commit.CommitManager;
import io.dongting.raft.core.replicate.Peers;
import io.dongting.raft.core.state.GroupContext;

/**
 * The gate before the joint configuration: a majority of the new members has to be in
 * contact and caught up, or writes would stand still as soon as it is in force (R20).
 * Observers that are new to the group all have to, since whoever adds one wants it to
 * have what the group has.
 *
 * <p>
 * Goes in rounds (Raft thesis 4.2.1): whoever holds, within an election timeout, what was
 * committed when the round began, is caught up. All of them are waited for as long as
 * there is time, those that cannot be reached for a while only; a majority is enough in
 * the end.
 */
final class CatchUp {

	private static final int PATIENCE_TIMEOUTS = 2;

	private final GroupContext context;

	private final Peers peers;

	private final CommitManager commits;

	private final Membership goal;

	private final SortedSet<Integer> newObservers;

	private final long beginNanos;

	private final long deadlineNanos;

	private long roundIndex;

	private long roundNanos;

	/**
	 * Begin to wait.
	 * @param from what the membership was
	 * @param goal what it is to be
	 * @param deadlineNanos until when they may
	 */
	CatchUp(GroupContext context, Peers peers, CommitManager commits, Membership from, Membership goal,
			long deadlineNanos) {
		this.context = context;
		this.peers = peers;
		this.commits = commits;
		this.goal = goal;
		this.newObservers = new TreeSet<>(goal.observers());
		this.newObservers.removeAll(from.nodes());
		this.beginNanos = context.nanoTime();
		this.deadlineNanos = deadlineNanos;
		this.roundIndex = commits.commitIndex();
		this.roundNanos = this.beginNanos;
	}

	/** Look how far they are. */
	Verdict look() {
		long nowNanos = this.context.nanoTime();
		SortedSet<Integer> behind = behind();
		boolean enough = isEnough((node) -> !behind.contains(node));
		if (nowNanos - this.roundNanos >= electionTimeoutNanos()) {
			this.roundIndex = this.commits.commitIndex();
			this.roundNanos = nowNanos;
		}
		if (enough && behind.stream().noneMatch((node) -> isWorthWaitingFor(node, nowNanos))) {
			return Verdict.READY;
		}
		if (this.deadlineNanos - nowNanos > 0) {
			return Verdict.NOT_YET;
		}
		return isEnough(this.peers::isInContact) ? Verdict.LAGGING : Verdict.UNREACHABLE;
	}

	private boolean isEnough(Predicate<Integer> node) {
		return this.goal.members().stream().filter(node).count() >= this.goal.quorum()
				&& this.newObservers.stream().allMatch(node);
	}

	private boolean isWorthWaitingFor(int node, long nowNanos) {
		long halfNanos = this.beginNanos + (this.deadlineNanos - this.beginNanos) / 2;
		boolean patient = nowNanos - this.beginNanos < PATIENCE_TIMEOUTS * electionTimeoutNanos();
		return halfNanos - nowNanos > 0 && (patient || this.peers.isInContact(node));
	}

	/** Return whether the time is over. */
	boolean isOver() {
		return this.deadlineNanos - this.context.nanoTime() <= 0;
	}

	/** Return whoever is out of contact or not caught up. */
	SortedSet<Integer> behind() {
		SortedSet<Integer> behind = new TreeSet<>(this.goal.members());
		behind.addAll(this.newObservers);
		behind.removeIf((node) -> this.peers.isInContact(node) && this.peers.durableMatch(node) >= this.roundIndex);
		return behind;
	}

	private long electionTimeoutNanos() {
		return this.context.options().electionTimeout().toNanos();
	}

	/** How far they are. */
	enum Verdict {

		/** Far enough. */
		READY,

		/** They may take more time. */
		NOT_YET,

		/** Their time is over, though enough of them can be reached. */
		LAGGING,

		/** Their time is over, and too few can be reached. */
		UNREACHABLE

	}

}
