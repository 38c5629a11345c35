package io.dongting.raft.log.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

import io.dongting.raft.log.CheckedPage;
import io.dongting.raft.log.LogDamagedException;
import io.dongting.raft.log.LogMismatchException;
import io.dongting.raft.storage.StorageFile;
import org.jspecify.annotations.Nullable;

/**
 * What a file of the journal is used for. It is durable before the file gets the name
 * that says the same number.
 *
 * @param number the number of the file
 * @param firstWrite the number of the first write that goes to it
 * @param neededFrom the number of the oldest file that was needed then
 */
record FileHeader(long number, long firstWrite, long neededFrom) {

	/** "DTJOURNL". */
	private static final long MAGIC = 0x44544a4f55524e4cL;

	private static final int FORMAT_VERSION = 1;

	private static final int FIELD_BYTES = Integer.BYTES + 4 * Long.BYTES;

	/** Write it durably. */
	void write(StorageFile file) throws IOException {
		ByteBuffer page = ByteBuffer.allocate(JournalFormat.PAGE_BYTES);
		page.putLong(MAGIC).putInt(FORMAT_VERSION);
		page.putLong(this.number).putLong(this.firstWrite).putLong(this.neededFrom);
		CheckedPage.seal(page);
		file.write(page.clear(), 0);
		file.sync();
	}

	/**
	 * Read the header of a file.
	 * @param file the file
	 * @param path its path, for the message
	 * @param number the number it is named by
	 * @return the header
	 * @throws LogDamagedException if it is not whole, or that of another file
	 * @throws LogMismatchException if it is of another format version
	 */
	static FileHeader read(StorageFile file, String path, long number) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(CheckedPage.sealedBytes(FIELD_BYTES));
		file.read(buffer, 0);
		@Nullable ByteBuffer fields = CheckedPage.open(buffer.flip(), MAGIC, FIELD_BYTES);
		if (fields == null) {
			throw new LogDamagedException(path, 0, -1, "the header of a file of the journal cannot be read", null);
		}
		int version = fields.getInt();
		if (version != FORMAT_VERSION) {
			throw new LogMismatchException(
					"Journal format version " + version + ", this release reads " + FORMAT_VERSION);
		}
		FileHeader header = new FileHeader(fields.getLong(), fields.getLong(), fields.getLong());
		if (header.number != number) {
			throw new LogDamagedException(path, 0, -1, "the header is that of file " + header.number, null);
		}
		return header;
	}

}
