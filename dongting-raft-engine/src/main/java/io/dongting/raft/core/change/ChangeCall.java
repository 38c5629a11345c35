package io.dongting.raft.core.change;

import java.util.function.Consumer;

import io.dongting.raft.transport.MembershipReq;
import io.dongting.raft.transport.MembershipResp.Outcome;

/**
 * A request on its way, and who waits for its outcome. Answered once.
 */
final class ChangeCall {

	private final ChangeRequest request;

	private final long deadlineNanos;

	private final Consumer<Outcome> answer;

	private boolean answered;

	ChangeCall(ChangeRequest request, long deadlineNanos, Consumer<Outcome> answer) {
		this.request = request;
		this.deadlineNanos = deadlineNanos;
		this.answer = answer;
	}

	ChangeRequest request() {
		return this.request;
	}

	MembershipReq.Kind kind() {
		return this.request.kind();
	}

	long deadlineNanos() {
		return this.deadlineNanos;
	}

	boolean expired(long nowNanos) {
		return this.deadlineNanos - nowNanos <= 0;
	}

	/** Answer, unless that was done already. */
	void answer(Outcome outcome) {
		if (!this.answered) {
			this.answered = true;
			this.answer.accept(outcome);
		}
	}

}
