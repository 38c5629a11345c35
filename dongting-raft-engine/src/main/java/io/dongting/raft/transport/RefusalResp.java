package io.dongting.raft.transport;

/**
 * The answer to a request that its receiver will not even look at, with the reason. It
 * carries the refuser's term like any other answer (R8).
 *
 * @param envelope the refuser's
 * @param reason why
 * @param message a sentence for people that names both sides
 */
public record RefusalResp(Envelope envelope, Reason reason, String message) implements Message {

	/** Why a request is refused. The order is part of the wire format. */
	public enum Reason {

		/** The node does not have this group. */
		UNKNOWN_GROUP,

		/** The replica belongs to another cluster. */
		OTHER_CLUSTER,

		/** The replica is not the one the request is meant for: its disk was replaced. */
		OTHER_REPLICA,

		/** The request belongs to a term that is over. */
		STALE_TERM,

		/** The group is starting, stopping or has failed. */
		NOT_AVAILABLE,

		/** The two nodes mean different groups by the same number. */
		OTHER_GROUP

	}

}
