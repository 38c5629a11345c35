package io.dongting.raft;

import java.time.Duration;
import java.util.Objects;

/**
 * A command to replicate.
 *
 * @param body the command as the state machine reads it; not to be changed afterwards
 * @param timeout how long to wait for the outcome; positive. A command that was not yet
 * appended by then is refused, for any other the outcome is unknown
 */
public record RaftInput(byte[] body, Duration timeout) {

	public RaftInput {
		Objects.requireNonNull(body, "'body' must not be null");
		if (timeout.isNegative() || timeout.isZero()) {
			throw new IllegalArgumentException("'timeout' must be positive");
		}
	}

}
