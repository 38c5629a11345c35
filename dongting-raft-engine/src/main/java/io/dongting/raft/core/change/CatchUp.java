package io.dongting.raft.core.change;

import java.util.SortedSet;
import java.util.TreeSet;

import io.dongting.raft.Membership;
import io.dongting.raft.core.commit.CommitManager;
import io.dongting.raft.core.replicate.Peers;
import io.dongting.raft.core.state.GroupContext;

/**
 * The gate before the joint configuration: a majority of the new members has to be in
 * contact and caught up, or writes would stand still as soon as it is in force (R20).
 *
 * <p>
 * Goes in rounds (Raft thesis 4.2.1): whoever holds, within an election timeout, what was
 * committed when the round began, is caught up. All new members are waited for as long as
 * there is time, those that cannot be reached for a while only; a majority is enough in
 * the end.
 */
final class CatchUp {

	private static final int PATIENCE_TIMEOUTS = 2;

	private final GroupContext context;

	private final Peers peers;

	private final CommitManager commits;

	private final Membership goal;

	private final long beginNanos;

	private final long deadlineNanos;

	private long roundIndex;

	private long roundNanos;

	/**
	 * Begin to wait.
	 * @param goal who has to catch up
	 * @param deadlineNanos until when they may
	 */
	CatchUp(GroupContext context, Peers peers, CommitManager commits, Membership goal, long deadlineNanos) {
		this.context = context;
		this.peers = peers;
		this.commits = commits;
		this.goal = goal;
		this.beginNanos = context.nanoTime();
		this.deadlineNanos = deadlineNanos;
		this.roundIndex = commits.commitIndex();
		this.roundNanos = this.beginNanos;
	}

	/** Look how far the new members are. */
	Verdict look() {
		long nowNanos = this.context.nanoTime();
		SortedSet<Integer> behind = behind();
		boolean enough = this.goal.members().size() - behind.size() >= this.goal.quorum();
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
		long reached = this.goal.members().stream().filter(this.peers::isInContact).count();
		return (reached >= this.goal.quorum()) ? Verdict.LAGGING : Verdict.UNREACHABLE;
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

	/** Return the new members that are out of contact or not caught up. */
	SortedSet<Integer> behind() {
		SortedSet<Integer> behind = new TreeSet<>(this.goal.members());
		behind.removeIf((node) -> this.peers.isInContact(node) && this.peers.durableMatch(node) >= this.roundIndex);
		return behind;
	}

	private long electionTimeoutNanos() {
		return this.context.options().electionTimeout().toNanos();
	}

	/** How far the new members are. */
	enum Verdict {

		/** Far enough. */
		READY,

		/** They may take more time. */
		NOT_YET,

		/** Their time is over, though a majority can be reached. */
		LAGGING,

		/** Their time is over, and no majority can be reached. */
		UNREACHABLE

	}

}
