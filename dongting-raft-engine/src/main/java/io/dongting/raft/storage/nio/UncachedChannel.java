package io.dongting.raft.storage.nio;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Writes whole blocks past the cache of the system. What a log writes is rarely read
 * again, and the memory of the cache, a page for each block, costs more than the disk.
 *
 * <p>
 * An interrupt closes the channel, for the platform has no other kind for this. The file
 * is then written through its other channel for good; the system keeps both in step.
 */
final class UncachedChannel implements Closeable {

	/**
	 * By its name: the module it is in may be missing, and compilers warn of using it.
	 */
	private static final @Nullable OpenOption DIRECT = find("com.sun.nio.file.ExtendedOpenOption", "DIRECT");

	private final FileChannel channel;

	private UncachedChannel(FileChannel channel) {
		this.channel = channel;
	}

	private static @Nullable OpenOption find(String className, String name) {
		try {
			return Arrays.stream(Class.forName(className).getEnumConstants())
				.filter((option) -> option.toString().equals(name))
				.map(OpenOption.class::cast)
				.findAny()
				.orElse(null);
		}
		catch (ClassNotFoundException ex) {
			return null;
		}
	}

	/**
	 * Open a channel, where the platform, the file system and the disk have it.
	 * @param path a file that exists
	 * @return the channel, or {@code null}
	 */
	static @Nullable UncachedChannel open(Path path) {
		try {
			if (DIRECT != null && hasFittingBlocks(path)) {
				return new UncachedChannel(FileChannel.open(path, StandardOpenOption.WRITE, DIRECT));
			}
		}
		catch (IOException | UnsupportedOperationException ex) {
			// As those that do not know it say; whatever is wrong besides shows with the
			// other channel
		}
		return null;
	}

	private static boolean hasFittingBlocks(Path path) throws IOException {
		long blockBytes = Files.getFileStore(path).getBlockSize();
		return blockBytes > 0 && BlankSpace.BLOCK_BYTES % blockBytes == 0;
	}

	/**
	 * Write whole blocks.
	 * @param blocks what to write, from position to limit; does not move
	 * @param position where in the file to begin
	 * @return whether it was done; otherwise a part may have been written, and it is to
	 * be done in the other way
	 */
	boolean write(ByteBuffer blocks, long position) throws IOException {
		if (!this.channel.isOpen()) {
			return false;
		}
		boolean interrupted = Thread.interrupted();
		try {
			ByteBuffer rest = blocks.duplicate();
			long at = position;
			while (rest.hasRemaining()) {
				at += this.channel.write(rest, at);
			}
			return true;
		}
		catch (ClosedByInterruptException ex) {
			interrupted = true;
			return false;
		}
		catch (IOException ex) {
			// Many file systems open a file so and then refuse to write it, each in its
			// own words. Whatever is wrong besides shows in the other way
			if (StorageErrors.isPlain(ex)) {
				throw ex;
			}
			this.channel.close();
			return false;
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}
