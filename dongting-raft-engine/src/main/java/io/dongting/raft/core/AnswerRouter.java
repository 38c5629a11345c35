package io.dongting.raft.core;

import java.util.TreeMap;

import io.dongting.raft.core.bootstrap.Bootstrap;
import io.dongting.raft.core.change.MembershipChanges;
import io.dongting.raft.core.election.VoteManager;
import io.dongting.raft.core.member.MemberManager;
import io.dongting.raft.core.propose.Forwarder;
import io.dongting.raft.core.read.ReadManager;
import io.dongting.raft.core.replicate.AppendRespHandler;
import io.dongting.raft.core.replicate.HeartbeatRespHandler;
import io.dongting.raft.core.replicate.Peers;
import io.dongting.raft.core.snapshot.SnapshotSender;
import io.dongting.raft.core.state.Ballot;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.Health;
import io.dongting.raft.core.state.RoleManager;
import io.dongting.raft.core.transfer.TransferCalls;
import io.dongting.raft.transport.AppendResp;
import io.dongting.raft.transport.Envelope;
import io.dongting.raft.transport.ForwardResp;
import io.dongting.raft.transport.HeartbeatResp;
import io.dongting.raft.transport.IdentityResp;
import io.dongting.raft.transport.InstallResp;
import io.dongting.raft.transport.MembershipResp;
import io.dongting.raft.transport.Message;
import io.dongting.raft.transport.ReadIndexResp;
import io.dongting.raft.transport.RefusalResp;
import io.dongting.raft.transport.TransferResp;
import io.dongting.raft.transport.VoteResp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads each answer to whoever asked. What is counted comes only from replicas that the
 * configuration in force binds (R2, R5).
 */
final class AnswerRouter {

	private static final Logger log = LoggerFactory.getLogger(AnswerRouter.class);

	private final GroupContext context;

	private final Ballot ballot;

	private final RoleManager roles;

	private final MemberManager members;

	private final Health health;

	private final IdentityGate gate;

	private final Bootstrap bootstrap;

	private final VoteManager elections;

	private final Peers peers;

	private final AppendRespHandler appendRespHandler;

	private final HeartbeatRespHandler heartbeatRespHandler;

	private final Forwarder forwarder;

	private final ReadManager reads;

	private final MembershipChanges changes;

	private final TransferCalls transferCalls;

	private final SnapshotSender snapshots;

	private final TreeMap<Integer, String> loggedRefusals = new TreeMap<>();

	AnswerRouter(GroupContext context, Ballot ballot, RoleManager roles, MemberManager members, Health health,
			IdentityGate gate, Bootstrap bootstrap, VoteManager elections, Peers peers,
			AppendRespHandler appendRespHandler, HeartbeatRespHandler heartbeatRespHandler, Forwarder forwarder,
			ReadManager reads, MembershipChanges changes, TransferCalls transferCalls, SnapshotSender snapshots) {
		this.context = context;
		this.ballot = ballot;
		this.roles = roles;
		this.members = members;
		this.health = health;
		this.gate = gate;
		this.bootstrap = bootstrap;
		this.elections = elections;
		this.peers = peers;
		this.appendRespHandler = appendRespHandler;
		this.heartbeatRespHandler = heartbeatRespHandler;
		this.forwarder = forwarder;
		this.reads = reads;
		this.changes = changes;
		this.transferCalls = transferCalls;
		this.snapshots = snapshots;
	}

	/**
	 * Handle an answer.
	 * @param nodeId the node whose link it came over
	 * @param answer the answer
	 */
	void received(int nodeId, Message answer) {
		if (!this.health.mayAcknowledge()) {
			return;
		}
		Envelope envelope = answer.envelope();
		if (envelope.fromNodeId() != nodeId || !this.gate.isMeant(answer)) {
			log.warn("{}: dropped an answer of node {} that is meant for another replica or cluster", this.context,
					nodeId);
			return;
		}
		if (answer instanceof IdentityResp identity) {
			this.bootstrap.answered(nodeId, identity);
			this.changes.manager().answered(nodeId, identity);
			return;
		}
		this.roles.sawTerm(envelope.term());
		if (answer instanceof RefusalResp refusal) {
			refused(nodeId, refusal);
		}
		else if (answer instanceof ForwardResp forward) {
			this.forwarder.answered(forward);
		}
		else if (answer instanceof ReadIndexResp readIndex) {
			this.reads.answered(readIndex);
		}
		else if (answer instanceof MembershipResp membership) {
			this.changes.desk().answered(membership);
		}
		else if (answer instanceof TransferResp transfer) {
			this.transferCalls.answered(transfer);
		}
		else if (this.members.isBound(nodeId, envelope.fromReplica())) {
			counted(nodeId, answer);
		}
		else if (this.peers.isLeaving(nodeId, envelope.fromReplica())) {
			replicated(nodeId, answer);
		}
	}

	private void counted(int nodeId, Message answer) {
		if (answer instanceof VoteResp vote) {
			this.elections.answered(nodeId, vote);
		}
		else {
			replicated(nodeId, answer);
		}
	}

	private void replicated(int nodeId, Message answer) {
		if (this.roles.isLeader() && answer.envelope().term() == this.ballot.term()) {
			if (answer instanceof AppendResp append) {
				this.appendRespHandler.handle(nodeId, append);
			}
			else if (answer instanceof HeartbeatResp heartbeat) {
				this.heartbeatRespHandler.handle(nodeId, heartbeat);
			}
			else if (answer instanceof InstallResp install) {
				this.snapshots.answered(nodeId, install);
			}
		}
	}

	private void refused(int nodeId, RefusalResp refusal) {
		long sequence = refusal.envelope().sequence();
		this.forwarder.refused(sequence);
		this.reads.refused(sequence);
		this.changes.desk().refused(sequence);
		this.changes.manager().refused(nodeId, refusal.message());
		this.transferCalls.refused(sequence);
		if (refusal.reason() == RefusalResp.Reason.STALE_TERM || refusal.reason() == RefusalResp.Reason.NOT_AVAILABLE) {
			log.debug("{}: node {} refuses: {}", this.context, nodeId, refusal.message());
			return;
		}
		if (refusal.reason() == RefusalResp.Reason.OTHER_GROUP) {
			this.bootstrap.refused(nodeId, refusal.message());
		}
		String said = refusal.reason() + ": " + refusal.message();
		if (!said.equals(this.loggedRefusals.put(nodeId, said))) {
			log.warn("{}: node {} refuses: {}", this.context, nodeId, said);
		}
	}

}
