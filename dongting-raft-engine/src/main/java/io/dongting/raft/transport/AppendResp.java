package io.dongting.raft.transport;

/**
 * The answer to an {@link AppendReq}. It covers every earlier request of the same link
 * and term that was not answered by itself.
 *
 * @param envelope the sequence is that of the last request it answers
 * @param result whether the log continued at the point the leader named
 * @param matchIndex if it did, the last index that equals the leader's log and is durable
 * here; if not, the index to try next at the latest
 * @param conflictTerm the term this log holds at the index the leader named, 0 if its log
 * is shorter
 * @param promiseMillis for how long from now this node votes for nobody else (R7)
 */
public record AppendResp(Envelope envelope, Result result, long matchIndex, long conflictTerm,
		long promiseMillis) implements Message {

	/** How an append went. The order is part of the wire format. */
	public enum Result {

		/** The entries are durable. */
		DURABLE,

		/** The log has no entry, or another one, at the index before the entries. */
		MISMATCH

	}

}
