package io.dongting.raft;

/**
 * How fresh a read has to be.
 */
public enum ReadConsistency {

	/**
	 * Sees every write that was acknowledged before the read began. Costs a round trip
	 * from the leader to a majority, shared by all reads that wait for it (read index,
	 * Raft thesis 6.4).
	 */
	LINEARIZABLE,

	/**
	 * As {@link #LINEARIZABLE}, but the leader relies on the promise of a majority not to
	 * elect another for a while (Raft thesis 6.4.1) instead of asking it. Needs clocks
	 * that run at about the same rate and are never suspended.
	 */
	LEASE,

	/**
	 * What this node has applied so far, however old that is.
	 */
	STALE

}
