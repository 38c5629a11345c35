package io.dongting.raft.log.segment;

/**
 * What a write of {@link LogWriter} reports, on the group.
 */
interface WriteCompletion {

	/**
	 * A write ended well.
	 * @param epoch the write epoch when it began
	 * @param durableIndex the last index that is durable, in the journal or in the log's
	 * own files
	 */
	void written(long epoch, long durableIndex);

	/**
	 * The log's own files have changed.
	 * @param storedIndex the last index in them; one that is to be truncated counts
	 */
	void stored(long storedIndex);

	/** The last of the truncations is durable. */
	void truncated();

	/**
	 * Return the present write epoch.
	 * @return the epoch
	 */
	long epoch();

	/**
	 * No write will end well any more. Called once.
	 * @param cause why
	 */
	void failed(Throwable cause);

}
