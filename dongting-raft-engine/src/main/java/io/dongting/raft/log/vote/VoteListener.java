package io.dongting.raft.log.vote;

/**
 * Told by a vote store that it failed, on the dispatcher thread of the group.
 */
@FunctionalInterface
public interface VoteListener {

	/**
	 * A state could not be made durable; the store takes nothing more until the process
	 * restarts (R26). Called once; completions that still wait never run.
	 * @param cause the error of the write or sync
	 */
	void failed(Throwable cause);

}
