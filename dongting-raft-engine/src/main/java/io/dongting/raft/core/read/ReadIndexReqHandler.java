package io.dongting.raft.core.read;

import io.dongting.raft.core.state.Envelopes;
import io.dongting.raft.transport.AnswerSink;
import io.dongting.raft.transport.ReadIndexReq;
import io.dongting.raft.transport.ReadIndexResp;

/**
 * Another node asks for the index up to which it has to have applied.
 */
public final class ReadIndexReqHandler {

	private final LeaderReads reads;

	private final Envelopes envelopes;

	public ReadIndexReqHandler(LeaderReads reads, Envelopes envelopes) {
		this.reads = reads;
		this.envelopes = envelopes;
	}

	/**
	 * Answer once it is certain that this node leads, or that it does not.
	 * @param request the question
	 * @param answers takes the answer
	 */
	public void handle(ReadIndexReq request, AnswerSink answers) {
		this.reads.request(request.consistency(),
				(index) -> answers.answer(new ReadIndexResp(this.envelopes.answer(request), index)));
	}

}
