package io.dongting.raft.core.replicate;

import java.util.UUID;

/**
 * Brings snapshots to nodes that need entries the log has no more.
 */
public interface SnapshotTransfers {

	/**
	 * A node waits for a snapshot. Called again and again as long as it does; where a
	 * transfer is under way that one is meant.
	 * @param nodeId the node
	 * @param replica the replica that is bound to it
	 */
	void needed(int nodeId, UUID replica);

	/**
	 * Return for how long the disk has not given out what is to be sent next.
	 * @return nanoseconds, 0 while nothing is asked of the disk
	 */
	long stalledNanos();

}
