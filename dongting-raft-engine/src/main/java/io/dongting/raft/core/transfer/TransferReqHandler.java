package io.dongting.raft.core.transfer;

import java.util.concurrent.TimeUnit;

import io.dongting.raft.TransferOutcome;
import io.dongting.raft.core.state.Envelopes;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.transport.AnswerSink;
import io.dongting.raft.transport.TransferReq;
import io.dongting.raft.transport.TransferResp;
import org.jspecify.annotations.Nullable;

/**
 * Another node passes on that somebody wants another leader.
 */
public final class TransferReqHandler {

	private static final long LONGEST_MILLIS = TimeUnit.DAYS.toMillis(1);

	private final GroupContext context;

	private final LeadershipTransfer transfer;

	private final Envelopes envelopes;

	public TransferReqHandler(GroupContext context, LeadershipTransfer transfer, Envelopes envelopes) {
		this.context = context;
		this.transfer = transfer;
		this.envelopes = envelopes;
	}

	/**
	 * Hand over, and answer once it is known what came of it.
	 * @param request the wish
	 * @param answers takes the answer
	 */
	public void handle(TransferReq request, AnswerSink answers) {
		long timeoutMillis = Math.min(request.timeoutMillis(), LONGEST_MILLIS);
		long deadlineNanos = this.context.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
		this.transfer.begin(request.targetNodeId(), deadlineNanos,
				(outcome) -> answers.answer(answer(request, outcome)));
	}

	private TransferResp answer(TransferReq request, @Nullable TransferOutcome outcome) {
		if (outcome == null) {
			return new TransferResp(this.envelopes.answer(request), null, 0, "");
		}
		return new TransferResp(this.envelopes.answer(request), outcome.result(), outcome.leaderId(),
				outcome.message());
	}

}
