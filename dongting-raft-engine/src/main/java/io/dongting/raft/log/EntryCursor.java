package io.dongting.raft.log;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Walks the entries of a batch without making an object for each. Begins before the first
 * entry; the other methods speak of the entry the last {@link #next()} stepped on. Not
 * thread-safe.
 */
public final class EntryCursor {

	private final ByteBuffer buffer;

	private int offset;

	private int nextOffset;

	EntryCursor(ByteBuffer buffer) {
		this.buffer = buffer;
	}

	/**
	 * Step on the next entry.
	 * @return whether there was one
	 */
	public boolean next() {
		if (this.nextOffset >= this.buffer.limit()) {
			return false;
		}
		this.offset = this.nextOffset;
		this.nextOffset += EntryFormat.sizeBytes(this.buffer, this.offset);
		return true;
	}

	public long index() {
		return EntryFormat.index(this.buffer, current());
	}

	public long term() {
		return EntryFormat.term(this.buffer, current());
	}

	public EntryType type() {
		@Nullable EntryType type = EntryType.ofCode(this.buffer.get(current() + EntryFormat.TYPE_OFFSET));
		if (type == null) {
			throw new IllegalStateException("A batch holds an entry of unknown type");
		}
		return type;
	}

	/**
	 * Return the wall clock of the leader that appended the entry.
	 * @return milliseconds since the epoch
	 */
	public long timestampMillis() {
		return this.buffer.getLong(current() + EntryFormat.TIMESTAMP_OFFSET);
	}

	/**
	 * Return the body.
	 * @return a fresh read-only view
	 */
	public ByteBuffer body() {
		int start = current() + EntryFormat.HEADER_BYTES;
		return this.buffer.slice(start, this.nextOffset - start).asReadOnlyBuffer();
	}

	/**
	 * Return where in the batch the entry begins.
	 * @return the offset in bytes
	 */
	public int offset() {
		return current();
	}

	/**
	 * Return the size of the entry with its header.
	 * @return the size in bytes
	 */
	public int sizeBytes() {
		return this.nextOffset - current();
	}

	private int current() {
		if (this.nextOffset == 0) {
			throw new IllegalStateException("next() must be called first");
		}
		return this.offset;
	}

}
