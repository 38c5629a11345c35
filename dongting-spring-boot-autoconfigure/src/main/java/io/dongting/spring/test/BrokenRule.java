package io.dongting.spring.test;

import org.jspecify.annotations.Nullable;

/**
 * What a check has found; becomes a {@link RaftTestError} for the test.
 */
final class BrokenRule extends RuntimeException {

	BrokenRule(String message) {
		this(message, null);
	}

	BrokenRule(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
