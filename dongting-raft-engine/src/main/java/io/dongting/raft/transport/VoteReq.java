package io.dongting.raft.transport;

/**
 * A candidate asks for a vote (Raft paper 5.2, thesis 9.6 for the pre-vote).
 *
 * @param envelope the term is the one the candidate wants to lead, for a pre-vote one
 * above its own
 * @param kind whether a vote is asked for, or only whether it would be given
 * @param lastLogIndex the last index the candidate has appended
 * @param lastLogTerm the term of that entry
 */
public record VoteReq(Envelope envelope, Kind kind, long lastLogIndex, long lastLogTerm) implements Message {

	/** What is asked for. The order is part of the wire format. */
	public enum Kind {

		/** Would you vote for me? Changes nothing at either end. */
		PRE_VOTE,

		/** Vote for me. */
		VOTE,

		/**
		 * Vote for me, whatever was promised to the leader: it asked me itself to take
		 * over (R24). Good for one round.
		 */
		TAKE_OVER

	}

}
