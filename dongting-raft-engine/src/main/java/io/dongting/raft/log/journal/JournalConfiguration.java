package io.dongting.raft.log.journal;

/**
 * How large a journal is.
 *
 * @param fileBytes the size of each file, whole pages of 4 KiB
 * @param mostFiles how many files there are at most, two or more
 * @param largestWriteBytes the size of entries above which a log writes them to its own
 * files
 */
public record JournalConfiguration(int fileBytes, int mostFiles, int largestWriteBytes) {

	public JournalConfiguration {
		if (mostFiles < 2) {
			throw new IllegalArgumentException("A journal of " + mostFiles + " files cannot go round");
		}
		if (fileBytes % JournalFormat.PAGE_BYTES != 0) {
			throw new IllegalArgumentException(
					"A file of " + fileBytes + " bytes is not made of pages of " + JournalFormat.PAGE_BYTES + " bytes");
		}
		if (largestWriteBytes < 1) {
			throw new IllegalArgumentException("A write of " + largestWriteBytes + " bytes is impossible");
		}
		// There is always room for one more write without records
		long neededBytes = JournalFormat.WRITES_OFFSET + JournalFormat.PAGE_BYTES
				+ WriteHeader.sizeBytes(1, largestWriteBytes);
		if (fileBytes < neededBytes) {
			throw new IllegalArgumentException("A file of " + fileBytes + " bytes has no room for a write of "
					+ largestWriteBytes + " bytes: that needs " + neededBytes);
		}
	}

}
