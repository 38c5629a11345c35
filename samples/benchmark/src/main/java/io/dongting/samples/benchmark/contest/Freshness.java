package io.dongting.samples.benchmark.contest;

/**
 * How a read makes sure that it sees every write that was answered before it began.
 */
public enum Freshness {

	/** The leader asks a majority. */
	LINEARIZABLE,

	/** The leader relies on a lease. */
	LEASE

}
