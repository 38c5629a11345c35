package io.dongting.raft.core.replicate;

/**
 * When a leader says that it lives. The groups of a process that lead share one, so that
 * what they have to say to a node at a time goes as one message (R15). Thread-safe.
 */
public interface HeartbeatPhase {

	/**
	 * A group begins to lead, and sends its first heartbeats now.
	 * @param nowNanos the time
	 */
	void begin(long nowNanos);

	/**
	 * Return how long to wait until the next heartbeats.
	 * @param nowNanos the time
	 * @param intervalNanos how long it may be at most
	 * @return positive, at most the interval
	 */
	long nanosToNext(long nowNanos, long intervalNanos);

	/** The group leads no more. */
	void end();

}
