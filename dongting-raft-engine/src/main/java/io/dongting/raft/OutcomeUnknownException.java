package io.dongting.raft;

/**
 * The command may have been executed, may never be, or may be executed yet. Only a
 * command that does no harm when it is executed twice may be tried again blindly.
 */
public class OutcomeUnknownException extends RaftException {

	public OutcomeUnknownException(String message) {
		super(message);
	}

}
