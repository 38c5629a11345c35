package io.dongting.raft.log.journal;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * What stands before the table of a write.
 *
 * @param fileNumber the number of the file it was written to
 * @param number its own number
 * @param neededFrom the number of the oldest file that was needed then
 * @param records how many records it has
 * @param entryBytes the size of all their entries
 */
record WriteHeader(long fileNumber, long number, long neededFrom, int records, int entryBytes) {

	static final int BYTES = 48;

	/** "DTJWRITE". */
	private static final long MAGIC = 0x44544a5752495445L;

	private static final int CRC_OFFSET = Long.BYTES;

	/** The first byte the CRC covers. */
	private static final int CHECKED_OFFSET = CRC_OFFSET + Integer.BYTES;

	/**
	 * Return how much of a file a write takes.
	 * @param records how many records it has
	 * @param entryBytes the size of all their entries
	 * @return the size in bytes, whole pages
	 */
	static long sizeBytes(int records, long entryBytes) {
		return JournalFormat.paddedBytes(BYTES + (long) records * RecordHeader.BYTES + entryBytes);
	}

	/** Return how much of the file it takes, whole pages. */
	long sizeBytes() {
		return sizeBytes(this.records, this.entryBytes);
	}

	/** Return where the entries begin, from the beginning of the write. */
	int entriesOffset() {
		return BYTES + this.records * RecordHeader.BYTES;
	}

	/**
	 * Complete a write.
	 * @param buffer has the table in its place
	 */
	void encode(ByteBuffer buffer) {
		buffer.position(0).putLong(MAGIC).putInt(0).putInt(this.records);
		buffer.putLong(this.fileNumber).putLong(this.number).putLong(this.neededFrom);
		buffer.putInt(this.entryBytes).putInt(0);
		buffer.putInt(CRC_OFFSET, JournalFormat.crc(buffer, CHECKED_OFFSET, entriesOffset()));
	}

	/**
	 * Decode the fields without proof that they are whole.
	 * @param buffer what stands where a header should be, from position 0
	 * @param roomBytes how much of the file there is for the write
	 * @return the header, {@code null} if there is none
	 */
	static @Nullable WriteHeader decode(ByteBuffer buffer, long roomBytes) {
		if (buffer.limit() < BYTES || buffer.getLong(0) != MAGIC) {
			return null;
		}
		ByteBuffer fields = buffer.position(CHECKED_OFFSET);
		int records = fields.getInt();
		WriteHeader header = new WriteHeader(fields.getLong(), fields.getLong(), fields.getLong(), records,
				fields.getInt());
		boolean possible = header.records >= 0 && header.entryBytes >= 0 && header.sizeBytes() <= roomBytes;
		return possible ? header : null;
	}

	/**
	 * Return whether a header and its table are whole.
	 * @param buffer has both, from position 0
	 */
	boolean isWhole(ByteBuffer buffer) {
		return buffer.limit() >= entriesOffset()
				&& buffer.getInt(CRC_OFFSET) == JournalFormat.crc(buffer, CHECKED_OFFSET, entriesOffset());
	}

}
