package io.dongting.raft.log.journal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

import io.dongting.raft.log.EntryBatch;

/**
 * Gathers what several logs submitted into one write. Memory is kept for the next. Owned
 * by the job of the journal.
 */
final class WriteBuffer {

	private static final int SMALLEST_BYTES = 64 * 1024;

	private final CRC32C crc = new CRC32C();

	private ByteBuffer buffer = ByteBuffer.allocate(SMALLEST_BYTES);

	/**
	 * Gather a write.
	 * @param header what stands before the table
	 * @param submissions what the header describes
	 * @return whole pages; valid until the next call
	 */
	ByteBuffer fill(WriteHeader header, List<Submission> submissions) {
		int sizeBytes = Math.toIntExact(header.sizeBytes());
		reserve(sizeBytes);
		ByteBuffer table = this.buffer.slice(WriteHeader.BYTES, header.entriesOffset() - WriteHeader.BYTES);
		this.buffer.position(header.entriesOffset());
		for (Submission submission : submissions) {
			new RecordHeader(submission.seat().log(), submission.epoch(), submission.firstIndex(),
					submission.lastIndex(), submission.entryBytes(), put(submission.batches()))
				.encode(table);
		}
		Arrays.fill(this.buffer.array(), this.buffer.position(), sizeBytes, (byte) 0);
		header.encode(this.buffer);
		return this.buffer.position(0).limit(sizeBytes);
	}

	private void reserve(int sizeBytes) {
		if (this.buffer.capacity() < sizeBytes) {
			this.buffer = ByteBuffer.allocate(Math.max(sizeBytes, 2 * this.buffer.capacity()));
		}
		this.buffer.clear();
	}

	/** Return the CRC of what was put. */
	private int put(List<EntryBatch> batches) {
		int start = this.buffer.position();
		for (EntryBatch batch : batches) {
			this.buffer.put(batch.bytes());
		}
		this.crc.reset();
		this.crc.update(this.buffer.array(), start, this.buffer.position() - start);
		return (int) this.crc.getValue();
	}

}
