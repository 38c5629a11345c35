package io.dongting.raft.log;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Consecutive entries in the one encoding that cache, disk and wire share. At least one
 * entry. Immutable, may be shared between threads.
 */
public final class EntryBatch {

	/** Position 0, limit is the size; never handed out writable, never moved. */
	private final ByteBuffer buffer;

	private final long firstIndex;

	private final long lastIndex;

	private final long firstTerm;

	private final long lastTerm;

	private final long previousTerm;

	private final int largestEntryBytes;

	EntryBatch(ByteBuffer buffer, long lastIndex, long lastTerm, int largestEntryBytes) {
		this.buffer = buffer;
		this.firstIndex = EntryFormat.index(buffer, 0);
		this.lastIndex = lastIndex;
		this.firstTerm = EntryFormat.term(buffer, 0);
		this.lastTerm = lastTerm;
		this.previousTerm = EntryFormat.previousTerm(buffer, 0);
		this.largestEntryBytes = largestEntryBytes;
	}

	/**
	 * Check bytes that came from elsewhere: the CRC32C of every entry, sizes, consecutive
	 * indexes and the chain of terms. What the first entry must follow is for the caller
	 * to compare.
	 * @param bytes whole entries from position to limit; kept, not copied, so nobody may
	 * change them afterwards
	 * @return the batch
	 * @throws CorruptEntryException if anything is wrong, or there is no entry
	 */
	public static EntryBatch verify(ByteBuffer bytes) throws CorruptEntryException {
		ByteBuffer buffer = bytes.slice();
		if (!buffer.hasRemaining()) {
			throw new CorruptEntryException(0, "No entry");
		}
		EntryVerifier verifier = EntryVerifier.anywhere();
		int offset = 0;
		int lastOffset = 0;
		int largestEntryBytes = 0;
		while (offset < buffer.limit()) {
			int sizeBytes = verifier.verify(buffer, offset);
			largestEntryBytes = Math.max(largestEntryBytes, sizeBytes);
			lastOffset = offset;
			offset += sizeBytes;
		}
		return new EntryBatch(buffer, EntryFormat.index(buffer, lastOffset), EntryFormat.term(buffer, lastOffset),
				largestEntryBytes);
	}

	/**
	 * Check bytes that came in several buffers, cut anywhere. They are joined first,
	 * unless there is only one.
	 * @param buffers whole entries, together; nobody may change them afterwards
	 * @return the batch
	 * @throws CorruptEntryException if anything is wrong, or there is no entry
	 */
	public static EntryBatch verify(List<ByteBuffer> buffers) throws CorruptEntryException {
		if (buffers.size() == 1) {
			return verify(buffers.get(0));
		}
		int sizeBytes = buffers.stream().mapToInt(ByteBuffer::remaining).reduce(0, Math::addExact);
		ByteBuffer joined = ByteBuffer.allocate(sizeBytes);
		buffers.forEach((buffer) -> joined.put(buffer.duplicate()));
		return verify(joined.flip());
	}

	public long firstIndex() {
		return this.firstIndex;
	}

	public long lastIndex() {
		return this.lastIndex;
	}

	public int count() {
		return (int) (this.lastIndex - this.firstIndex + 1);
	}

	public long firstTerm() {
		return this.firstTerm;
	}

	public long lastTerm() {
		return this.lastTerm;
	}

	/**
	 * Return the term of the entry before the first.
	 * @return the term, 0 where the log begins
	 */
	public long previousTerm() {
		return this.previousTerm;
	}

	public int sizeBytes() {
		return this.buffer.limit();
	}

	/**
	 * Return a size no entry of the batch exceeds, headers included.
	 * @return the size in bytes
	 */
	public int largestEntryBytes() {
		return this.largestEntryBytes;
	}

	/**
	 * Return the encoded entries.
	 * @return a fresh read-only view
	 */
	public ByteBuffer bytes() {
		return this.buffer.asReadOnlyBuffer();
	}

	/**
	 * Return the part that begins with an index.
	 * @param index an index of this batch
	 * @return a view, this batch itself where nothing is left out
	 */
	public EntryBatch from(long index) {
		requireWithin(index);
		if (index == this.firstIndex) {
			return this;
		}
		int start = offsetOf(index);
		return new EntryBatch(this.buffer.slice(start, sizeBytes() - start), this.lastIndex, this.lastTerm,
				this.largestEntryBytes);
	}

	/**
	 * Return the part that ends with an index.
	 * @param index an index of this batch
	 * @return a view, this batch itself where nothing is left out
	 */
	public EntryBatch upTo(long index) {
		requireWithin(index);
		if (index == this.lastIndex) {
			return this;
		}
		return endingAt(offsetOf(index));
	}

	/**
	 * Return as many entries from the first on as fit a size, at least one.
	 * @param maxBytes the size in bytes
	 * @return a view, this batch itself where nothing is left out
	 */
	public EntryBatch limit(int maxBytes) {
		if (sizeBytes() <= maxBytes) {
			return this;
		}
		EntryCursor cursor = cursor();
		cursor.next();
		int lastOffset = 0;
		while (cursor.next() && cursor.offset() + cursor.sizeBytes() <= maxBytes) {
			lastOffset = cursor.offset();
		}
		return endingAt(lastOffset);
	}

	/**
	 * Return a cursor before the first entry.
	 * @return a fresh cursor
	 */
	public EntryCursor cursor() {
		return new EntryCursor(this.buffer);
	}

	private EntryBatch endingAt(int lastOffset) {
		int end = lastOffset + EntryFormat.sizeBytes(this.buffer, lastOffset);
		if (end == sizeBytes()) {
			return this;
		}
		return new EntryBatch(this.buffer.slice(0, end), EntryFormat.index(this.buffer, lastOffset),
				EntryFormat.term(this.buffer, lastOffset), this.largestEntryBytes);
	}

	private int offsetOf(long index) {
		int offset = 0;
		for (long at = this.firstIndex; at < index; at++) {
			offset += EntryFormat.sizeBytes(this.buffer, offset);
		}
		return offset;
	}

	private void requireWithin(long index) {
		if (index < this.firstIndex || index > this.lastIndex) {
			throw new IllegalArgumentException("Index " + index + " is not within " + this);
		}
	}

	@Override
	public String toString() {
		return "entries " + this.firstIndex + ".." + this.lastIndex + " of terms " + this.firstTerm + ".."
				+ this.lastTerm;
	}

}
