package io.dongting.raft;

/**
 * How much room there is on the disk of a node, by the watermarks of its
 * {@link DiskSpaceOptions}; from the best to the worst.
 */
public enum DiskSpace {

	/** Enough. */
	AMPLE,

	/**
	 * Below the first watermark. Everything goes on, but a leader hands over to a voter
	 * whose disk has more room.
	 */
	LOW,

	/**
	 * Below the second watermark. A leader refuses commands before anything of them is
	 * written; everything else goes on.
	 */
	EXHAUSTED

}
