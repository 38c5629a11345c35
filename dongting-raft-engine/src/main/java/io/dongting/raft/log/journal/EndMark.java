package io.dongting.raft.log.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

import io.dongting.raft.log.CheckedPage;
import io.dongting.raft.storage.StorageFile;
import org.jspecify.annotations.Nullable;

/**
 * Says that nothing is needed of a file of the journal nor of those before it. It has a
 * page of its own, so that it needs no space: torn it says nothing.
 *
 * @param fileNumber the number of the file; what an earlier use has left has another
 */
record EndMark(long fileNumber) {

	/** "DTJRNEND". */
	private static final long MAGIC = 0x44544a524e454e44L;

	private static final int FIELD_BYTES = 2 * Long.BYTES;

	/** Write it durably. */
	void write(StorageFile file) throws IOException {
		ByteBuffer page = ByteBuffer.allocate(JournalFormat.PAGE_BYTES);
		CheckedPage.seal(page.putLong(MAGIC).putLong(this.fileNumber));
		file.write(page.clear(), JournalFormat.END_MARK_OFFSET);
		file.sync();
	}

	/** Return whether it is there. */
	boolean isIn(StorageFile file) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(CheckedPage.sealedBytes(FIELD_BYTES));
		file.read(buffer, JournalFormat.END_MARK_OFFSET);
		@Nullable ByteBuffer fields = CheckedPage.open(buffer.flip(), MAGIC, FIELD_BYTES);
		return fields != null && fields.getLong() == this.fileNumber;
	}

}
