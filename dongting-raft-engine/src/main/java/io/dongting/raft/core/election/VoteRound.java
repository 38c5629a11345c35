package io.dongting.raft.core.election;

import java.util.TreeMap;

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

	/** Return whether those who have not answered yet cannot turn it any more. */
	boolean lost(Quorum quorum) {
		return !quorum.agreedBy((voter) -> this.answers.getOrDefault(voter, true));
	}

}
