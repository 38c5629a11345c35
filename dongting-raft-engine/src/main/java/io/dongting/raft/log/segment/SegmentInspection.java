package io.dongting.raft.log.segment;

import java.io.IOException;
import java.nio.ByteBuffer;

import io.dongting.raft.log.CorruptEntryException;
import io.dongting.raft.log.EntryFormat;
import io.dongting.raft.log.EntryVerifier;
import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.storage.StorageFile;
import io.dongting.raft.storage.StoragePaths;

/**
 * Looks for entries in the content of segment files, for a simulation that checks what
 * disks hold. Changes nothing and believes nothing but what verifies.
 */
public final class SegmentInspection {

	private SegmentInspection() {
	}

	/**
	 * Return whether an entry belongs to a segment, unless a later one begins before it.
	 * @param fileName the name of a file
	 * @param index the index of the entry
	 * @return whether it does; not if the file is no segment
	 */
	public static boolean mayHold(String fileName, long index) {
		Long firstIndex = SegmentFormat.firstIndex(fileName);
		return firstIndex != null && firstIndex <= index;
	}

	/**
	 * Return the term of an entry.
	 * @param content the content of a segment file
	 * @param index the index of the entry
	 * @return the term, -1 if the entry is not there
	 */
	public static long termIn(ByteBuffer content, long index) {
		int offset = SegmentFormat.ENTRIES_OFFSET;
		while (offset + EntryFormat.HEADER_BYTES <= content.limit()) {
			long found = EntryFormat.index(content, offset);
			if (found == index) {
				return verifies(content, offset) ? EntryFormat.term(content, offset) : -1;
			}
			int sizeBytes = EntryFormat.sizeBytes(content, offset);
			if (found <= 0 || found > index || sizeBytes < EntryFormat.HEADER_BYTES
					|| sizeBytes > content.limit() - offset) {
				return -1;
			}
			offset += sizeBytes;
		}
		return -1;
	}

	/**
	 * Return the write epoch that the files of a log have.
	 * @param fileSystem where
	 * @param directory the directory of the log
	 * @return the epoch, -1 where no segment can be read
	 * @throws IOException if the files cannot be read at all
	 */
	public static long newestEpoch(FileSystem fileSystem, String directory) throws IOException {
		long sequence = -1;
		long epoch = -1;
		for (String name : fileSystem.list(directory)) {
			Long firstIndex = SegmentFormat.firstIndex(name);
			if (firstIndex != null) {
				try (StorageFile file = fileSystem.open(StoragePaths.resolve(directory, name))) {
					BatchIdentity newest = new IdentityRing(file, firstIndex).newest();
					if (newest != null && newest.sequence() > sequence) {
						sequence = newest.sequence();
						epoch = newest.epoch();
					}
				}
			}
		}
		return epoch;
	}

	private static boolean verifies(ByteBuffer content, int offset) {
		try {
			EntryVerifier.anywhere().verify(content, offset);
			return true;
		}
		catch (CorruptEntryException ex) {
			return false;
		}
	}

}
