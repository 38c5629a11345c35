package io.dongting.raft.core.apply;

import java.nio.ByteBuffer;

import io.dongting.raft.snapshot.SnapshotHeader;

/**
 * How far the state machine has come, and what the log said there.
 *
 * @param index the last entry that was applied, 0 if none was
 * @param term its term
 * @param timestampMillis the time it carries
 * @param configurationIndex the last configuration entry up to there
 * @param configuration the body of that entry, read-only
 */
public record AppliedPosition(long index, long term, long timestampMillis, long configurationIndex,
		ByteBuffer configuration) {

	/**
	 * Return the position of a snapshot.
	 * @param header what the snapshot is of
	 * @return its position
	 */
	public static AppliedPosition of(SnapshotHeader header) {
		return new AppliedPosition(header.index(), header.term(), header.timestampMillis(), header.configurationIndex(),
				header.configuration());
	}

	/**
	 * Return the header of a snapshot of this position.
	 * @param groupId the group
	 * @return the header
	 */
	public SnapshotHeader header(int groupId) {
		return new SnapshotHeader(groupId, this.index, this.term, this.timestampMillis, this.configurationIndex,
				this.configuration);
	}

}
