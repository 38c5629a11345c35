package io.dongting.spring;

import java.time.Instant;

/**
 * Where in the log a command stands: what it may depend on beside its arguments, the same
 * on every node. Declare it as a parameter of a {@link RaftCommand} method; callers pass
 * {@link #FROM_LOG}.
 *
 * @param index the position of the command in the log
 * @param term the term of the leader that wrote it there
 * @param time the clock of that leader, never going back along the log: the one clock a
 * command may use
 */
public record RaftContext(long index, long term, Instant time) {

	/** What a caller passes: the context is filled in where the command is applied. */
	public static final RaftContext FROM_LOG = new RaftContext(0, 0, Instant.EPOCH);

}
