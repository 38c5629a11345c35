package io.dongting.raft.server;

import io.dongting.raft.RaftException;

/**
 * A group or node was not added, removed or refilled, because something stands against
 * it. Nothing was changed.
 */
public class ServerChangeException extends RaftException {

	private final Reason reason;

	public ServerChangeException(Reason reason, String message) {
		super(message);
		this.reason = reason;
	}

	/**
	 * Return what stands against it.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/** What can stand against a change. */
	public enum Reason {

		/** The server does not run, or is being stopped. */
		NOT_RUNNING,

		/** Too many changes are waiting. */
		OVERLOADED,

		/** The server has a group of that name. */
		NAME_TAKEN,

		/** The server has a group with that id. */
		ID_TAKEN,

		/** The application has no state machine for a group of that name. */
		NO_STATE_MACHINE,

		/** The server has no group of that name. */
		UNKNOWN_GROUP,

		/** The server knows no node with that id. */
		UNKNOWN_NODE,

		/** That is the node itself. */
		OWN_NODE,

		/** The server opens no port, so it has no links to other nodes. */
		NO_PORT,

		/** Another node has that address. */
		ADDRESS_TAKEN,

		/** A group of this server has that node among its members or observers. */
		NODE_IN_USE,

		/** The group was not kept from starting by damage to its log or snapshots. */
		NOT_DAMAGED,

		/** The server knows no other node that a log could come from. */
		NO_OTHER_NODE,

		/**
		 * The damage hides how far the log went, so nobody can say when it would be
		 * whole: the node can only be removed from the group and added again.
		 */
		END_UNKNOWN,

		/**
		 * Term and vote of the replica cannot be read: the node can only be removed from
		 * the group and added again, as one with a new disk.
		 */
		VOTE_LOST,

		/** The damaged data of an earlier refill is still kept, and in the way. */
		DATA_KEPT

	}

}
