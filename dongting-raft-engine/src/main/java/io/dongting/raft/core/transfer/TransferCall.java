package io.dongting.raft.core.transfer;

import java.util.concurrent.CompletableFuture;

import io.dongting.raft.RaftException;
import io.dongting.raft.TransferOutcome;
import io.dongting.raft.TransferOutcome.Result;
import org.jspecify.annotations.Nullable;

/**
 * Somebody on this node wants another leader, and waits for what comes of it.
 */
final class TransferCall {

	private static final long NOT_ASKED = 0;

	private final int target;

	private final long deadlineNanos;

	private final CompletableFuture<TransferOutcome> future = new CompletableFuture<>();

	/** The leader that was asked last, and the term it led. */
	private int askedLeader;

	private long askedTerm = NOT_ASKED;

	/** The number of the question, if it went to another node. */
	private long sequence;

	/** A leader has the question and may still answer it. */
	private boolean underWay;

	private @Nullable TransferOutcome outcome;

	private @Nullable RaftException refusal;

	TransferCall(int target, long deadlineNanos) {
		this.target = target;
		this.deadlineNanos = deadlineNanos;
	}

	int target() {
		return this.target;
	}

	CompletableFuture<TransferOutcome> future() {
		return this.future;
	}

	long leftNanos(long nowNanos) {
		return this.deadlineNanos - nowNanos;
	}

	long deadlineNanos() {
		return this.deadlineNanos;
	}

	void asked(int leaderId, long term, long sequence) {
		this.askedLeader = leaderId;
		this.askedTerm = term;
		this.sequence = sequence;
		this.underWay = true;
	}

	/** The question was refused unread, so that nothing has come of it. */
	void refused() {
		this.askedTerm = NOT_ASKED;
		this.underWay = false;
	}

	/** The question or its answer may be lost. */
	void unanswered() {
		this.underWay = false;
	}

	boolean isUnderWay() {
		return this.underWay;
	}

	boolean wasAsked() {
		return this.askedTerm != NOT_ASKED;
	}

	boolean wasAskedOf(int nodeId) {
		return this.underWay && this.askedLeader == nodeId;
	}

	boolean wasAskedWith(long number) {
		return this.underWay && this.sequence == number;
	}

	boolean wasAskedBefore(long term) {
		return wasAsked() && this.askedTerm < term;
	}

	/**
	 * Conclude from who leads a later term than that of the leader that was asked.
	 * @param leaderId who does
	 * @return what came of the wish
	 */
	TransferOutcome judge(int leaderId) {
		boolean wanted = (this.target == TransferTargets.BEST) ? leaderId != this.askedLeader : leaderId == this.target;
		return wanted ? new TransferOutcome(Result.TRANSFERRED, leaderId, "Node " + leaderId + " leads now")
				: new TransferOutcome(Result.LEADER_CHANGED, leaderId,
						"There was an election meanwhile, and node " + leaderId + " leads now");
	}

	void end(TransferOutcome result) {
		this.outcome = result;
	}

	void refuse(RaftException cause) {
		this.refusal = cause;
	}

	/** Tell whoever waits. */
	void answer() {
		if (this.refusal != null) {
			this.future.completeExceptionally(this.refusal);
		}
		else {
			this.future.complete(this.outcome);
		}
	}

}
