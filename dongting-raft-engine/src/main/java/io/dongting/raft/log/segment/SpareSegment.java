package io.dongting.raft.log.segment;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.storage.StorageFile;
import io.dongting.raft.storage.StoragePaths;
import org.jspecify.annotations.Nullable;

/**
 * The next segment, made ready while the present one fills (R29): its space is taken by
 * writing zeros, a slice at a time so that the log's own writes do not wait long in
 * between. A full disk is met here, before anything was appended; what is done stays done
 * and the next try goes on there.
 */
final class SpareSegment implements Closeable {

	private static final int SLICE_BYTES = 512 * 1024;

	/** A file that grows makes its sync dear, but what is not synced makes it long. */
	private static final int UNSYNCED_BYTES = 8 * 1024 * 1024;

	private static final ByteBuffer ZEROS = ByteBuffer.allocate(SLICE_BYTES).asReadOnlyBuffer();

	private final FileSystem fileSystem;

	private final String path;

	/** How large it is to become; no less than what is prepared. */
	private int sizeBytes;

	private @Nullable StorageFile file;

	private int preparedBytes;

	/** All of it, when it is ready. */
	private int syncedBytes;

	SpareSegment(FileSystem fileSystem, String directory) {
		this.fileSystem = fileSystem;
		this.path = StoragePaths.resolve(directory, SegmentFormat.SPARE_NAME);
	}

	/**
	 * Let it become as large as is needed; what is prepared already stays.
	 * @param neededBytes the size
	 */
	void aimAt(int neededBytes) {
		this.sizeBytes = Math.max(this.sizeBytes, neededBytes);
	}

	boolean isReady() {
		return this.sizeBytes > 0 && this.syncedBytes == this.sizeBytes;
	}

	/** Return how much of it is prepared. */
	int preparedBytes() {
		return this.preparedBytes;
	}

	String path() {
		return this.path;
	}

	int sizeBytes() {
		return this.sizeBytes;
	}

	/** Take a little more of the space; durably, when that is all. */
	void prepareSlice() throws IOException {
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
		if (this.preparedBytes == this.sizeBytes || this.preparedBytes - this.syncedBytes >= UNSYNCED_BYTES) {
			present.syncAll();
			this.syncedBytes = this.preparedBytes;
		}
	}

	/**
	 * Return the file, making it ready if it is not. It stays the spare until
	 * {@link #release()}. A size has been {@linkplain #aimAt aimed at} before.
	 */
	StorageFile readyFile() throws IOException {
		while (true) {
			StorageFile present = this.file;
			if (present != null && isReady()) {
				return present;
			}
			prepareSlice();
		}
	}

	/** The file has become a segment; the next spare begins from nothing. */
	void release() {
		this.file = null;
		this.sizeBytes = 0;
		this.preparedBytes = 0;
		this.syncedBytes = 0;
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
