package io.dongting.raft.storage.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import io.dongting.raft.storage.StorageFile;

/**
 * A file of this machine. What is written is first gathered in a chunk of memory outside
 * the heap, so that many small buffers are one call of the system, and large ones do not
 * make the platform keep large buffers of its own.
 */
final class NioFile implements StorageFile {

	static final int CHUNK_BYTES = 512 * 1024;

	private final Path path;

	private final AsynchronousFileChannel channel;

	private final ThreadLocal<ByteBuffer> chunks;

	NioFile(Path path, AsynchronousFileChannel channel, ThreadLocal<ByteBuffer> chunks) {
		this.path = path;
		this.channel = channel;
		this.chunks = chunks;
	}

	@Override
	public int read(ByteBuffer target, long position) throws IOException {
		ByteBuffer chunk = this.chunks.get();
		int total = 0;
		while (target.hasRemaining()) {
			chunk.clear().limit(Math.min(target.remaining(), chunk.capacity()));
			int count = readOnce(chunk, position + total);
			if (count <= 0) {
				break;
			}
			target.put(chunk.flip());
			total += count;
		}
		return total;
	}

	@Override
	public void write(ByteBuffer source, long position) throws IOException {
		write(new ByteBuffer[] { source }, position);
	}

	@Override
	public void write(ByteBuffer[] sources, long position) throws IOException {
		ByteBuffer chunk = this.chunks.get().clear();
		long at = position;
		for (ByteBuffer source : sources) {
			while (source.hasRemaining()) {
				int count = Math.min(source.remaining(), chunk.remaining());
				int start = source.position();
				chunk.put(source.slice(start, count));
				source.position(start + count);
				if (!chunk.hasRemaining()) {
					at += writeChunk(chunk, at);
				}
			}
		}
		writeChunk(chunk, at);
	}

	/**
	 * Write what is in the chunk and empty it.
	 */
	private int writeChunk(ByteBuffer chunk, long position) throws IOException {
		chunk.flip();
		int total = 0;
		while (chunk.hasRemaining()) {
			total += writeOnce(chunk, position + total);
		}
		chunk.clear();
		return total;
	}

	private int readOnce(ByteBuffer chunk, long position) throws IOException {
		try {
			return await(this.channel.read(chunk, position));
		}
		catch (ExecutionException ex) {
			throw StorageErrors.of(this.path, Objects.requireNonNullElse(ex.getCause(), ex));
		}
	}

	private int writeOnce(ByteBuffer chunk, long position) throws IOException {
		int bytesLeft = chunk.remaining();
		try {
			return await(this.channel.write(chunk, position));
		}
		catch (ExecutionException ex) {
			throw StorageErrors.ofWrite(this.path, bytesLeft, Objects.requireNonNullElse(ex.getCause(), ex));
		}
	}

	/**
	 * Wait whatever happens: the operation is under way and the buffer is not ours before
	 * it has ended. An interrupt is passed on.
	 */
	private static int await(Future<Integer> operation) throws ExecutionException {
		boolean interrupted = false;
		try {
			while (true) {
				try {
					return operation.get();
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@Override
	public void sync() throws IOException {
		force(false);
	}

	@Override
	public void syncAll() throws IOException {
		force(true);
	}

	/** Never tells a full disk apart: a sync that failed must not be repeated. */
	private void force(boolean metadata) throws IOException {
		try {
			this.channel.force(metadata);
		}
		catch (IOException ex) {
			throw StorageErrors.of(this.path, ex);
		}
	}

	@Override
	public long sizeBytes() throws IOException {
		try {
			return this.channel.size();
		}
		catch (IOException ex) {
			throw StorageErrors.of(this.path, ex);
		}
	}

	@Override
	public void truncate(long sizeBytes) throws IOException {
		try {
			this.channel.truncate(sizeBytes);
		}
		catch (IOException ex) {
			throw StorageErrors.of(this.path, ex);
		}
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

	@Override
	public String toString() {
		return this.path.toString();
	}

}
