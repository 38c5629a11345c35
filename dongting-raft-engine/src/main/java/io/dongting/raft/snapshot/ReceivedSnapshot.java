package io.dongting.raft.snapshot;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * A snapshot on its way from another node, written as it comes.
 */
public final class ReceivedSnapshot implements Closeable {

	private final SnapshotStore store;

	private final String path;

	private final SyncingFile file;

	private final long sizeBytes;

	ReceivedSnapshot(SnapshotStore store, String path, SyncingFile file, long sizeBytes) {
		this.store = store;
		this.path = path;
		this.file = file;
		this.sizeBytes = sizeBytes;
	}

	/**
	 * Return how much has been written.
	 * @return the size in bytes
	 */
	public long receivedBytes() {
		return this.file.position();
	}

	/**
	 * Write the next piece. Where the disk was full, the same piece may be written again.
	 * @param bytes the piece
	 * @throws DiskFailedException if the disk fails
	 * @throws IOException if it is full
	 */
	public void append(ByteBuffer bytes) throws IOException {
		if (bytes.remaining() > this.sizeBytes - receivedBytes()) {
			throw new IllegalArgumentException(
					"More than the " + this.sizeBytes + " bytes that " + this.path + " is to have");
		}
		failing(() -> this.file.append(bytes));
	}

	/**
	 * Make all of it durable and check it, block by block and as a whole.
	 * @return the snapshot, staged
	 * @throws SnapshotDamagedException if it is no snapshot, or not whole
	 * @throws DiskFailedException if the disk fails
	 * @throws IOException if it cannot be read
	 */
	public StagedSnapshot finish() throws IOException {
		failing(this.file::syncAll);
		return new StagedSnapshot(this.store, this.path, this.store.check(this.path));
	}

	private void failing(Write write) throws IOException {
		try {
			write.run();
		}
		catch (IOException ex) {
			@Nullable IOException failure = this.file.failure();
			throw (failure != null) ? new DiskFailedException(failure) : ex;
		}
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

	@FunctionalInterface
	private interface Write {

		void run() throws IOException;

	}

}
