package io.dongting.raft.log;

import io.dongting.raft.RaftException;

/**
 * The log or the vote store failed earlier and takes nothing more until the process
 * restarts (R26).
 */
public class LogFailedException extends RaftException {

	public LogFailedException(String message, Throwable cause) {
		super(message, cause);
	}

}
