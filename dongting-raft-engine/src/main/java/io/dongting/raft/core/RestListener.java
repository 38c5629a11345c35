package io.dongting.raft.core;

/**
 * Hears whether a group is at rest, which means that nothing waits for an answer to its
 * heartbeats. Called on the group's thread, and before anything is sent that is waited
 * for.
 */
interface RestListener {

	/** Nothing is under way. */
	void restBegan();

	/** Something may be under way from now on. */
	void restEnded();

}
