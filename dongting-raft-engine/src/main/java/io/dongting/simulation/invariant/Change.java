package io.dongting.simulation.invariant;

/**
 * What others have to be compared for when one replica has changed.
 */
enum Change {

	/** Nothing. */
	NONE,

	/** The commit index has grown. */
	COMMITTED,

	/** The replica has become leader, and may have committed at once. */
	ELECTED

}
