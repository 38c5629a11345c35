package io.dongting.raft.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The leader's encoder: entries of one term, one after the other, into one buffer. Not
 * thread-safe; one encoder makes one batch.
 */
public final class EntryEncoder {

	private static final int SMALLEST_CAPACITY_BYTES = 256;

	private final CRC32C crc = new CRC32C();

	private final long firstIndex;

	private final long term;

	private long previousTerm;

	private ByteBuffer buffer;

	private int count;

	private int largestEntryBytes;

	private boolean finished;

	/**
	 * Begin a batch.
	 * @param firstIndex the index of the first entry
	 * @param term the term of all entries
	 * @param previousTerm the term of the entry before the first, 0 where the log begins
	 * @param sizeHintBytes how large the batch is expected to become
	 */
	public EntryEncoder(long firstIndex, long term, long previousTerm, int sizeHintBytes) {
		if (firstIndex < 1 || previousTerm < 0 || term < 1 || term < previousTerm) {
			throw new IllegalArgumentException(
					"No log has entry " + firstIndex + " of term " + term + " behind an entry of term " + previousTerm);
		}
		this.firstIndex = firstIndex;
		this.term = term;
		this.previousTerm = previousTerm;
		this.buffer = ByteBuffer.allocate(Math.max(sizeHintBytes, SMALLEST_CAPACITY_BYTES));
	}

	/**
	 * Add the next entry.
	 * @param type what it is for
	 * @param timestampMillis the leader's wall clock, milliseconds since the epoch
	 * @param body copied from position to limit; the buffer itself does not move
	 */
	public void add(EntryType type, long timestampMillis, ByteBuffer body) {
		requireUnfinished();
		int sizeBytes = Math.addExact(EntryFormat.HEADER_BYTES, body.remaining());
		reserve(sizeBytes);
		int start = this.buffer.position();
		this.buffer.putInt(0).putInt(body.remaining());
		this.buffer.putLong(this.firstIndex + this.count).putLong(this.term).putLong(this.previousTerm);
		this.buffer.putLong(timestampMillis).putInt(type.code() << 24);
		this.buffer.put(body.duplicate());
		this.crc.reset();
		this.crc.update(this.buffer.array(), start + EntryFormat.CHECKED_OFFSET,
				sizeBytes - EntryFormat.CHECKED_OFFSET);
		this.buffer.putInt(start + EntryFormat.CRC_OFFSET, (int) this.crc.getValue());
		this.previousTerm = this.term;
		this.largestEntryBytes = Math.max(this.largestEntryBytes, sizeBytes);
		this.count++;
	}

	/**
	 * Return how many entries were added.
	 * @return the count
	 */
	public int count() {
		return this.count;
	}

	/**
	 * Return the size of what was added, headers included.
	 * @return the size in bytes
	 */
	public int sizeBytes() {
		return this.buffer.position();
	}

	/**
	 * End the batch.
	 * @return the batch of all that was added
	 */
	public EntryBatch finish() {
		requireUnfinished();
		if (this.count == 0) {
			throw new IllegalStateException("A batch needs at least one entry");
		}
		this.finished = true;
		this.buffer.flip();
		return new EntryBatch(trimmed(), this.firstIndex + this.count - 1, this.term, this.largestEntryBytes);
	}

	/** The cache keeps batches for long, so that much unused room is not worth it. */
	private ByteBuffer trimmed() {
		if (this.buffer.capacity() / 4 * 3 <= this.buffer.limit()) {
			return this.buffer.slice();
		}
		return ByteBuffer.allocate(this.buffer.limit()).put(this.buffer).flip();
	}

	private void reserve(int sizeBytes) {
		if (this.buffer.remaining() >= sizeBytes) {
			return;
		}
		int needed = Math.addExact(this.buffer.position(), sizeBytes);
		int doubled = (int) Math.min(2L * this.buffer.capacity(), Integer.MAX_VALUE - 8);
		this.buffer = ByteBuffer.allocate(Math.max(needed, doubled)).put(this.buffer.flip());
	}

	private void requireUnfinished() {
		if (this.finished) {
			throw new IllegalStateException("The batch is finished");
		}
	}

}
