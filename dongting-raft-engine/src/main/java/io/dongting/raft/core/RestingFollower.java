package io.dongting.raft.core;

import java.util.UUID;

import io.dongting.raft.core.commit.CommitManager;
import io.dongting.raft.core.election.VoteManager;
import io.dongting.raft.core.follow.Acknowledgements;
import io.dongting.raft.core.follow.Freshness;
import io.dongting.raft.core.member.MemberManager;
import io.dongting.raft.core.state.Ballot;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.LeaderContact;
import io.dongting.raft.core.state.RoleManager;
import io.dongting.raft.transport.AnswerSink;
import io.dongting.raft.transport.Envelope;
import io.dongting.raft.transport.HeartbeatReq;
import io.dongting.raft.transport.HeartbeatResp;
import org.jspecify.annotations.Nullable;

/**
 * Answers the heartbeats that tell a follower nothing new, by what it noted when it came
 * to rest. With hundreds of groups it is memory that heartbeats wait for, and to look up
 * in a dozen places whether this one is as the last touches all of them. Whatever differs
 * in the least goes the long way.
 */
final class RestingFollower {

	private final GroupContext context;

	private final Ballot ballot;

	private final RoleManager roles;

	private final MemberManager members;

	private final CommitManager commits;

	private final Acknowledgements acknowledgements;

	private final Freshness freshness;

	private final LeaderContact contact;

	private final VoteManager elections;

	/** Whom this replica follows, 0 if nobody: then nothing else here counts. */
	private int leaderId;

	private long term;

	private long commitIndex;

	private long promiseMillis;

	// Identities by their bits, here and not behind references.

	private long clusterMost;

	private long clusterLeast;

	private long replicaMost;

	private long replicaLeast;

	RestingFollower(GroupContext context, Ballot ballot, RoleManager roles, MemberManager members,
			CommitManager commits, Acknowledgements acknowledgements, Freshness freshness, LeaderContact contact,
			VoteManager elections) {
		this.context = context;
		this.ballot = ballot;
		this.roles = roles;
		this.members = members;
		this.commits = commits;
		this.acknowledgements = acknowledgements;
		this.freshness = freshness;
		this.contact = contact;
		this.elections = elections;
	}

	/**
	 * The group is at rest: note what holds until something else than heartbeats comes.
	 */
	void note() {
		UUID cluster = this.members.clusterId();
		boolean follows = cluster != null && !this.roles.isLeader() && !this.roles.isCandidate()
				&& this.ballot.isDurable() && this.acknowledgements.catchUpIndex() > 0;
		this.leaderId = follows ? this.roles.leaderId() : 0;
		if (cluster != null && this.leaderId != 0) {
			UUID replica = this.ballot.replica();
			this.clusterMost = cluster.getMostSignificantBits();
			this.clusterLeast = cluster.getLeastSignificantBits();
			this.replicaMost = replica.getMostSignificantBits();
			this.replicaLeast = replica.getLeastSignificantBits();
			this.term = this.ballot.term();
			this.commitIndex = this.commits.commitIndex();
			this.promiseMillis = this.contact.promiseMillis();
		}
	}

	/**
	 * Answer a heartbeat, if it comes from the leader that is followed and is meant for
	 * this replica (R2, R3), and neither its term nor its commit index is news. Only
	 * while the group rests, with room on the disk, and before anything else has run in
	 * the round.
	 * @param nodeId the node whose link it came over
	 * @param request the heartbeat
	 * @param answers takes the answer
	 * @return whether it was answered; if not, nothing has happened
	 */
	boolean answers(int nodeId, HeartbeatReq request, AnswerSink answers) {
		Envelope envelope = request.envelope();
		UUID meant = envelope.toReplica();
		if (meant == null || nodeId != this.leaderId || envelope.fromNodeId() != nodeId || envelope.term() != this.term
				|| request.leaderCommit() != this.commitIndex
				|| !is(envelope.clusterId(), this.clusterMost, this.clusterLeast)
				|| !is(meant, this.replicaMost, this.replicaLeast)) {
			return false;
		}
		this.freshness.told(this.commitIndex);
		this.elections.leaderHeard();
		answers.answer(new HeartbeatResp(
				new Envelope(envelope.groupId(), envelope.clusterId(), this.context.nodeId(), meant,
						envelope.fromReplica(), this.term, envelope.sequence()),
				this.promiseMillis, this.context.diskSpace().get()));
		return true;
	}

	private static boolean is(@Nullable UUID identity, long most, long least) {
		return identity != null && identity.getMostSignificantBits() == most
				&& identity.getLeastSignificantBits() == least;
	}

}
