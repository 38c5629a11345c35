package io.dongting.raft;

/**
 * Told the outcome of a command, exactly once: either {@link #completed} or
 * {@link #failed} is called, and nothing after it. Runs on a thread of the engine and
 * must neither block nor throw.
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

	/**
	 * The command has got its place in the log of this node, which leads. By then it is
	 * neither durable nor on any other node. Only told where the command was submitted to
	 * the leader itself. For those who want to see the stages of a call, as a trace does;
	 * runs on the group's own thread, so it must be quick and never block.
	 * @param index where the command stands in the log
	 */
	default void appended(long index) {
	}

	/**
	 * Return whether to tell when the command is {@link #durable}, which costs a little
	 * for each command. Asked once, on the thread that submits the command and before
	 * anything is done with it; what it throws goes to the caller.
	 * @return whether to
	 */
	default boolean tracesDurability() {
		return false;
	}

	/**
	 * The command has been synced by the disk of this node, which has appended it. Told
	 * under the same conditions as {@link #appended}, at most once and only after it; not
	 * at all where a majority without this node was faster.
	 * @param index where the command stands in the log
	 */
	default void durable(long index) {
	}

	/**
	 * The command is durable on a majority, and the state machine gets it now. Told under
	 * the same conditions as {@link #appended}, at most once and only after it.
	 * @param index where the command stands in the log
	 */
	default void committed(long index) {
	}

}
