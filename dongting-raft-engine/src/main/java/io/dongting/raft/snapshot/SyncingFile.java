package io.dongting.raft.snapshot;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

import io.dongting.raft.storage.NoSpaceException;
import io.dongting.raft.storage.StorageFile;
import org.jspecify.annotations.Nullable;

/**
 * A file that is written from front to back and synced now and then, so that the sync at
 * its end does not keep the disk from others for long. Remembers whether the disk failed:
 * what else goes wrong while a state is written is no fault of the disk.
 */
final class SyncingFile implements Closeable {

	private static final long SYNC_INTERVAL_BYTES = 4 * 1024 * 1024;

	private final StorageFile file;

	private long position;

	private long unsyncedBytes;

	private @Nullable IOException failure;

	SyncingFile(StorageFile file) {
		this.file = file;
	}

	long position() {
		return this.position;
	}

	/** Return the error of the disk that ended the writing, unless it was only full. */
	@Nullable IOException failure() {
		return this.failure;
	}

	void append(ByteBuffer bytes) throws IOException {
		int sizeBytes = bytes.remaining();
		try {
			this.file.write(bytes, this.position);
			this.position += sizeBytes;
			this.unsyncedBytes += sizeBytes;
			if (this.unsyncedBytes >= SYNC_INTERVAL_BYTES) {
				this.unsyncedBytes = 0;
				this.file.sync();
			}
		}
		catch (IOException ex) {
			throw noted(ex);
		}
	}

	void syncAll() throws IOException {
		try {
			this.file.syncAll();
		}
		catch (IOException ex) {
			throw noted(ex);
		}
	}

	private IOException noted(IOException ex) {
		if (!(ex instanceof NoSpaceException)) {
			this.failure = ex;
		}
		return ex;
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

}
