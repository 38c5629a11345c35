package io.dongting.raft.core.read;

import io.dongting.raft.core.apply.ApplyManager;
import io.dongting.raft.core.commit.CommitManager;
import io.dongting.raft.core.replicate.LeaderAuthority;
import io.dongting.raft.core.state.Ballot;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.RoleListener;
import io.dongting.raft.core.state.RoleManager;
import io.dongting.raft.log.RaftLog;

/**
 * Tells any thread, without a word to the group, that the state of a leader is as fresh
 * as a read under the lease asks for (R17). It says so or says nothing: whoever is not
 * told asks the group.
 *
 * <p>
 * Why that is enough: a lease that holds when a thread looks means that nobody else was
 * elected since this leader's term began and before the look, so all that was
 * acknowledged before was committed by this leader or in terms before. The index that is
 * read <em>after</em> that look covers both, since none is shown before the first entry
 * of the leader's own term has committed (R16), and each is shown before anybody else can
 * learn that it is committed. Were the index read first, the thread might sleep, the
 * leader lose its office to another and win it back, and the lease of the new term would
 * vouch for an index of the old one.
 */
public final class LeaseReads implements RoleListener {

	/** The state is not known to be fresh. */
	static final long UNKNOWN = -1;

	private final GroupContext context;

	private final Ballot ballot;

	private final RoleManager roles;

	private final RaftLog log;

	private final LeaderAuthority authority;

	private final ApplyManager applies;

	/** How far this leader has committed in its own term; written by the group. */
	private volatile long committedIndex = UNKNOWN;

	public LeaseReads(GroupContext context, Ballot ballot, RoleManager roles, RaftLog log, CommitManager commits,
			LeaderAuthority authority, ApplyManager applies) {
		this.context = context;
		this.ballot = ballot;
		this.roles = roles;
		this.log = log;
		this.authority = authority;
		this.applies = applies;
		commits.onCommit(this::committed);
		roles.addListener(this);
	}

	private void committed(long index) {
		if (this.roles.isLeader() && this.log.termAt(index) == this.ballot.term()) {
			this.committedIndex = index;
		}
	}

	@Override
	public void leadershipEnded() {
		this.committedIndex = UNKNOWN;
	}

	/**
	 * Return up to where the state has been applied if it is fresh. May be called on any
	 * thread.
	 * @param minimumIndex what has to have been applied in any case
	 * @return the index, or {@link #UNKNOWN}
	 */
	long freshIndex(long minimumIndex) {
		if (!this.authority.publishedLeaseHolds(this.context.nanoTime())) {
			return UNKNOWN;
		}
		long committed = this.committedIndex;
		long applied = this.applies.appliedIndex();
		return (committed != UNKNOWN && applied >= Math.max(committed, minimumIndex)) ? applied : UNKNOWN;
	}

}
