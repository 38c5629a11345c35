package io.dongting.raft.log.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

import io.dongting.raft.storage.StorageFile;

/**
 * Says that nothing is needed of a file of the journal nor of those before it. It has a
 * page of its own, so that it needs no space: torn it says nothing.
 *
 * @param fileNumber the number of the file; what an earlier use has left has another
 */
record EndMark(long fileNumber) {

	/** "DTJRNEND". */
	private static final long MAGIC = 0x44544a524e454e44L;

	private static final int CRC_OFFSET = Long.BYTES;

	/** The first byte the CRC covers. */
	private static final int CHECKED_OFFSET = CRC_OFFSET + Integer.BYTES;

	private static final int BYTES = CHECKED_OFFSET + Long.BYTES;

	/** Write it durably. */
	void write(StorageFile file) throws IOException {
		ByteBuffer page = ByteBuffer.allocate(JournalFormat.PAGE_BYTES);
		page.putLong(MAGIC).putInt(0).putLong(this.fileNumber);
		page.putInt(CRC_OFFSET, JournalFormat.crc(page, CHECKED_OFFSET, BYTES));
		file.write(page.rewind(), JournalFormat.END_MARK_OFFSET);
		file.sync();
	}

	/** Return whether it is there. */
	boolean isIn(StorageFile file) throws IOException {
		ByteBuffer fields = ByteBuffer.allocate(BYTES);
		file.read(fields, JournalFormat.END_MARK_OFFSET);
		fields.flip();
		return fields.limit() == BYTES && fields.getLong(0) == MAGIC
				&& fields.getInt(CRC_OFFSET) == JournalFormat.crc(fields, CHECKED_OFFSET, BYTES)
				&& fields.getLong(CHECKED_OFFSET) == this.fileNumber;
	}

}
