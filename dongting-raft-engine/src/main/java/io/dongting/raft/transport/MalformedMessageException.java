package io.dongting.raft.transport;

import io.dongting.raft.RaftException;
import org.jspecify.annotations.Nullable;

/**
 * Something that is no message: bytes that cannot be read, a value that no node of this
 * release writes, or more bytes than are allowed.
 */
public class MalformedMessageException extends RaftException {

	public MalformedMessageException(String message) {
		this(message, null);
	}

	public MalformedMessageException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
