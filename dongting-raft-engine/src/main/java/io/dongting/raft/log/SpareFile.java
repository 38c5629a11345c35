package io.dongting.raft.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.storage.StorageFile;
import org.jspecify.annotations.Nullable;

/**
 * The next file of a log or of a journal, made ready while the present one fills (R29):
 * its space is taken by writing zeros, a slice at a time so that the log's own writes do
 * not wait long in between. A full disk is met here, before anything was appended; what
 * is done stays done and the next try goes on there. One thread at a time.
 */
public final class SpareFile implements Closeable {

	private static final int SLICE_BYTES = 512 * 1024;

	private static final ByteBuffer ZEROS = ByteBuffer.allocate(SLICE_BYTES).asReadOnlyBuffer();

	private final FileSystem fileSystem;

	private final String path;

	private final int mostUnsyncedBytes;

	/** How large it is to become; no less than what is prepared. */
	private int sizeBytes;

	private @Nullable StorageFile file;

	private int preparedBytes;

	/** All of it, when it is ready. */
	private int syncedBytes;

	/**
	 * Create one that has nothing of its space yet.
	 * @param fileSystem where
	 * @param path its path, where no file is
	 * @param mostUnsyncedBytes when it is synced: a file that grows makes its sync dear,
	 * but what is not synced makes it long
	 */
	public SpareFile(FileSystem fileSystem, String path, int mostUnsyncedBytes) {
		this.fileSystem = fileSystem;
		this.path = path;
		this.mostUnsyncedBytes = mostUnsyncedBytes;
	}

	/**
	 * Let it become as large as is needed; what is prepared already stays.
	 * @param neededBytes the size
	 */
	public void aimAt(int neededBytes) {
		this.sizeBytes = Math.max(this.sizeBytes, neededBytes);
	}

	private boolean isReady() {
		return this.sizeBytes > 0 && this.syncedBytes == this.sizeBytes;
	}

	/**
	 * Return how much of it is prepared.
	 * @return the size in bytes
	 */
	public int preparedBytes() {
		return this.preparedBytes;
	}

	/**
	 * Return where it is.
	 * @return the path
	 */
	public String path() {
		return this.path;
	}

	/**
	 * Return how large it is to become.
	 * @return the size in bytes
	 */
	public int sizeBytes() {
		return this.sizeBytes;
	}

	/**
	 * Take a little more of the space; durably, when that is all.
	 * @throws IOException if that fails; after a
	 * {@link io.dongting.raft.storage.NoSpaceException} it may be tried again
	 */
	public void prepareSlice() throws IOException {
		StorageFile present = this.file;
		if (present == null) {
			present = this.fileSystem.open(this.path);
			this.file = present;
		}
		if (this.preparedBytes < this.sizeBytes) {
			int count = Math.min(SLICE_BYTES, this.sizeBytes - this.preparedBytes);
			present.write(ZEROS.slice(0, count), this.preparedBytes);
			this.preparedBytes += count;
		}
		if (this.preparedBytes == this.sizeBytes || this.preparedBytes - this.syncedBytes >= this.mostUnsyncedBytes) {
			present.syncAll();
			this.syncedBytes = this.preparedBytes;
		}
	}

	/**
	 * Return the file, making it ready if it is not. It stays the spare until
	 * {@link #release()}. A size has been {@linkplain #aimAt aimed at} before.
	 * @return the file
	 * @throws IOException if that fails
	 */
	public StorageFile readyFile() throws IOException {
		while (true) {
			StorageFile present = this.file;
			if (present != null && isReady()) {
				return present;
			}
			prepareSlice();
		}
	}

	/** The file has got its own name; the next spare begins from nothing. */
	public void release() {
		this.file = null;
		this.sizeBytes = 0;
		this.preparedBytes = 0;
		this.syncedBytes = 0;
	}

	/**
	 * Give the space back that it has.
	 * @throws IOException if that fails
	 */
	public void delete() throws IOException {
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
