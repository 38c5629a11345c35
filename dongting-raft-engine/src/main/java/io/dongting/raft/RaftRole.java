package io.dongting.raft;

/**
 * What a node is to a group at a moment.
 */
public enum RaftRole {

	/** Takes commands and replicates them to the others. */
	LEADER,

	/** A voter that follows a leader, or waits for one. */
	FOLLOWER,

	/** A voter that asks to be elected. */
	CANDIDATE,

	/** Receives the log without a vote. */
	OBSERVER,

	/** Not in the group's configuration, or not yet. */
	NONE

}
