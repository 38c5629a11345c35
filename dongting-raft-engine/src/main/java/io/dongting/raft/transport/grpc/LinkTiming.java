package io.dongting.raft.transport.grpc;

import java.time.Duration;

/**
 * When a link is tried, and when it is given up.
 *
 * @param firstRetry how long after its end a link is tried again
 * @param longestRetry the longest wait, reached by doubling
 * @param helloLimit how long it may take to connect and exchange Hellos
 * @param pingInterval how often a silent peer is asked whether it is there
 * @param pingLimit how long it may take to answer
 */
record LinkTiming(Duration firstRetry, Duration longestRetry, Duration helloLimit, Duration pingInterval,
		Duration pingLimit) {

	/** A machine that is gone without a word is noticed within three seconds. */
	static final LinkTiming DEFAULTS = new LinkTiming(Duration.ofMillis(50), Duration.ofSeconds(1),
			Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofSeconds(2));

	/**
	 * Return how long to wait before trying again.
	 * @param failures how often it was tried in vain before
	 * @param spread between 0 and 1, so that peers do not try in step
	 * @return the wait in milliseconds
	 */
	long retryMillis(int failures, double spread) {
		long doubled = this.firstRetry.toMillis() << Math.min(failures, 20);
		return (long) (Math.min(doubled, this.longestRetry.toMillis()) * (0.75 + spread / 2));
	}

}
