package io.dongting.spring.test;

import org.jspecify.annotations.Nullable;

/**
 * A state machine breaks a rule on which replication rests. The message says which, where
 * that showed, and how to repeat the test.
 */
public final class RaftTestError extends AssertionError {

	RaftTestError(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
