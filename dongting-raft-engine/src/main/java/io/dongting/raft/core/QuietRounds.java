package io.dongting.raft.core;

import io.dongting.raft.DiskSpace;
import io.dongting.raft.core.apply.ApplyManager;
import io.dongting.raft.core.change.MembershipChanges;
import io.dongting.raft.core.commit.CommitManager;
import io.dongting.raft.core.member.MemberManager;
import io.dongting.raft.core.read.LeaderReads;
import io.dongting.raft.core.read.ReadManager;
import io.dongting.raft.core.replicate.ReplicateManager;
import io.dongting.raft.core.state.Ballot;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.Health;
import io.dongting.raft.core.state.RoleManager;
import io.dongting.raft.core.transfer.Transfers;
import io.dongting.raft.log.RaftLog;
import io.dongting.raft.transport.AnswerSink;
import io.dongting.raft.transport.HeartbeatReq;
import io.dongting.raft.transport.HeartbeatResp;
import io.dongting.raft.transport.Message;

/**
 * Knows the rounds that need not end with a look at all parts of the group. A group
 * without work spends nearly all its rounds on heartbeats, and with hundreds of groups
 * that look costs more than everything else.
 *
 * <p>
 * Only a group at rest has such rounds: nothing is under way in any part, so nothing
 * waits for a round to end. Whether it rests is found out at the end of every other
 * round, and only those change it.
 */
final class QuietRounds {

	private final GroupContext context;

	private final Ballot ballot;

	private final RoleManager roles;

	private final MemberManager members;

	private final RaftLog raftLog;

	private final CommitManager commits;

	private final ApplyManager applies;

	private final ReplicateManager replication;

	private final LeaderReads leaderReads;

	private final ReadManager reads;

	private final MembershipChanges changes;

	private final Transfers transfers;

	private final Health health;

	private final long patienceNanos;

	private final RestingFollower follower;

	private final RestListener listener;

	private boolean resting;

	private long lookedNanos;

	QuietRounds(GroupContext context, Ballot ballot, RoleManager roles, MemberManager members, RaftLog raftLog,
			CommitManager commits, ApplyManager applies, ReplicateManager replication, LeaderReads leaderReads,
			ReadManager reads, MembershipChanges changes, Transfers transfers, Health health, RestingFollower follower,
			RestListener listener) {
		this.context = context;
		this.ballot = ballot;
		this.roles = roles;
		this.members = members;
		this.raftLog = raftLog;
		this.commits = commits;
		this.applies = applies;
		this.replication = replication;
		this.leaderReads = leaderReads;
		this.reads = reads;
		this.changes = changes;
		this.transfers = transfers;
		this.health = health;
		this.follower = follower;
		this.listener = listener;
		this.patienceNanos = context.options().electionTimeout().toNanos();
	}

	/** A round has something to end with: until that is done, nobody knows. */
	void roundEnds() {
		if (this.resting) {
			this.resting = false;
			this.listener.restEnded();
		}
	}

	/** All that a round ends with is done. */
	void roundEnded() {
		this.lookedNanos = this.context.nanoTime();
		this.resting = this.health.mayServe() && holdsOneLog() && this.replication.isIdle() && mayStay()
				&& this.leaderReads.isIdle() && this.reads.isIdle() && this.changes.isIdle() && this.transfers.isIdle();
		if (this.resting) {
			this.follower.note();
			this.listener.restBegan();
		}
	}

	/** All there is is durable, committed and applied. */
	private boolean holdsOneLog() {
		long lastIndex = this.raftLog.lastIndex();
		return this.raftLog.durableIndex() == lastIndex && !this.raftLog.truncating()
				&& this.commits.commitIndex() == lastIndex && this.applies.isIdle();
	}

	/** A leader that was removed tries to make room in every round (R23). */
	private boolean mayStay() {
		return !this.roles.isLeader() || this.members.quorum().contains(this.context.nodeId());
	}

	/**
	 * Answer a request if it is a heartbeat of the leader this replica follows already,
	 * which tells it nothing new.
	 * @param nodeId the node it comes from
	 * @param request the request
	 * @param answers takes the answer
	 * @return whether it was answered; if not, nothing has happened
	 */
	boolean answers(int nodeId, Message request, AnswerSink answers) {
		return request instanceof HeartbeatReq heartbeat && this.context.fibers().isRoundQuiet() && restsStill()
				&& this.follower.answers(nodeId, heartbeat, answers);
	}

	/**
	 * Look at an answer before it is handled.
	 * @param answer the answer
	 * @return whether it says to this leader only that it is still followed
	 */
	boolean isRoutine(Message answer) {
		return restsStill() && answer instanceof HeartbeatResp && this.roles.isLeader()
				&& answer.envelope().term() == this.ballot.term();
	}

	/**
	 * Return whether the group is still at rest, and was looked at not long ago. What a
	 * status says gets old, so once in an election timeout all parts are looked at
	 * nevertheless.
	 * @return whether it is
	 */
	boolean restsStill() {
		return isAtRest() && this.context.nanoTime() - this.lookedNanos < this.patienceNanos;
	}

	/**
	 * Return whether nothing was under way when the group was looked at last, and nothing
	 * has run since that could have changed that. Whoever is low on disk may have to make
	 * room, and does not rest (R29).
	 * @return whether it rests
	 */
	boolean isAtRest() {
		return this.resting && this.context.diskSpace().get() == DiskSpace.AMPLE;
	}

}
