package io.dongting.raft;

/**
 * Told the outcome of a command, exactly once: one of the two methods is called. Runs on
 * a thread of the engine and must neither block nor throw.
 */
public interface RaftCallback {

	/**
	 * The command is durable on a majority and has been applied.
	 * @param index its position in the log
	 * @param result what the state machine returned for it
	 */
	void completed(long index, byte[] result);

	/**
	 * The command was not executed, or its outcome is unknown.
	 * @param cause a {@link NotExecutedException} or an {@link OutcomeUnknownException}
	 */
	void failed(RaftException cause);

}
