package io.dongting.raft.log.segment;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.storage.StorageFile;

/**
 * One segment: where its entries end, and writing behind that end. Nothing here syncs by
 * itself but {@link #sync()}, and what was written belongs to the segment only when
 * {@link #extend} says so.
 */
final class SegmentFile implements Closeable {

	private final String path;

	private final StorageFile file;

	private final SegmentHeader header;

	private final IdentityRing ring;

	private final PositionIndex positions;

	private LogEnd end;

	/**
	 * Create a segment.
	 * @param path its path, once it has its own name
	 * @param file the open file
	 * @param header its header
	 * @param positions where its entries are
	 * @param end where they end
	 */
	SegmentFile(String path, StorageFile file, SegmentHeader header, PositionIndex positions, LogEnd end) {
		this.path = path;
		this.file = file;
		this.header = header;
		this.ring = new IdentityRing(file, header.firstIndex());
		this.positions = positions;
		this.end = end;
	}

	/** A segment without entries. */
	static SegmentFile empty(String path, StorageFile file, SegmentHeader header) {
		LogEnd end = new LogEnd(header.firstIndex(), SegmentFormat.ENTRIES_OFFSET, header.firstIndex() - 1,
				header.previousTerm());
		return new SegmentFile(path, file, header, new PositionIndex(), end);
	}

	String path() {
		return this.path;
	}

	long firstIndex() {
		return this.header.firstIndex();
	}

	/** The term of the entry before the first. */
	long previousTerm() {
		return this.header.previousTerm();
	}

	LogEnd end() {
		return this.end;
	}

	int sizeBytes() {
		return this.header.sizeBytes();
	}

	boolean isEmpty() {
		return this.end.lastIndex() < firstIndex();
	}

	int roomBytes() {
		return this.header.sizeBytes() - this.end.offset();
	}

	/** Return how many bytes of entries fit altogether. */
	int capacityBytes() {
		return this.header.sizeBytes() - SegmentFormat.ENTRIES_OFFSET;
	}

	void writeHeader() throws IOException {
		this.file.write(this.header.encode(), 0);
	}

	/**
	 * Write entries behind the end, and the slot that identifies them; no sync, and the
	 * end stays.
	 * @param batches consecutive entries that continue the log and fit the room
	 * @param epoch the write epoch
	 * @param sequence the number of the identity
	 * @param logStart the first index of the log's first segment
	 */
	void write(List<EntryBatch> batches, long epoch, long sequence, long logStart) throws IOException {
		ByteBuffer[] buffers = new ByteBuffer[batches.size()];
		CRC32C crc = new CRC32C();
		int sizeBytes = 0;
		for (int i = 0; i < buffers.length; i++) {
			buffers[i] = batches.get(i).bytes();
			sizeBytes += buffers[i].remaining();
			crc.update(buffers[i].duplicate());
		}
		EntryBatch last = batches.get(batches.size() - 1);
		this.file.write(buffers, this.end.offset());
		// One write is under way at a time, so what is before these entries is durable
		this.ring.write(new BatchIdentity(epoch, sequence, logStart, firstIndex(), this.end.lastIndex() + 1,
				last.lastIndex(), last.lastTerm(), this.end.offset(), this.end.offset() + sizeBytes,
				(int) crc.getValue(), this.end.lastIndex()));
	}

	/**
	 * Move the end behind entries that are durable now.
	 * @param batches what was {@linkplain #write written}
	 */
	void extend(List<EntryBatch> batches) {
		int offset = this.end.offset();
		for (EntryBatch batch : batches) {
			this.positions.add(batch, offset);
			offset += batch.sizeBytes();
		}
		EntryBatch last = batches.get(batches.size() - 1);
		this.end = new LogEnd(firstIndex(), offset, last.lastIndex(), last.lastTerm());
	}

	/** Write an identity without a sync. */
	void write(BatchIdentity identity) throws IOException {
		this.ring.write(identity);
	}

	/** Return the number of the first of two identities to be written here. */
	long sequenceOfTwo(long lastSequence) throws IOException {
		return this.ring.sequenceOfTwo(lastSequence);
	}

	/** Move the end back. */
	void cut(LogEnd earlier) {
		this.positions.truncateFrom(earlier.lastIndex() + 1);
		this.end = earlier;
	}

	void sync() throws IOException {
		this.file.sync();
	}

	SegmentReader reader() {
		return new SegmentReader(this.path, this.file, this.header, this.positions, this.end);
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

}
