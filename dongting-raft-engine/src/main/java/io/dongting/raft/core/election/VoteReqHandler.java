package io.dongting.raft.core.election;

import io.dongting.raft.core.replicate.LeaderAuthority;
import io.dongting.raft.core.state.Ballot;
import io.dongting.raft.core.state.Envelopes;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.LeaderContact;
import io.dongting.raft.core.state.RoleManager;
import io.dongting.raft.log.RaftLog;
import io.dongting.raft.log.vote.Floor;
import io.dongting.raft.transport.AnswerSink;
import io.dongting.raft.transport.VoteReq;
import io.dongting.raft.transport.VoteResp;

/**
 * A candidate asks for a vote, or whether it would get one. Who the candidate is to the
 * group does not matter, only its log (R5). What was promised to a leader does not matter
 * where that leader itself hands over: it has given up its lease before (R17, R24).
 */
public final class VoteReqHandler {

	private final GroupContext context;

	private final Ballot ballot;

	private final RoleManager roles;

	private final RaftLog log;

	private final LeaderContact contact;

	private final LeaderAuthority authority;

	private final VoteManager elections;

	private final Envelopes envelopes;

	public VoteReqHandler(GroupContext context, Ballot ballot, RoleManager roles, RaftLog log, LeaderContact contact,
			LeaderAuthority authority, VoteManager elections, Envelopes envelopes) {
		this.context = context;
		this.ballot = ballot;
		this.roles = roles;
		this.log = log;
		this.contact = contact;
		this.authority = authority;
		this.elections = elections;
		this.envelopes = envelopes;
	}

	/**
	 * Answer a candidate.
	 * @param request its question
	 * @param answers takes the answer; while a truncation is under way there is none, and
	 * the candidate asks again
	 */
	public void handle(VoteReq request, AnswerSink answers) {
		if (this.log.truncating()) {
			return;
		}
		boolean granted = switch (request.kind()) {
			case PRE_VOTE -> wouldVoteFor(request);
			case VOTE, TAKE_OVER -> voteFor(request);
		};
		long term = this.ballot.term();
		this.ballot.whenDurable(() -> {
			if (this.ballot.term() == term) {
				answers.answer(new VoteResp(this.envelopes.answer(request), request.kind(), granted));
			}
		});
	}

	private boolean wouldVoteFor(VoteReq request) {
		long nowNanos = this.context.nanoTime();
		return request.envelope().term() > this.ballot.term() && !this.contact.believedAlive(nowNanos)
				&& !this.contact.promised(nowNanos) && !this.authority.inContact(nowNanos) && isUpToDate(request);
	}

	private boolean voteFor(VoteReq request) {
		long nowNanos = this.context.nanoTime();
		long term = request.envelope().term();
		int candidate = request.envelope().fromNodeId();
		if (term < this.ballot.term()) {
			return false;
		}
		if (term == this.ballot.term() && this.ballot.votedFor() == candidate) {
			return true;
		}
		if (request.kind() == VoteReq.Kind.VOTE
				&& (this.contact.promised(nowNanos) || this.authority.holdsLease(nowNanos))) {
			return false;
		}
		this.roles.sawTerm(term);
		if (this.ballot.votedFor() != 0 || this.roles.leaderId() != 0 || !isUpToDate(request)) {
			return false;
		}
		this.ballot.vote(candidate);
		this.elections.votedForAnother();
		this.ballot.whenDurable(this.elections::votedForAnother);
		return true;
	}

	/**
	 * Compares with what was appended here, durable or not (R5, Raft paper 5.4.1), and
	 * with what is missing here but was acknowledged (R28).
	 */
	private boolean isUpToDate(VoteReq request) {
		Floor floor = this.ballot.floor();
		if (floor != null && !floor.isReachedBy(request.lastLogTerm(), request.lastLogIndex())) {
			return false;
		}
		return request.lastLogTerm() > this.log.lastTerm()
				|| (request.lastLogTerm() == this.log.lastTerm() && request.lastLogIndex() >= this.log.lastIndex());
	}

}
