package io.dongting.raft.storage.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import io.dongting.raft.storage.StorageFile;
import org.jspecify.annotations.Nullable;

/**
 * A file of this machine. What is written is first gathered in a chunk of memory outside
 * the heap, so that many small buffers are one call of the system, and large ones do not
 * make the platform keep large buffers of its own.
 *
 * <p>
 * What comes where zeros were written ahead is written in whole blocks: the system would
 * have to read the others first. Such blocks go past its cache, where that is to be had,
 * however few they are: the memory for them costs more than the way to the disk.
 */
final class NioFile implements StorageFile {

	static final int CHUNK_BYTES = 512 * 1024;

	private static final ByteBuffer ZEROS = ByteBuffer.allocate(CHUNK_BYTES).asReadOnlyBuffer();

	private final Path path;

	private final AsynchronousFileChannel channel;

	private final @Nullable UncachedChannel uncached;

	private final ThreadLocal<ByteBuffer> chunks;

	private final BlankSpace blank = new BlankSpace();

	/**
	 * Create a file.
	 * @param path its path at the moment
	 * @param channel the open file
	 * @param uncached the same file past the cache, {@code null} if that is not to be had
	 * @param chunks memory for each thread that does IO, aligned to blocks
	 */
	NioFile(Path path, AsynchronousFileChannel channel, @Nullable UncachedChannel uncached,
			ThreadLocal<ByteBuffer> chunks) {
		this.path = path;
		this.channel = channel;
		this.uncached = uncached;
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
		boolean zeros = true;
		long end = position;
		for (ByteBuffer source : sources) {
			zeros = zeros && isZero(source);
			end += source.remaining();
		}
		boolean written = false;
		try {
			if (this.blank.knowsBehind(end)) {
				writeBlocks(sources, position, end, zeros);
			}
			else {
				writeBytes(sources, position);
				this.blank.written(position, end, zeros);
			}
			written = true;
		}
		finally {
			if (!written) {
				this.blank.forget();
			}
		}
	}

	private static boolean isZero(ByteBuffer source) {
		int position = source.position();
		int count = Math.min(source.remaining(), CHUNK_BYTES);
		while (count > 0 && source.slice(position, count).equals(ZEROS.slice(0, count))) {
			position += count;
			count = Math.min(source.limit() - position, CHUNK_BYTES);
		}
		return count == 0;
	}

	private void writeBytes(ByteBuffer[] sources, long position) throws IOException {
		ByteBuffer chunk = this.chunks.get().clear();
		long at = gather(sources, chunk, position, this::writeCached);
		writeCached(chunk.flip(), at);
	}

	/** The first block begins with what is there, the last ends with zeros. */
	private void writeBlocks(ByteBuffer[] sources, long position, long end, boolean zeros) throws IOException {
		long start = BlankSpace.blockStart(position);
		ByteBuffer chunk = this.chunks.get().clear();
		if (this.blank.knowsBefore(position)) {
			this.blank.putBefore(position, chunk);
		}
		else {
			readBefore(position, chunk);
		}
		long at = gather(sources, chunk, start, this::writeUncached);
		this.blank.written(position, end, zeros);
		this.blank.remember(end, chunk);
		BlankSpace.fillUp(chunk);
		writeUncached(chunk.flip(), at);
	}

	/**
	 * Where the file has ended before that there are zeros, as with any write behind it.
	 */
	private void readBefore(long position, ByteBuffer chunk) throws IOException {
		long start = BlankSpace.blockStart(position);
		chunk.limit((int) (position - start));
		while (chunk.hasRemaining() && readOnce(chunk, start + chunk.position()) > 0) {
			// Until it is all there
		}
		chunk.put(ZEROS.slice(0, chunk.remaining()));
		chunk.limit(chunk.capacity());
	}

	/**
	 * Gather buffers in a chunk, and write it each time it is full.
	 * @return where in the file that belongs which is in the chunk at the end
	 */
	private static long gather(ByteBuffer[] sources, ByteBuffer chunk, long position, Way way) throws IOException {
		long at = position;
		for (ByteBuffer source : sources) {
			while (source.hasRemaining()) {
				int count = Math.min(source.remaining(), chunk.remaining());
				int start = source.position();
				chunk.put(source.slice(start, count));
				source.position(start + count);
				if (!chunk.hasRemaining()) {
					way.write(chunk.flip(), at);
					at += chunk.limit();
					chunk.clear();
				}
			}
		}
		return at;
	}

	private void writeCached(ByteBuffer chunk, long position) throws IOException {
		while (chunk.hasRemaining()) {
			writeOnce(chunk, position + chunk.position());
		}
	}

	private void writeUncached(ByteBuffer blocks, long position) throws IOException {
		boolean done = false;
		if (this.uncached != null) {
			try {
				done = this.uncached.write(blocks, position);
			}
			catch (IOException ex) {
				throw StorageErrors.ofWrite(this.path, blocks.remaining(), ex);
			}
		}
		if (!done) {
			writeCached(blocks, position);
		}
	}

	private int readOnce(ByteBuffer chunk, long position) throws IOException {
		try {
			return await(this.channel.read(chunk, position));
		}
		catch (ExecutionException ex) {
			throw StorageErrors.of(this.path, Objects.requireNonNullElse(ex.getCause(), ex));
		}
	}

	private void writeOnce(ByteBuffer chunk, long position) throws IOException {
		int bytesLeft = chunk.remaining();
		try {
			await(this.channel.write(chunk, position));
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
		this.blank.truncated(sizeBytes);
		try {
			this.channel.truncate(sizeBytes);
		}
		catch (IOException ex) {
			throw StorageErrors.of(this.path, ex);
		}
	}

	@Override
	public void close() throws IOException {
		try {
			this.channel.close();
		}
		finally {
			if (this.uncached != null) {
				this.uncached.close();
			}
		}
	}

	@Override
	public String toString() {
		return this.path.toString();
	}

	/** How whole chunks get to the file. */
	@FunctionalInterface
	private interface Way {

		void write(ByteBuffer chunk, long position) throws IOException;

	}

}
