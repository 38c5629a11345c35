package io.dongting.raft.server;

import io.dongting.raft.DiskSpace;
import io.dongting.raft.DiskSpaceOptions;

/**
 * Tells how much room a disk has from the bytes that are left (R29).
 *
 * @param options the watermarks
 */
record Watermarks(DiskSpaceOptions options) {

	/** How much more than the watermark there has to be again: a part of it. */
	private static final int HYSTERESIS_PART = 4;

	/** Of a small disk the low mark is a quarter at most. */
	private static final int LOW_SHARE = 4;

	/** And the minimum an eighth. */
	private static final int MINIMUM_SHARE = 8;

	/**
	 * Judge a disk.
	 * @param before what was said of it last
	 * @param room how large it is and what is left
	 * @return what is to be said of it now
	 */
	DiskSpace judge(DiskSpace before, Room room) {
		if (isBelow(minimumBytes(room), before == DiskSpace.EXHAUSTED, room.usableBytes())) {
			return DiskSpace.EXHAUSTED;
		}
		return isBelow(lowBytes(room), before != DiskSpace.AMPLE, room.usableBytes()) ? DiskSpace.LOW : DiskSpace.AMPLE;
	}

	private long minimumBytes(Room room) {
		return Math.min(this.options.minimumBytes(), room.totalBytes() / MINIMUM_SHARE);
	}

	private long lowBytes(Room room) {
		return Math.min(this.options.lowBytes(), room.totalBytes() / LOW_SHARE);
	}

	private static boolean isBelow(long watermarkBytes, boolean wasBelow, long usableBytes) {
		return usableBytes < (wasBelow ? watermarkBytes + watermarkBytes / HYSTERESIS_PART : watermarkBytes);
	}

	/**
	 * The room on a disk.
	 *
	 * @param usableBytes what is left
	 * @param totalBytes how large the disk is, 0 if nobody knows; then it is never low
	 */
	record Room(long usableBytes, long totalBytes) {

		@Override
		public String toString() {
			return this.usableBytes + " of " + this.totalBytes + " bytes";
		}

	}

}
