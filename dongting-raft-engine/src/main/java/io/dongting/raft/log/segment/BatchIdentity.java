package io.dongting.raft.log.segment;

import java.nio.ByteBuffer;

import io.dongting.raft.log.CheckedPage;
import org.jspecify.annotations.Nullable;

/**
 * What a slot says (R27): which entries a write consisted of, and what was durable when
 * it began. One without entries is a bare statement: the log ends here, and all of it is
 * durable.
 *
 * @param epoch the write epoch, higher after each truncation and each start (R14)
 * @param sequence grows with every identity of the log; the highest readable one counts
 * @param logStart the first index of the log's first segment
 * @param endSegment the first index of the segment in which the log ends with this
 * @param firstIndex the first entry written
 * @param lastIndex the last entry of the log with this; {@code firstIndex - 1} when it
 * has no entries
 * @param lastTerm the term of {@code lastIndex}
 * @param beginOffset where the entries begin in their segment, in bytes
 * @param endOffset where they end
 * @param crc the CRC32C of the entries' bytes
 * @param durableIndex the last index of the newest write whose sync had returned
 */
record BatchIdentity(long epoch, long sequence, long logStart, long endSegment, long firstIndex, long lastIndex,
		long lastTerm, int beginOffset, int endOffset, int crc, long durableIndex) {

	/** "DTIDENTY". */
	private static final long MAGIC = 0x44544944454e5459L;

	private static final int FIELD_BYTES = 10 * Long.BYTES + 3 * Integer.BYTES;

	static final int SEALED_BYTES = CheckedPage.sealedBytes(FIELD_BYTES);

	/**
	 * The identity that says that the log ends at an entry and is durable up to there.
	 */
	static BatchIdentity statement(long epoch, long sequence, long logStart, LogEnd end) {
		return new BatchIdentity(epoch, sequence, logStart, end.segment(), end.lastIndex() + 1, end.lastIndex(),
				end.lastTerm(), end.offset(), end.offset(), 0, end.lastIndex());
	}

	/**
	 * Return whether there are entries, which may be torn.
	 */
	boolean hasEntries() {
		return this.firstIndex <= this.lastIndex;
	}

	/**
	 * Encode.
	 * @param homeSegment the first index of the segment the slot is in, so that a slot
	 * written to the wrong file is not believed
	 */
	ByteBuffer encode(long homeSegment) {
		ByteBuffer buffer = ByteBuffer.allocate(SEALED_BYTES);
		buffer.putLong(MAGIC).putLong(homeSegment).putLong(this.epoch).putLong(this.sequence);
		buffer.putLong(this.logStart).putLong(this.endSegment);
		buffer.putLong(this.firstIndex).putLong(this.lastIndex).putLong(this.lastTerm).putLong(this.durableIndex);
		buffer.putInt(this.beginOffset).putInt(this.endOffset).putInt(this.crc);
		return CheckedPage.seal(buffer);
	}

	/**
	 * Decode.
	 * @param buffer what stands in the slot
	 * @param homeSegment the first index of the segment the slot is in
	 * @return the identity, or {@code null} when there is none that is whole
	 */
	static @Nullable BatchIdentity decode(ByteBuffer buffer, long homeSegment) {
		@Nullable ByteBuffer fields = CheckedPage.open(buffer, MAGIC, FIELD_BYTES);
		if (fields == null || fields.getLong() != homeSegment) {
			return null;
		}
		long epoch = fields.getLong();
		long sequence = fields.getLong();
		long logStart = fields.getLong();
		long endSegment = fields.getLong();
		long firstIndex = fields.getLong();
		long lastIndex = fields.getLong();
		long lastTerm = fields.getLong();
		long durableIndex = fields.getLong();
		return new BatchIdentity(epoch, sequence, logStart, endSegment, firstIndex, lastIndex, lastTerm,
				fields.getInt(), fields.getInt(), fields.getInt(), durableIndex);
	}

}
