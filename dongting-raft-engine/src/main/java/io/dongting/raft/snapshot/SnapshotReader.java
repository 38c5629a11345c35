package io.dongting.raft.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

import io.dongting.raft.storage.StorageFile;
import org.jspecify.annotations.Nullable;

/**
 * Gives out the state of a snapshot, each block after it has been checked, and its end
 * only if the whole is what was written.
 */
public final class SnapshotReader extends InputStream {

	private final StoredSnapshot snapshot;

	private final StorageFile file;

	private final CRC32C whole = new CRC32C();

	private long position;

	private ByteBuffer block = ByteBuffer.allocate(0);

	private boolean ended;

	private @Nullable IOException failure;

	SnapshotReader(StoredSnapshot snapshot, StorageFile file) {
		this.snapshot = snapshot;
		this.file = file;
		this.position = snapshot.header().sizeBytes();
	}

	/**
	 * Return what kept the state from being read.
	 * @return the error, {@code null} if there was none
	 */
	public @Nullable IOException failure() {
		return this.failure;
	}

	/**
	 * Read what is left without using it, so that all has been checked.
	 * @throws IOException if it cannot be read or is not what was written
	 */
	public void checkRest() throws IOException {
		while (hasMore()) {
			this.block.position(this.block.limit());
		}
	}

	@Override
	public int read() throws IOException {
		return hasMore() ? this.block.get() & 0xff : -1;
	}

	@Override
	public int read(byte[] target, int offset, int count) throws IOException {
		if (count == 0) {
			return 0;
		}
		if (!hasMore()) {
			return -1;
		}
		int part = Math.min(count, this.block.remaining());
		this.block.get(target, offset, part);
		return part;
	}

	@Override
	public int available() {
		return this.block.remaining();
	}

	private boolean hasMore() throws IOException {
		if (!this.block.hasRemaining() && !this.ended) {
			try {
				readBlock();
			}
			catch (IOException ex) {
				this.failure = ex;
				throw ex;
			}
		}
		return this.block.hasRemaining();
	}

	private void readBlock() throws IOException {
		ByteBuffer start = readAt(this.position, SnapshotWriter.BLOCK_HEADER_BYTES);
		int sizeBytes = start.getInt(0);
		long end = this.snapshot.sizeBytes() - SnapshotTrailer.SIZE_BYTES;
		if (sizeBytes == 0 && this.position == end) {
			checkEnd(end);
			return;
		}
		if (sizeBytes <= 0 || sizeBytes > end - this.position - SnapshotWriter.BLOCK_HEADER_BYTES) {
			throw damage("a block at byte " + this.position + " states " + sizeBytes + " bytes");
		}
		ByteBuffer next = readAt(this.position + SnapshotWriter.BLOCK_HEADER_BYTES, sizeBytes);
		if (start.getInt(Integer.BYTES) != SnapshotWriter.blockCrc(next, 0, sizeBytes)) {
			throw damage("the block at byte " + this.position + " does not match its checksum");
		}
		this.whole.update(next.duplicate());
		this.block = next;
		this.position += SnapshotWriter.BLOCK_HEADER_BYTES + sizeBytes;
	}

	private void checkEnd(long end) throws IOException {
		@Nullable SnapshotTrailer trailer = SnapshotTrailer.decode(readAt(end, SnapshotTrailer.SIZE_BYTES));
		if (trailer == null || trailer.checksum() != (int) this.whole.getValue()
				|| trailer.checksum() != this.snapshot.checksum()) {
			throw damage("the state as a whole does not match its checksum");
		}
		this.ended = true;
	}

	private ByteBuffer readAt(long offset, int sizeBytes) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(sizeBytes);
		if (this.file.read(buffer, offset) < sizeBytes) {
			throw damage("the file ends at byte " + offset);
		}
		return buffer.flip();
	}

	private SnapshotDamagedException damage(String detail) {
		return new SnapshotDamagedException(this.snapshot.path(), detail);
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

}
