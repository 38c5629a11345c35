package io.dongting.raft.core.election;

import java.util.TreeMap;
import java.util.function.IntPredicate;

import io.dongting.raft.core.quorum.Quorum;
import io.dongting.raft.transport.VoteReq;

/**
 * One question put to all voters.
 */
final class VoteRound {

	final VoteReq.Kind kind;

	/** The term that is asked for. */
	final long term;

	/** Answers to requests up to this one belong to an earlier round. */
	final long startSequence;

	private final TreeMap<Integer, Boolean> answers = new TreeMap<>();

	VoteRound(VoteReq.Kind kind, long term, long startSequence) {
		this.kind = kind;
		this.term = term;
		this.startSequence = startSequence;
	}

	void answered(int nodeId, boolean granted) {
		this.answers.putIfAbsent(nodeId, granted);
	}

	boolean hasAnswered(int nodeId) {
		return this.answers.containsKey(nodeId);
	}

	boolean won(Quorum quorum) {
		return quorum.agreedBy((voter) -> this.answers.getOrDefault(voter, false));
	}

	/**
	 * Return whether somebody refused, and those who can still answer cannot turn it any
	 * more. A voter that cannot be reached will not answer in this round: after a crash
	 * the votes of the living decide, and to wait for the dead one costs an election
	 * timeout.
	 * @param quorum who decides
	 * @param reachable whether there is a link to a voter
	 * @return whether the round is lost (R9)
	 */
	boolean lost(Quorum quorum, IntPredicate reachable) {
		return this.answers.containsValue(false)
				&& !quorum.agreedBy((voter) -> this.answers.getOrDefault(voter, reachable.test(voter)));
	}

}
