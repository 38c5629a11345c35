package io.dongting.raft.log.segment;

/**
 * What a write of {@link LogWriter} reports, on the group.
 */
interface WriteCompletion {

	/**
	 * A write ended well.
	 * @param epoch the write epoch when it began
	 * @param storedIndex the last index of the log on disk, durable
	 */
	void written(long epoch, long storedIndex);

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
