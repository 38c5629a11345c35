package io.dongting.raft.log.segment;

import java.nio.ByteBuffer;

import io.dongting.raft.log.CorruptEntryException;
import io.dongting.raft.log.EntryFormat;
import io.dongting.raft.log.EntryVerifier;

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
