package io.dongting.raft;

import org.jspecify.annotations.Nullable;

/**
 * Something the engine could not do. The subclasses say what that means for the caller.
 */
public class RaftException extends RuntimeException {

	public RaftException(String message) {
		super(message);
	}

	public RaftException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
