package io.dongting.raft.core.bootstrap;

import java.util.SortedSet;

import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.core.member.GroupConfiguration;
import io.dongting.raft.core.member.MemberManager;
import io.dongting.raft.core.state.Ballot;
import io.dongting.raft.core.state.Envelopes;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.transport.AnswerSink;
import io.dongting.raft.transport.IdentityReq;
import io.dongting.raft.transport.IdentityResp;
import io.dongting.raft.transport.IdentityResp.State;
import io.dongting.raft.transport.RefusalResp;
import org.jspecify.annotations.Nullable;

/**
 * An empty replica asks what this one knows of the group.
 */
public final class IdentityReqHandler {

	private final GroupContext context;

	private final Ballot ballot;

	private final MemberManager members;

	private final Envelopes envelopes;

	public IdentityReqHandler(GroupContext context, Ballot ballot, MemberManager members, Envelopes envelopes) {
		this.context = context;
		this.ballot = ballot;
		this.members = members;
		this.envelopes = envelopes;
	}

	/**
	 * Answer; to a founder that asks this replica by name to agree only after that is
	 * durable (R4).
	 * @param request the question
	 * @param answers takes the answer
	 */
	public void handle(IdentityReq request, AnswerSink answers) {
		GroupConfiguration configuration = this.members.inForce();
		if (configuration != null) {
			answers.answer(
					answer(request, State.HAS_LOG, configuration.members(), configuration.observers(), configuration));
			return;
		}
		if (this.ballot.isRefilling()) {
			// Not empty as one that never had an entry, whatever its log looks like (R28)
			answers.answer(new RefusalResp(this.envelopes.answer(request), RefusalResp.Reason.NOT_AVAILABLE,
					"The log of " + this.context + " is being refilled"));
			return;
		}
		RaftGroupConfig own = this.context.config();
		boolean same = own.members().equals(request.members()) && own.observers().equals(request.observers());
		boolean founds = this.ballot.replica().equals(request.envelope().toReplica());
		if (same && founds && request.envelope().fromNodeId() == own.members().first()) {
			this.ballot.agreeTo(request.envelope().fromReplica());
		}
		State state = same ? State.AGREES : State.DIFFERS;
		this.ballot.whenDurable(() -> answers.answer(answer(request, state, own.members(), own.observers(), null)));
	}

	private IdentityResp answer(IdentityReq request, State state, SortedSet<Integer> members,
			SortedSet<Integer> observers, @Nullable GroupConfiguration configuration) {
		return new IdentityResp(this.envelopes.answer(request), state, members, observers,
				(configuration != null) ? configuration.boundReplica(request.envelope().fromNodeId()) : null);
	}

}
