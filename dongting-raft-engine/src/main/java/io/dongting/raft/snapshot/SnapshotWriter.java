package io.dongting.raft.snapshot;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32C;

/**
 * Takes a state in pieces of any size and writes it in blocks. Closing it does nothing:
 * whoever made it ends the file.
 */
final class SnapshotWriter extends OutputStream {

	static final int BLOCK_HEADER_BYTES = 2 * Integer.BYTES;

	private final SyncingFile file;

	private final BooleanSupplier cancelled;

	/** A block, with room for its header in front. */
	private final ByteBuffer block;

	private final CRC32C whole = new CRC32C();

	private long stateBytes;

	/**
	 * Begin a snapshot.
	 * @param file an empty file
	 * @param header what the snapshot is of
	 * @param blockBytes the size of the blocks
	 * @param cancelled asked before each block whether to give up
	 */
	SnapshotWriter(SyncingFile file, SnapshotHeader header, int blockBytes, BooleanSupplier cancelled)
			throws IOException {
		this.file = file;
		this.cancelled = cancelled;
		this.block = ByteBuffer.allocate(BLOCK_HEADER_BYTES + blockBytes).position(BLOCK_HEADER_BYTES);
		file.append(header.encode());
	}

	@Override
	public void write(int value) throws IOException {
		this.block.put((byte) value);
		writeFullBlock();
	}

	@Override
	public void write(byte[] bytes, int offset, int count) throws IOException {
		int done = 0;
		while (done < count) {
			int part = Math.min(count - done, this.block.remaining());
			this.block.put(bytes, offset + done, part);
			done += part;
			writeFullBlock();
		}
	}

	private void writeFullBlock() throws IOException {
		if (!this.block.hasRemaining()) {
			writeBlock();
		}
	}

	private void writeBlock() throws IOException {
		if (this.cancelled.getAsBoolean()) {
			throw new InterruptedIOException("The snapshot is not wanted any more");
		}
		int sizeBytes = this.block.position() - BLOCK_HEADER_BYTES;
		if (sizeBytes > 0) {
			this.whole.update(this.block.slice(BLOCK_HEADER_BYTES, sizeBytes));
			this.block.putInt(0, sizeBytes).putInt(Integer.BYTES, blockCrc(this.block, BLOCK_HEADER_BYTES, sizeBytes));
			this.file.append(this.block.flip());
			this.block.clear().position(BLOCK_HEADER_BYTES);
			this.stateBytes += sizeBytes;
		}
	}

	/**
	 * End the state: write what is left, and sync all of it.
	 * @return the end of the file
	 */
	SnapshotTrailer finish() throws IOException {
		writeBlock();
		SnapshotTrailer trailer = new SnapshotTrailer(this.stateBytes, (int) this.whole.getValue());
		this.file.append(trailer.encode());
		this.file.syncAll();
		return trailer;
	}

	static int blockCrc(ByteBuffer buffer, int offset, int sizeBytes) {
		CRC32C crc = new CRC32C();
		crc.update(buffer.slice(offset, sizeBytes));
		return (int) crc.getValue();
	}

}
