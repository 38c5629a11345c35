package io.dongting.raft.log;

/**
 * Told by a log what became of its writes, on the dispatcher thread of the group.
 */
public interface LogListener {

	/**
	 * More of the log is durable.
	 * @param durableIndex everything up to here survives a power cut
	 */
	void durable(long durableIndex);

	/**
	 * No truncation is under way any more, so that votes need not wait (R5).
	 */
	void truncated();

	/**
	 * The log failed and stays so until the process restarts (R26). Called once.
	 * @param cause the error of the write or sync
	 */
	void failed(Throwable cause);

}
