package io.dongting.raft.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.storage.nio.NioFileSystem;
import org.jspecify.annotations.Nullable;

/**
 * A directory of this machine, locked for as long as the server runs, so that no two
 * servers write to the same log.
 */
final class LockedDirectory implements NodeDirectory {

	private static final String LOCK_FILE = "lock";

	private final Path directory;

	private final FileChannel channel;

	private final FileSystem files;

	private LockedDirectory(Path directory, FileChannel channel) {
		this.directory = directory;
		this.channel = channel;
		this.files = new NioFileSystem(directory);
	}

	@Override
	public FileSystem files() {
		return this.files;
	}

	@Override
	public String description() {
		return this.directory.toString();
	}

	/** Closing the channel releases the lock; the file stays, it says nothing. */
	@Override
	public void close() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The lock of " + this.directory + " cannot be released", ex);
		}
	}

	/**
	 * Opens a directory when it is wanted.
	 *
	 * @param path the directory
	 */
	record Opener(Path path) implements Supplier<NodeDirectory> {

		@Override
		public NodeDirectory get() {
			Path directory = this.path.toAbsolutePath().normalize();
			try {
				Files.createDirectories(directory);
				return new LockedDirectory(directory, lock(directory));
			}
			catch (IOException ex) {
				throw new RaftStartupException("The data directory " + directory + " cannot be used: " + ex, ex);
			}
		}

		private static FileChannel lock(Path directory) throws IOException {
			FileChannel channel = FileChannel.open(directory.resolve(LOCK_FILE), StandardOpenOption.CREATE,
					StandardOpenOption.WRITE);
			@Nullable FileLock lock = null;
			try {
				lock = channel.tryLock();
			}
			catch (OverlappingFileLockException ex) {
				throw new DataDirectoryInUseException(directory);
			}
			finally {
				if (lock == null) {
					channel.close();
				}
			}
			if (lock == null) {
				throw new DataDirectoryInUseException(directory);
			}
			return channel;
		}

	}

}
