package io.dongting.raft;

/**
 * A change of the membership was refused, or was begun and given up: the membership is
 * not what was asked for. The {@link #result()} says why.
 */
public class MembershipException extends RaftException {

	private final Result result;

	public MembershipException(Result result, String message) {
		super(message);
		this.result = result;
	}

	/**
	 * Return why.
	 * @return the result, for programs
	 */
	public Result result() {
		return this.result;
	}

	/**
	 * Why a change was refused or given up. The order is part of the wire format: new
	 * results go to the end.
	 */
	public enum Result {

		/**
		 * Enough nodes can be reached, but did not catch up in time: a majority of the
		 * new members, and every observer that is new to the group.
		 */
		LAGGING,

		/**
		 * No majority of the new members can be reached, or an observer that is new to
		 * the group cannot, or a new node cannot be asked which replica it is.
		 */
		UNREACHABLE,

		/**
		 * The leader has changed after the change was begun. The next leader goes on with
		 * it if it knows of it; asking again joins it, returns what came of it, or begins
		 * it anew.
		 */
		LEADER_CHANGED,

		/** Somebody has given the change up, or began to while it was under way. */
		CANCELLED,

		/**
		 * The membership is not what the caller takes it for, there is nothing to commit
		 * or abort, or a node holds data of another cluster.
		 */
		CONFIG_MISMATCH,

		/** Another change is under way. */
		CONFIG_CHANGE_IN_PROGRESS,

		/** Leadership is just being handed over because somebody wanted that. */
		TRANSFER_IN_PROGRESS

	}

}
