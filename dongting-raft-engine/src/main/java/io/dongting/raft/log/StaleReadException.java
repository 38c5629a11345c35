package io.dongting.raft.log;

import io.dongting.raft.RaftException;

/**
 * What was being read from the log is no longer in it, or the log was closed meanwhile.
 * The caller looks again at what the log holds.
 */
public class StaleReadException extends RaftException {

	public StaleReadException(String message) {
		super(message);
	}

}
