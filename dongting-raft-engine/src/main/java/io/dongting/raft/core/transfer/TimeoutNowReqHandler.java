package io.dongting.raft.core.transfer;

import io.dongting.raft.core.election.VoteManager;
import io.dongting.raft.core.state.Ballot;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.RoleManager;
import io.dongting.raft.log.RaftLog;
import io.dongting.raft.transport.Envelope;
import io.dongting.raft.transport.TimeoutNowReq;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leader asks this replica to take over. It does so only if nothing has happened
 * since: same leader, same term, same end of the log (R24). A request that comes late
 * must not break promises that were given after it.
 */
public final class TimeoutNowReqHandler {

	private static final Logger log = LoggerFactory.getLogger(TimeoutNowReqHandler.class);

	private final GroupContext context;

	private final Ballot ballot;

	private final RoleManager roles;

	private final RaftLog raftLog;

	private final VoteManager elections;

	public TimeoutNowReqHandler(GroupContext context, Ballot ballot, RoleManager roles, RaftLog raftLog,
			VoteManager elections) {
		this.context = context;
		this.ballot = ballot;
		this.roles = roles;
		this.raftLog = raftLog;
		this.elections = elections;
	}

	/**
	 * Campaign, or do nothing.
	 * @param request what the leader asks for
	 */
	public void handle(TimeoutNowReq request) {
		Envelope envelope = request.envelope();
		if (!isFromLeader(envelope) || envelope.term() != this.ballot.term()
				|| request.lastLogIndex() != this.raftLog.lastIndex()) {
			log.info("{}: does not take over from node {} in term {} at entry {}: it follows node {} in term {} at {}",
					this.context, envelope.fromNodeId(), envelope.term(), request.lastLogIndex(), this.roles.leaderId(),
					this.ballot.term(), this.raftLog.lastIndex());
		}
		else if (this.elections.takeOver()) {
			log.info("{}: takes over from node {} in term {}", this.context, envelope.fromNodeId(), envelope.term());
		}
	}

	private boolean isFromLeader(Envelope envelope) {
		return envelope.fromNodeId() == this.roles.leaderId()
				&& envelope.fromReplica().equals(this.roles.leaderReplica());
	}

}
