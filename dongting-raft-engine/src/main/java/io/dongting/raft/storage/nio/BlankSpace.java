package io.dongting.raft.storage.nio;

import java.nio.ByteBuffer;

/**
 * What is known of the blocks at the edges of the next write, so that it can be made of
 * whole blocks and changes nothing but what it is to change: the beginning of the block
 * in which the last write ended, and where the file holds zeros that were written ahead.
 *
 * <p>
 * A log takes its space by writing zeros and fills it from front to back, so it is this
 * that it needs. Used by one thread at a time, like the file.
 */
final class BlankSpace {

	/** A multiple of what any disk in use writes as one. */
	static final int BLOCK_BYTES = 4096;

	private static final long UNKNOWN = -1;

	private static final byte[] ZEROS = new byte[BLOCK_BYTES];

	/** Zeros from here, inclusive. */
	private long blankFrom;

	/** Up to here, exclusive. */
	private long blankTo;

	/** The beginning of the block in which the last write ended. */
	private final byte[] edge = new byte[BLOCK_BYTES];

	/** Where the last write ended, so that its edge is known. */
	private long edgeEnd = UNKNOWN;

	static long blockStart(long position) {
		return position - position % BLOCK_BYTES;
	}

	private static long blockEnd(long position) {
		return blockStart(position + BLOCK_BYTES - 1);
	}

	/**
	 * Return whether the last block of a write is wholly known: it is full, or what is
	 * behind the write is blank.
	 * @param end where the write ends
	 */
	boolean knowsBehind(long end) {
		long blockEnd = blockEnd(end);
		return blockEnd == end || (this.blankFrom <= end && blockEnd <= this.blankTo);
	}

	/**
	 * Return whether the first block of a write is wholly known: the write begins with
	 * it, or where the last one ended.
	 * @param position where the write begins
	 */
	boolean knowsBefore(long position) {
		return position % BLOCK_BYTES == 0 || position == this.edgeEnd;
	}

	/**
	 * Put what is before a write in its first block.
	 * @param position where the write begins; what is before it is known
	 * @param target where to put it
	 */
	void putBefore(long position, ByteBuffer target) {
		target.put(this.edge, 0, (int) (position - blockStart(position)));
	}

	/** Fill the last block of a write up with zeros. */
	static void fillUp(ByteBuffer target) {
		int used = target.position() % BLOCK_BYTES;
		if (used > 0) {
			target.put(ZEROS, 0, BLOCK_BYTES - used);
		}
	}

	/**
	 * A write is done.
	 * @param position where it began
	 * @param end where it ended
	 * @param zeros whether it consisted of zeros only
	 */
	void written(long position, long end, boolean zeros) {
		if (zeros) {
			blank(position, end);
		}
		else if (position < this.blankTo) {
			this.blankFrom = Math.max(this.blankFrom, end);
		}
		if (this.edgeEnd != UNKNOWN && position < this.edgeEnd && end > blockStart(this.edgeEnd)) {
			this.edgeEnd = UNKNOWN;
		}
	}

	private void blank(long position, long end) {
		boolean apart = position < this.blankFrom || position > this.blankTo;
		this.blankFrom = apart ? position : this.blankFrom;
		this.blankTo = apart ? end : Math.max(this.blankTo, end);
	}

	/**
	 * Remember the edge of the write that is being done.
	 * @param end where it ends
	 * @param blocks has whole blocks and the bytes before that, up to its position
	 */
	void remember(long end, ByteBuffer blocks) {
		int count = (int) (end - blockStart(end));
		blocks.get(blocks.position() - count, this.edge, 0, count);
		this.edgeEnd = end;
	}

	/** Nothing behind a place is there any more. */
	void truncated(long sizeBytes) {
		this.blankTo = Math.min(this.blankTo, sizeBytes);
		this.edgeEnd = UNKNOWN;
	}

	/** Nobody knows what a write that failed has left. */
	void forget() {
		this.blankFrom = 0;
		this.blankTo = 0;
		this.edgeEnd = UNKNOWN;
	}

}
