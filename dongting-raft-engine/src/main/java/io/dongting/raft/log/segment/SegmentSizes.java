package io.dongting.raft.log.segment;

/**
 * How large the files of a log are: the first is small, so that a group that has nothing
 * to write takes next to no space (R29), and each next twice as large as the one before,
 * up to a limit.
 *
 * @param firstBytes the size of the first file
 * @param mostBytes the size that is not exceeded
 */
record SegmentSizes(int firstBytes, int mostBytes) {

	/**
	 * Return the size of the file that follows another.
	 * @param previousBytes the size of the other
	 * @return the size, as configured now, whatever was when the other was made
	 */
	int after(int previousBytes) {
		return (int) Math.min(Math.max(2L * previousBytes, this.firstBytes), this.mostBytes);
	}

	/**
	 * Return the size of a file that is to begin with an entry.
	 * @param wantedBytes the size it would have otherwise
	 * @param entryBytes the size of the entry, which fits the largest file
	 * @return the size
	 */
	int withRoomFor(int wantedBytes, int entryBytes) {
		int size = wantedBytes;
		while (size < this.mostBytes && size - SegmentFormat.ENTRIES_OFFSET < entryBytes) {
			size = after(size);
		}
		return size;
	}

}
