package io.dongting.raft.log.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.storage.StorageFile;
import io.dongting.raft.storage.StoragePaths;
import org.jspecify.annotations.Nullable;

/**
 * A file that the journal will need, made of zeros. A full disk is met here; what is done
 * stays done. Owned by the job of the journal.
 */
final class SpareFile implements Closeable {

	/** Each is synced, so that nobody waits long for the journal to do it. */
	private static final int SLICE_BYTES = 512 * 1024;

	private static final ByteBuffer ZEROS = ByteBuffer.allocate(SLICE_BYTES).asReadOnlyBuffer();

	private final FileSystem fileSystem;

	private final String path;

	private final int sizeBytes;

	private @Nullable StorageFile file;

	private int preparedBytes;

	/**
	 * Create one that has nothing of its space yet.
	 * @param fileSystem where
	 * @param directory the directory of the journal, with no such file in it
	 * @param sizeBytes how large it is to become
	 */
	SpareFile(FileSystem fileSystem, String directory, int sizeBytes) {
		this.fileSystem = fileSystem;
		this.path = StoragePaths.resolve(directory, JournalFormat.SPARE_NAME);
		this.sizeBytes = sizeBytes;
	}

	String path() {
		return this.path;
	}

	/**
	 * Take space durably.
	 * @param wantedBytes how much it is to have at least, no more than all
	 */
	void prepare(int wantedBytes) throws IOException {
		StorageFile present = file();
		while (this.preparedBytes < wantedBytes) {
			int count = Math.min(SLICE_BYTES, this.sizeBytes - this.preparedBytes);
			present.write(ZEROS.slice(0, count), this.preparedBytes);
			present.syncAll();
			this.preparedBytes += count;
		}
	}

	private StorageFile file() throws IOException {
		StorageFile present = this.file;
		if (present == null) {
			present = this.fileSystem.open(this.path);
			this.file = present;
		}
		return present;
	}

	/** Return the file with all its space. It stays the spare until it is released. */
	StorageFile readyFile() throws IOException {
		prepare(this.sizeBytes);
		return file();
	}

	/** The file has got its own name; the next spare begins from nothing. */
	void release() {
		this.file = null;
		this.preparedBytes = 0;
	}

	/** Give the space back that it has. */
	void delete() throws IOException {
		close();
		this.fileSystem.delete(this.path);
	}

	@Override
	public void close() throws IOException {
		StorageFile present = this.file;
		release();
		if (present != null) {
			present.close();
		}
	}

}
