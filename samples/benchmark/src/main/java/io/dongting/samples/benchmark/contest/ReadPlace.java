package io.dongting.samples.benchmark.contest;

/**
 * Where is read.
 */
public enum ReadPlace {

	/** On the node that leads the group. */
	LEADER,

	/** On a node that follows. */
	FOLLOWER

}
