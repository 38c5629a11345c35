package io.dongting.raft.core.commit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.function.LongConsumer;

import io.dongting.raft.core.member.MemberManager;
import io.dongting.raft.core.state.Ballot;
import io.dongting.raft.core.state.Invariants;
import io.dongting.raft.log.RaftLog;

/**
 * Knows how far the log is committed.
 */
public final class CommitManager {

	private final RaftLog log;

	private final Ballot ballot;

	private final MemberManager members;

	private final List<LongConsumer> listeners = new ArrayList<>();

	private volatile long commitIndex;

	public CommitManager(RaftLog log, Ballot ballot, MemberManager members) {
		this.log = log;
		this.ballot = ballot;
		this.members = members;
	}

	/**
	 * Register somebody who has to know when more is committed.
	 * @param listener called with the new commit index
	 */
	public void onCommit(LongConsumer listener) {
		this.listeners.add(listener);
	}

	/**
	 * Return the last index known to be committed. May be read on any thread.
	 * @return the index, 0 if none is
	 */
	public long commitIndex() {
		return this.commitIndex;
	}

	/**
	 * A snapshot stands for all entries up to an index, which are committed: go on from
	 * there.
	 * @param index the index, which the log holds or begins behind
	 */
	public void covered(long index) {
		if (index > this.commitIndex) {
			advance(index);
		}
	}

	/**
	 * Count, as a leader, where the log is durable: on a majority of the configuration in
	 * force, of both sets when joint. Older entries commit with the first of this term
	 * and never by themselves (R12, Raft paper 5.4.2).
	 * @param durableMatch up to where the log of a voter equals this one, durably
	 */
	public void count(IntToLongFunction durableMatch) {
		long candidate = Math.min(this.members.quorum().reachedBy(durableMatch), this.log.lastIndex());
		if (candidate > this.commitIndex && this.log.termAt(candidate) == this.ballot.term()) {
			advance(candidate);
		}
	}

	/**
	 * Follow a leader that has committed.
	 * @param leaderCommit how far the leader has committed
	 * @param verifiedIndex up to where this log was found to equal the leader's, in this
	 * term
	 */
	public void follow(long leaderCommit, long verifiedIndex) {
		long candidate = Math.min(leaderCommit, verifiedIndex);
		if (candidate > this.commitIndex) {
			advance(candidate);
		}
	}

	private void advance(long index) {
		Invariants.check(index <= this.log.lastIndex(),
				() -> "Commit " + index + " behind the end of the log " + this.log.lastIndex());
		this.commitIndex = index;
		this.log.raiseTruncationFloor(index);
		this.members.committed(index);
		this.listeners.forEach((listener) -> listener.accept(index));
	}

}
