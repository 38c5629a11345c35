package io.dongting.raft.core.state;

/**
 * Something rare that is always allowed, and that a simulation makes common.
 */
public enum Failpoint {

	/** A node loses patience with its leader much too early. */
	EARLY_ELECTION,

	/** A leader gives up its office for no reason. */
	STEP_DOWN,

	/** A message carries no more than one batch of entries. */
	SMALL_MESSAGE,

	/** What gathered for the disk waits for a later round. */
	LATE_WRITE,

	/**
	 * Requests to take over arrive late, perhaps when the leader has given up waiting.
	 */
	LATE_TAKE_OVER

}
