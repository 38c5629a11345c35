package io.dongting.raft;

/**
 * What came of a request for another leader.
 *
 * @param result what came of it
 * @param leaderId who leads now as far as the asked node knows, 0 if nobody is known
 * @param message a sentence for people
 */
public record TransferOutcome(Result result, int leaderId, String message) {

	/**
	 * What can come of it. Except with {@link #TRANSFERRED}, {@link #LEADER_CHANGED} and
	 * perhaps {@link #TIMED_OUT} and {@link #CANCELLED}, nothing has changed. The order
	 * is part of the wire format: new results go to the end.
	 */
	public enum Result {

		/**
		 * The wanted node was elected; if none was named, another than the one that led.
		 */
		TRANSFERRED,

		/** The wanted node led when the leader was asked. */
		ALREADY_LEADER,

		/** The wanted node has no vote, so it cannot lead. */
		NOT_VOTER,

		/** The wanted node did not catch up in time. */
		LAGGING,

		/** The membership is just being changed. */
		CONFIG_CHANGE_IN_PROGRESS,

		/** Leadership is just being handed over to another node than the wanted one. */
		TRANSFER_IN_PROGRESS,

		/** The leader is not connected with the wanted node, or with no other voter. */
		UNREACHABLE,

		/**
		 * The time was over before the outcome was known. The wanted node may still have
		 * been elected, or be.
		 */
		TIMED_OUT,

		/** Meanwhile another node than the wanted one was elected. */
		LEADER_CHANGED,

		/**
		 * The node that was asked, or that led, stopped or failed meanwhile. The wanted
		 * node may still be elected.
		 */
		CANCELLED

	}

}
