package io.dongting.raft.core;

import java.util.UUID;

import io.dongting.raft.core.member.MemberManager;
import io.dongting.raft.core.state.Ballot;
import io.dongting.raft.core.state.Envelopes;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.Health;
import io.dongting.raft.transport.Envelope;
import io.dongting.raft.transport.IdentityReq;
import io.dongting.raft.transport.IdentityResp;
import io.dongting.raft.transport.Message;
import io.dongting.raft.transport.RefusalResp;
import io.dongting.raft.transport.RefusalResp.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a message is meant for this replica (R2, R3). Who sent it does not
 * matter, until its answer is to be counted.
 */
final class IdentityGate {

	private final GroupContext context;

	private final Ballot ballot;

	private final MemberManager members;

	private final Health health;

	private final Envelopes envelopes;

	IdentityGate(GroupContext context, Ballot ballot, MemberManager members, Health health, Envelopes envelopes) {
		this.context = context;
		this.ballot = ballot;
		this.members = members;
		this.health = health;
		this.envelopes = envelopes;
	}

	/**
	 * Examine a request.
	 * @param request the request
	 * @return {@code null} if this replica is meant, else the refusal
	 */
	@Nullable RefusalResp refusalOf(Message request) {
		Envelope envelope = request.envelope();
		UUID own = this.members.clusterId();
		UUID meant = envelope.toReplica();
		if (!this.health.mayAcknowledge()) {
			return refusal(request, Reason.NOT_AVAILABLE, this.context + " has stopped");
		}
		if (request instanceof IdentityReq identity) {
			return refusalOf(identity);
		}
		if (!this.ballot.replica().equals(meant)) {
			return refusal(request, Reason.OTHER_REPLICA, "Node " + envelope.fromNodeId() + " asks for replica " + meant
					+ " of " + this.context + ", but here is replica " + this.ballot.replica());
		}
		if (own != null && envelope.clusterId() == null) {
			return refusal(request, Reason.NOT_AVAILABLE,
					"Node " + envelope.fromNodeId() + " does not have the first entry of " + this.context + " yet");
		}
		if (own != null && !own.equals(envelope.clusterId())) {
			return refusal(request, Reason.OTHER_CLUSTER, "Node " + envelope.fromNodeId() + " belongs to cluster "
					+ envelope.clusterId() + ", but " + this.context + " to cluster " + own);
		}
		return null;
	}

	/**
	 * Nothing but its number and name says yet which group is meant. Whatever follows
	 * names a replica that was found by such a question.
	 */
	private @Nullable RefusalResp refusalOf(IdentityReq request) {
		String own = this.context.config().name();
		if (own.equals(request.groupName())) {
			return null;
		}
		return refusal(request, Reason.OTHER_GROUP,
				"Node " + request.envelope().fromNodeId() + " asks for group '" + request.groupName() + "' with the id "
						+ request.envelope().groupId() + ", but that is group '" + own + "' on node "
						+ this.context.nodeId());
	}

	/**
	 * Examine an answer.
	 * @param answer the answer
	 * @return whether it answers this replica and comes from the same cluster, unless the
	 * question was just that
	 */
	boolean isMeant(Message answer) {
		UUID own = this.members.clusterId();
		UUID theirs = answer.envelope().clusterId();
		return this.ballot.replica().equals(answer.envelope().toReplica())
				&& (own == null || theirs == null || own.equals(theirs) || answer instanceof IdentityResp);
	}

	private RefusalResp refusal(Message request, Reason reason, String message) {
		return new RefusalResp(this.envelopes.answer(request), reason, message);
	}

}
