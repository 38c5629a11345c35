package io.dongting.raft;

import org.jspecify.annotations.Nullable;

/**
 * The command was refused before anything was appended, or by all replicas of the state
 * alike, or the read did not take place. It never will be executed: trying again is safe.
 */
public class NotExecutedException extends RaftException {

	private final Reason reason;

	public NotExecutedException(Reason reason, String message) {
		this(reason, message, null);
	}

	public NotExecutedException(Reason reason, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.reason = reason;
	}

	/**
	 * Return why it was not executed.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * Why a command or read was not executed. The order is part of the wire format: new
	 * reasons go to the end.
	 */
	public enum Reason {

		/** No leader was found within the timeout. */
		NO_LEADER,

		/** The node that was asked is not the leader. */
		NOT_LEADER,

		/** Too many commands, or too many bytes, are waiting. */
		OVERLOADED,

		/** The command is larger than the group allows. */
		TOO_LARGE,

		/** The timeout passed before the command was appended or the read ran. */
		TIMED_OUT,

		/** The group is being stopped, or has stopped because of a failure. */
		STOPPED,

		/** Another entry took its place in the log. */
		SUPERSEDED,

		/** The disk of the leader is full, or all but full. */
		NO_SPACE,

		/**
		 * The node that was asked is not part of the group: it has not been added yet, or
		 * was removed, or its data was replaced. Nobody tells it who leads, and it does
		 * not get what it would have to read. Another node is to be asked.
		 */
		NOT_IN_CONFIG,

		/**
		 * The application does not accept the command at present, such as one that some
		 * members of the group could not apply yet. It will be accepted as soon as they
		 * can.
		 */
		NOT_ACCEPTED

	}

}
