package io.dongting.raft.core.change;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.dongting.raft.NotExecutedException.Reason;
import io.dongting.raft.core.state.Ballot;
import io.dongting.raft.core.state.Envelopes;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.transport.AnswerSink;
import io.dongting.raft.transport.MembershipReq;
import io.dongting.raft.transport.MembershipResp;
import io.dongting.raft.transport.MembershipResp.Outcome;

/**
 * Another node passes on what somebody wants done with the membership, since it takes
 * this one for the leader.
 */
public final class MembershipReqHandler {

	private final GroupContext context;

	private final Ballot ballot;

	private final ChangeManager changes;

	private final Envelopes envelopes;

	/** The last request of each asker, whose numbers grow over all its starts. */
	private final Map<UUID, Long> seenSequences = new LinkedHashMap<>();

	public MembershipReqHandler(GroupContext context, Ballot ballot, ChangeManager changes, Envelopes envelopes) {
		this.context = context;
		this.ballot = ballot;
		this.changes = changes;
		this.envelopes = envelopes;
	}

	/**
	 * Have it done, and answer when there is an outcome. A request that was seen before,
	 * or overtaken by a later one, is dropped: a change that was given up meanwhile must
	 * not begin again. For the same reason it is only done in the term it was meant for.
	 * @param request what is wanted
	 * @param answers takes the answer
	 */
	public void handle(MembershipReq request, AnswerSink answers) {
		UUID asker = request.envelope().fromReplica();
		long sequence = request.envelope().sequence();
		if (sequence <= this.seenSequences.getOrDefault(asker, 0L)) {
			return;
		}
		this.seenSequences.put(asker, sequence);
		if (request.envelope().term() != this.ballot.term()) {
			answer(request, Outcome.notExecuted(Reason.NOT_LEADER, "The term has changed"), answers);
			return;
		}
		long timeoutNanos = TimeUnit.MILLISECONDS.toNanos(request.timeoutMillis());
		this.changes.arrive(new ChangeCall(ChangeRequest.of(request), this.context.nanoTime() + timeoutNanos,
				(outcome) -> answer(request, outcome, answers)));
	}

	private void answer(MembershipReq request, Outcome outcome, AnswerSink answers) {
		answers.answer(new MembershipResp(this.envelopes.answer(request), outcome));
	}

}
