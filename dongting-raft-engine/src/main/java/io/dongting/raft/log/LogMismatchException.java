package io.dongting.raft.log;

import io.dongting.raft.RaftException;

/**
 * The files are whole, but of another group, another replica or another format. Nothing
 * on disk was changed.
 */
public class LogMismatchException extends RaftException {

	public LogMismatchException(String message) {
		super(message);
	}

}
