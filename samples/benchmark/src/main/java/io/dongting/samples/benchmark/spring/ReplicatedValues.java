package io.dongting.samples.benchmark.spring;

import java.util.concurrent.CompletableFuture;

/**
 * The values as an application sees them, whose calls go through the log.
 */
public interface ReplicatedValues {

	/** Return when this node can propose commands. */
	void begin();

	/**
	 * Apply a command.
	 * @param command the command
	 * @return completed with nothing when it was applied
	 */
	CompletableFuture<byte[]> apply(byte[] command);

	/**
	 * Read a value, asking a majority.
	 * @param key the key
	 * @return completed with its value
	 */
	CompletableFuture<Long> value(int key);

	/**
	 * Read a value, relying on the lease.
	 * @param key the key
	 * @return completed with its value
	 */
	CompletableFuture<Long> valueWithinLease(int key);

}
