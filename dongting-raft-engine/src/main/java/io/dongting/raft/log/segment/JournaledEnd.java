package io.dongting.raft.log.segment;

import java.io.IOException;
import java.nio.ByteBuffer;

import io.dongting.raft.log.CheckedPage;
import io.dongting.raft.log.LogDamagedException;
import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.storage.StorageFile;
import io.dongting.raft.storage.StoragePaths;
import org.jspecify.annotations.Nullable;

/**
 * How far the journal of the node went for a log that is damaged, so that what it held
 * could not be settled. A small file beside the segments: the journal itself forgets.
 * From then on the log is damaged, however well its own files read; with them the file is
 * set aside (R28).
 *
 * @param lastTerm the term of the furthest entry that was journaled
 * @param lastIndex its index
 */
record JournaledEnd(long lastTerm, long lastIndex) {

	static final String NAME = "journaled.end";

	private static final String NEW_NAME = "journaled.end.new";

	/** "DTJRNFAR". */
	private static final long MAGIC = 0x44544a524e464152L;

	private static final int FIELD_BYTES = 3 * Long.BYTES;

	/** Before any entry. */
	static final JournaledEnd NOTHING = new JournaledEnd(0, 0);

	/**
	 * Read the file.
	 * @param fileSystem where
	 * @param directory the directory of the log, which need not exist
	 * @return what it says, {@link #NOTHING} if there is none
	 * @throws LogDamagedException if it cannot be understood
	 * @throws IOException if it cannot be read
	 */
	static JournaledEnd read(FileSystem fileSystem, String directory) throws IOException {
		String path = StoragePaths.resolve(directory, NAME);
		if (!fileSystem.exists(path)) {
			return NOTHING;
		}
		ByteBuffer content = ByteBuffer.allocate(CheckedPage.sealedBytes(FIELD_BYTES));
		try (StorageFile file = fileSystem.open(path)) {
			file.read(content, 0);
		}
		@Nullable ByteBuffer fields = CheckedPage.open(content.flip(), MAGIC, FIELD_BYTES);
		if (fields == null) {
			throw new LogDamagedException(path, 0, -1, "it cannot be read", null);
		}
		return new JournaledEnd(fields.getLong(), fields.getLong());
	}

	/**
	 * Refuse a log whose last entries only the journal held.
	 * @param directory the directory of the log
	 */
	void requireNothing(String directory) {
		if (!equals(NOTHING)) {
			throw new LogDamagedException(StoragePaths.resolve(directory, NAME), 0, this.lastIndex,
					"the log was damaged when the last of its entries, up to this one of term " + this.lastTerm
							+ ", were to be taken from the journal",
					null);
		}
	}

	/** Return which of two ends is more up to date. */
	JournaledEnd orFurther(JournaledEnd other) {
		boolean further = other.lastTerm > this.lastTerm
				|| (other.lastTerm == this.lastTerm && other.lastIndex > this.lastIndex);
		return further ? other : this;
	}

	/**
	 * Write the file, durably. A crash leaves it as it was, or as it is to be.
	 * @param fileSystem where
	 * @param directory the directory of the log
	 */
	void write(FileSystem fileSystem, String directory) throws IOException {
		ByteBuffer content = ByteBuffer.allocate(CheckedPage.sealedBytes(FIELD_BYTES));
		content.putLong(MAGIC).putLong(this.lastTerm).putLong(this.lastIndex);
		String newPath = StoragePaths.resolve(directory, NEW_NAME);
		try (StorageFile file = fileSystem.open(newPath)) {
			file.write(CheckedPage.seal(content), 0);
			file.syncAll();
		}
		fileSystem.rename(newPath, StoragePaths.resolve(directory, NAME));
		fileSystem.syncDirectory(directory);
	}

}
