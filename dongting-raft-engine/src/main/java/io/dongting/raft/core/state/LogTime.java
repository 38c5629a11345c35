package io.dongting.raft.core.state;

import io.dongting.fiber.Clock;

/**
 * The wall clock as entries carry it: it never goes back along the log, whoever leads.
 * Nothing in the protocol depends on it.
 */
public final class LogTime {

	private final Clock clock;

	private long latestMillis;

	public LogTime(Clock clock) {
		this.clock = clock;
	}

	/**
	 * An entry of the log carries a time.
	 * @param timestampMillis milliseconds since the epoch
	 */
	public void observe(long timestampMillis) {
		this.latestMillis = Math.max(this.latestMillis, timestampMillis);
	}

	/**
	 * Return the time for the next entry.
	 * @return milliseconds since the epoch
	 */
	public long next() {
		observe(this.clock.currentTimeMillis());
		return this.latestMillis;
	}

}
