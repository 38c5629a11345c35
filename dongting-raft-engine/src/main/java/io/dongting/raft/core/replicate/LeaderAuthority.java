package io.dongting.raft.core.replicate;

import io.dongting.raft.core.member.MemberManager;
import io.dongting.raft.core.quorum.Quorum;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.RoleManager;

/**
 * How sure a leader may be that it still leads. Everything is derived from answers of a
 * quorum of the configuration in force; the leader's own word counts for one voter, and
 * only if it is one.
 */
public final class LeaderAuthority {

	private final GroupContext context;

	private final RoleManager roles;

	private final MemberManager members;

	private final Peers peers;

	private final long electionTimeoutNanos;

	private volatile long publishedLeaseEndNanos;

	private volatile boolean leasePublished;

	/** Voters may be asked to break their promises. */
	private boolean leaseSuspended;

	public LeaderAuthority(GroupContext context, RoleManager roles, MemberManager members, Peers peers) {
		this.context = context;
		this.roles = roles;
		this.members = members;
		this.peers = peers;
		this.electionTimeoutNanos = context.options().electionTimeout().toNanos();
	}

	/**
	 * Return whether the leader holds a lease: a majority has promised to elect nobody
	 * else yet (R17).
	 * @param nowNanos the time
	 * @return whether it does
	 */
	public boolean holdsLease(long nowNanos) {
		return this.roles.isLeader() && !this.leaseSuspended && this.members.quorum()
			.agreedBy((voter) -> isSelf(voter) || this.peers.leaseEndNanos(voter) - nowNanos > 0);
	}

	/** At the end of a round: let other threads know how long the lease lasts. */
	void publish() {
		if (this.roles.isLeader() && !this.leaseSuspended) {
			this.publishedLeaseEndNanos = this.members.quorum()
				.reachedBy((voter) -> isSelf(voter) ? Long.MAX_VALUE : this.peers.leaseEndNanos(voter));
			this.leasePublished = true;
		}
	}

	/** Leadership is over: from now on no thread may rely on the lease. */
	void revoke() {
		this.leasePublished = false;
		this.leaseSuspended = false;
	}

	/**
	 * Do without a lease until {@link #resumeLease()}, while voters may be asked to
	 * disregard what they have promised (R17).
	 */
	public void suspendLease() {
		this.leasePublished = false;
		this.leaseSuspended = true;
	}

	/** Nobody can be elected any more against what was promised. */
	public void resumeLease() {
		this.leaseSuspended = false;
	}

	/**
	 * Return whether the lease that was published last still holds. May be called on any
	 * thread.
	 * @param nowNanos the time
	 * @return whether it does; when in doubt, not
	 */
	public boolean publishedLeaseHolds(long nowNanos) {
		long leaseEndNanos = this.publishedLeaseEndNanos;
		return this.leasePublished && (leaseEndNanos == Long.MAX_VALUE || leaseEndNanos - nowNanos > 0);
	}

	/**
	 * Return whether a majority has answered what was sent to it within the election
	 * timeout (R11).
	 * @param nowNanos the time
	 * @return whether the leader is in contact with its quorum
	 */
	public boolean inContact(long nowNanos) {
		return this.roles.isLeader() && inContact(this.members.quorum(), nowNanos);
	}

	/**
	 * Return whether a majority would have answered within the election timeout if others
	 * decided than those who do.
	 * @param quorum who would decide
	 * @param nowNanos the time
	 * @return whether the leader is in contact with that quorum
	 */
	public boolean inContact(Quorum quorum, long nowNanos) {
		return quorum.agreedBy(
				(voter) -> isSelf(voter) || nowNanos - this.peers.contactNanos(voter) < this.electionTimeoutNanos);
	}

	/**
	 * Return up to which request a majority has answered: a read that arrived before such
	 * a request was sent is confirmed (R18).
	 * @return the number of the request
	 */
	public long confirmedSequence() {
		return this.members.quorum()
			.reachedBy((voter) -> isSelf(voter) ? Long.MAX_VALUE : this.peers.answeredSequence(voter));
	}

	private boolean isSelf(int voter) {
		return voter == this.context.nodeId();
	}

}
