package io.dongting.raft.core;

import io.dongting.raft.core.bootstrap.IdentityReqHandler;
import io.dongting.raft.core.change.MembershipReqHandler;
import io.dongting.raft.core.election.VoteManager;
import io.dongting.raft.core.election.VoteReqHandler;
import io.dongting.raft.core.follow.AppendReqHandler;
import io.dongting.raft.core.follow.HeartbeatReqHandler;
import io.dongting.raft.core.propose.ForwardReqHandler;
import io.dongting.raft.core.read.ReadIndexReqHandler;
import io.dongting.raft.core.snapshot.SnapshotReceiver;
import io.dongting.raft.core.state.Ballot;
import io.dongting.raft.core.state.Envelopes;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.RoleManager;
import io.dongting.raft.core.transfer.TimeoutNowReqHandler;
import io.dongting.raft.core.transfer.TransferReqHandler;
import io.dongting.raft.transport.AnswerSink;
import io.dongting.raft.transport.AppendReq;
import io.dongting.raft.transport.Envelope;
import io.dongting.raft.transport.ForwardReq;
import io.dongting.raft.transport.HeartbeatReq;
import io.dongting.raft.transport.IdentityReq;
import io.dongting.raft.transport.InstallReq;
import io.dongting.raft.transport.MembershipReq;
import io.dongting.raft.transport.Message;
import io.dongting.raft.transport.ReadIndexReq;
import io.dongting.raft.transport.RefusalResp;
import io.dongting.raft.transport.StepDownReq;
import io.dongting.raft.transport.TimeoutNowReq;
import io.dongting.raft.transport.TransferReq;
import io.dongting.raft.transport.VoteReq;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads each request that is meant for this replica to its handler.
 */
final class RequestRouter {

	private static final Logger log = LoggerFactory.getLogger(RequestRouter.class);

	private final GroupContext context;

	private final Ballot ballot;

	private final RoleManager roles;

	private final VoteManager elections;

	private final IdentityGate gate;

	private final Envelopes envelopes;

	private final IdentityReqHandler identityReqHandler;

	private final VoteReqHandler voteReqHandler;

	private final AppendReqHandler appendReqHandler;

	private final HeartbeatReqHandler heartbeatReqHandler;

	private final ForwardReqHandler forwardReqHandler;

	private final ReadIndexReqHandler readIndexReqHandler;

	private final MembershipReqHandler membershipReqHandler;

	private final TransferReqHandler transferReqHandler;

	private final TimeoutNowReqHandler timeoutNowReqHandler;

	private final SnapshotReceiver snapshots;

	RequestRouter(GroupContext context, Ballot ballot, RoleManager roles, VoteManager elections, IdentityGate gate,
			Envelopes envelopes, IdentityReqHandler identityReqHandler, VoteReqHandler voteReqHandler,
			AppendReqHandler appendReqHandler, HeartbeatReqHandler heartbeatReqHandler,
			ForwardReqHandler forwardReqHandler, ReadIndexReqHandler readIndexReqHandler,
			MembershipReqHandler membershipReqHandler, TransferReqHandler transferReqHandler,
			TimeoutNowReqHandler timeoutNowReqHandler, SnapshotReceiver snapshots) {
		this.context = context;
		this.ballot = ballot;
		this.roles = roles;
		this.elections = elections;
		this.gate = gate;
		this.envelopes = envelopes;
		this.identityReqHandler = identityReqHandler;
		this.voteReqHandler = voteReqHandler;
		this.appendReqHandler = appendReqHandler;
		this.heartbeatReqHandler = heartbeatReqHandler;
		this.forwardReqHandler = forwardReqHandler;
		this.readIndexReqHandler = readIndexReqHandler;
		this.membershipReqHandler = membershipReqHandler;
		this.transferReqHandler = transferReqHandler;
		this.timeoutNowReqHandler = timeoutNowReqHandler;
		this.snapshots = snapshots;
	}

	/**
	 * Handle a request.
	 * @param nodeId the node whose link it came over
	 * @param request the request
	 * @param answers takes the answer
	 */
	void received(int nodeId, Message request, AnswerSink answers) {
		if (request.envelope().fromNodeId() != nodeId) {
			log.error("{}: dropped a message of node {} that came over the link of node {}", this.context,
					request.envelope().fromNodeId(), nodeId);
			return;
		}
		if (request instanceof ForwardReq forward && this.forwardReqHandler.hasSeen(forward)) {
			return;
		}
		RefusalResp refusal = this.gate.refusalOf(request);
		if (refusal != null) {
			answers.answer(refusal);
		}
		else if (request instanceof AppendReq || request instanceof HeartbeatReq || request instanceof StepDownReq
				|| request instanceof InstallReq) {
			fromLeader(request, answers);
		}
		else if (request instanceof ForwardReq forward) {
			this.forwardReqHandler.handle(forward, answers);
		}
		else if (request instanceof ReadIndexReq readIndex) {
			this.readIndexReqHandler.handle(readIndex, answers);
		}
		else if (request instanceof TimeoutNowReq timeoutNow) {
			this.timeoutNowReqHandler.handle(timeoutNow);
		}
		else if (request instanceof TransferReq transfer) {
			this.transferReqHandler.handle(transfer, answers);
		}
		else if (request instanceof VoteReq vote) {
			this.voteReqHandler.handle(vote, answers);
		}
		else if (request instanceof MembershipReq membership) {
			this.membershipReqHandler.handle(membership, answers);
		}
		else if (request instanceof IdentityReq identity) {
			this.identityReqHandler.handle(identity, answers);
		}
		else {
			log.error("{}: dropped an answer that came as a request: {}", this.context, request);
		}
	}

	/**
	 * Whoever leads a term that is over learns of the later one from the refusal (R8).
	 */
	private void fromLeader(Message request, AnswerSink answers) {
		Envelope envelope = request.envelope();
		if (envelope.term() < this.ballot.term()) {
			answers.answer(new RefusalResp(this.envelopes.answer(request), RefusalResp.Reason.STALE_TERM,
					this.context + " is in term " + this.ballot.term() + ", not " + envelope.term()));
			return;
		}
		this.roles.sawTerm(envelope.term());
		if (request instanceof StepDownReq) {
			this.roles.leaderSteppedDown();
			this.elections.leaderLost();
			return;
		}
		this.roles.sawLeader(envelope.fromNodeId(), envelope.fromReplica());
		this.elections.leaderHeard();
		if (request instanceof AppendReq append) {
			this.appendReqHandler.handle(append, answers);
		}
		else if (request instanceof HeartbeatReq heartbeat) {
			this.heartbeatReqHandler.handle(heartbeat, answers);
		}
		else if (request instanceof InstallReq install) {
			this.snapshots.handle(install, answers);
		}
	}

}
