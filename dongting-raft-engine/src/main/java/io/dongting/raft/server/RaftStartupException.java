package io.dongting.raft.server;

import io.dongting.raft.RaftException;
import org.jspecify.annotations.Nullable;

/**
 * A server could not be started. Nothing runs, and no data was changed.
 */
public class RaftStartupException extends RaftException {

	public RaftStartupException(String message) {
		super(message);
	}

	public RaftStartupException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
