package io.dongting.raft.log.segment;

import java.io.IOException;
import java.nio.ByteBuffer;

import io.dongting.raft.log.CorruptEntryException;
import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.EntryFormat;
import io.dongting.raft.log.LogDamagedException;
import io.dongting.raft.storage.StorageFile;

/**
 * Reads entries that are durable. Whatever does not read well here is damage.
 */
final class SegmentReader {

	/** Enough for the headers between two notes of the index. */
	private static final int WINDOW_BYTES = PositionIndex.STRIDE_BYTES;

	private final String path;

	private final StorageFile file;

	private final SegmentHeader header;

	private final PositionIndex positions;

	private final LogEnd end;

	SegmentReader(String path, StorageFile file, SegmentHeader header, PositionIndex positions, LogEnd end) {
		this.path = path;
		this.file = file;
		this.header = header;
		this.positions = positions;
		this.end = end;
	}

	/**
	 * Read entries.
	 * @param fromIndex an index of this segment
	 * @param maxBytes how much is wanted at most, though there is at least one entry
	 * @return verified entries
	 */
	EntryBatch read(long fromIndex, int maxBytes) throws IOException {
		int start = offsetOf(fromIndex);
		int available = this.end.offset() - start;
		ByteBuffer bytes = readAt(start, Math.min(available, Math.max(maxBytes, EntryFormat.HEADER_BYTES)), fromIndex);
		int firstSize = checkedSize(bytes, 0, start, fromIndex);
		if (firstSize > bytes.limit()) {
			bytes = readAt(start, firstSize, fromIndex);
		}
		EntryBatch batch = verified(bytes.limit(wholeEntriesBytes(bytes, start, fromIndex)), start, fromIndex);
		this.positions.remember(batch.lastIndex() + 1, start + batch.sizeBytes());
		return batch;
	}

	/**
	 * Return the end the segment would have if an entry were its last.
	 * @param lastIndex an index of this segment, or the one before its first
	 * @return the end
	 */
	LogEnd endAfter(long lastIndex) throws IOException {
		if (lastIndex == this.end.lastIndex()) {
			return this.end;
		}
		if (lastIndex < this.header.firstIndex()) {
			return new LogEnd(this.header.firstIndex(), SegmentFormat.ENTRIES_OFFSET, lastIndex,
					this.header.previousTerm());
		}
		EntryBatch last = read(lastIndex, 1);
		return new LogEnd(this.header.firstIndex(), offsetOf(lastIndex) + last.sizeBytes(), lastIndex, last.lastTerm());
	}

	private int wholeEntriesBytes(ByteBuffer bytes, int start, long fromIndex) {
		int whole = 0;
		long index = fromIndex;
		while (bytes.limit() - whole >= EntryFormat.HEADER_BYTES) {
			int sizeBytes = checkedSize(bytes, whole, start + whole, index);
			if (sizeBytes > bytes.limit() - whole) {
				break;
			}
			whole += sizeBytes;
			index++;
		}
		return whole;
	}

	private EntryBatch verified(ByteBuffer bytes, int start, long fromIndex) {
		try {
			return EntryBatch.verify(bytes);
		}
		catch (CorruptEntryException ex) {
			throw new LogDamagedException(this.path, start + ex.offset(), fromIndex, "a durable entry does not verify",
					ex);
		}
	}

	/** Walk from the last known place before an entry to the entry itself. */
	private int offsetOf(long index) throws IOException {
		PositionIndex.Place place = this.positions.floor(index);
		int offset = place.offset();
		ByteBuffer window = ByteBuffer.allocate(0);
		int windowStart = offset;
		for (long at = place.index(); at < index; at++) {
			if (offset + EntryFormat.HEADER_BYTES > windowStart + window.limit()) {
				window = readAt(offset, Math.min(WINDOW_BYTES, this.end.offset() - offset), at);
				windowStart = offset;
			}
			offset += checkedSize(window, offset - windowStart, offset, at);
		}
		return offset;
	}

	/** The size of an entry, if its header can be meant. */
	private int checkedSize(ByteBuffer buffer, int at, int offset, long index) {
		int sizeBytes = EntryFormat.sizeBytes(buffer, at);
		if (EntryFormat.index(buffer, at) != index || sizeBytes < EntryFormat.HEADER_BYTES
				|| sizeBytes > this.end.offset() - offset) {
			throw new LogDamagedException(this.path, offset, index,
					"a header states index " + EntryFormat.index(buffer, at) + " and " + sizeBytes + " bytes", null);
		}
		return sizeBytes;
	}

	private ByteBuffer readAt(int offset, int sizeBytes, long index) throws IOException {
		ByteBuffer bytes = ByteBuffer.allocate(sizeBytes);
		int count = this.file.read(bytes, offset);
		if (count < sizeBytes) {
			throw new LogDamagedException(this.path, offset, index,
					"the file ends after " + count + " of " + sizeBytes + " bytes", null);
		}
		return bytes.flip();
	}

}
