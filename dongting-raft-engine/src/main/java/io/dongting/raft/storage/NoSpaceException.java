package io.dongting.raft.storage;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * The disk, or what this process may use of it, is full. Unlike any other error of a
 * write this one may go away (R29).
 */
public class NoSpaceException extends IOException {

	public NoSpaceException(String message) {
		super(message);
	}

	public NoSpaceException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
