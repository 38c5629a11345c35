package io.dongting.raft.storage;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.TreeMap;

/**
 * A file in the heap. All who open it share it, and closing it does nothing. Zeros are
 * not stored until something else is written near them, so that space reserved ahead
 * costs nothing.
 */
final class MemoryFile implements StorageFile {

	private static final int CHUNK_BYTES = 64 * 1024;

	private final TreeMap<Long, byte[]> chunks = new TreeMap<>();

	private long sizeBytes;

	@Override
	public synchronized int read(ByteBuffer target, long position) {
		int count = (int) Math.max(0, Math.min(target.remaining(), this.sizeBytes - position));
		long at = position;
		for (int left = count; left > 0;) {
			int offset = (int) (at % CHUNK_BYTES);
			int part = Math.min(left, CHUNK_BYTES - offset);
			byte[] chunk = this.chunks.get(at / CHUNK_BYTES);
			target.put((chunk != null) ? chunk : new byte[CHUNK_BYTES], offset, part);
			at += part;
			left -= part;
		}
		return count;
	}

	@Override
	public synchronized void write(ByteBuffer source, long position) {
		long at = position;
		while (source.hasRemaining()) {
			int offset = (int) (at % CHUNK_BYTES);
			int part = Math.min(source.remaining(), CHUNK_BYTES - offset);
			write(source, at / CHUNK_BYTES, offset, part);
			at += part;
		}
		this.sizeBytes = Math.max(this.sizeBytes, at);
	}

	private void write(ByteBuffer source, long chunkNumber, int offset, int part) {
		byte[] chunk = this.chunks.get(chunkNumber);
		if (chunk == null) {
			byte[] fresh = new byte[CHUNK_BYTES];
			source.get(fresh, offset, part);
			if (!isZero(fresh)) {
				this.chunks.put(chunkNumber, fresh);
			}
		}
		else {
			source.get(chunk, offset, part);
		}
	}

	private static boolean isZero(byte[] bytes) {
		return Arrays.mismatch(bytes, new byte[bytes.length]) < 0;
	}

	@Override
	public synchronized void write(ByteBuffer[] sources, long position) {
		long at = position;
		for (ByteBuffer source : sources) {
			int count = source.remaining();
			write(source, at);
			at += count;
		}
	}

	@Override
	public void sync() {
		// nothing here outlives the process
	}

	@Override
	public void syncAll() {
		// nothing here outlives the process
	}

	@Override
	public synchronized long sizeBytes() {
		return this.sizeBytes;
	}

	/** Return how much of the heap the file takes. */
	synchronized long heldBytes() {
		return (long) this.chunks.size() * CHUNK_BYTES;
	}

	@Override
	public synchronized void truncate(long sizeBytes) {
		if (sizeBytes < this.sizeBytes) {
			this.chunks.tailMap((sizeBytes + CHUNK_BYTES - 1) / CHUNK_BYTES, true).clear();
			byte[] last = this.chunks.get(sizeBytes / CHUNK_BYTES);
			if (last != null) {
				Arrays.fill(last, (int) (sizeBytes % CHUNK_BYTES), CHUNK_BYTES, (byte) 0);
			}
			this.sizeBytes = sizeBytes;
		}
	}

	@Override
	public void close() {
		// shared by all who open it
	}

}
