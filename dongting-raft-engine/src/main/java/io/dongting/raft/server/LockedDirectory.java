package io.dongting.raft.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.storage.nio.NioFileSystem;
import org.jspecify.annotations.Nullable;

/**
 * A directory of this machine, locked for as long as the server runs, so that no two
 * servers write to the same log.
 *
 * <p>
 * A POSIX lock is lost as soon as its process closes any descriptor of the file, not only
 * the one it was taken with. So a directory that is held here is refused without a look
 * at its lock file, and a descriptor that was opened in vain, because somebody else in
 * this process holds the lock, stays open.
 */
final class LockedDirectory implements NodeDirectory {

	private static final String LOCK_FILE = "lock";

	/** By the path without links; a process uses one directory, or a few. */
	private static final ConcurrentMap<Path, LockFile> LOCK_FILES = new ConcurrentHashMap<>();

	private final Path directory;

	private final LockFile lockFile;

	private final AtomicBoolean closed = new AtomicBoolean();

	private final FileSystem files;

	private LockedDirectory(Path directory, LockFile lockFile) {
		this.directory = directory;
		this.lockFile = lockFile;
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
		if (!this.closed.compareAndSet(false, true)) {
			return;
		}
		try {
			this.lockFile.release();
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

		private static LockFile lock(Path directory) throws IOException {
			Path path = directory.toRealPath().resolve(LOCK_FILE);
			LockFile lockFile = LOCK_FILES.computeIfAbsent(path, LockFile::new);
			if (!lockFile.acquire()) {
				throw new DataDirectoryInUseException(directory);
			}
			return lockFile;
		}

	}

	/** The one descriptor that this process has of a lock file. */
	private static final class LockFile {

		private final Path path;

		private @Nullable FileChannel channel;

		private boolean held;

		LockFile(Path path) {
			this.path = path;
		}

		synchronized boolean acquire() throws IOException {
			if (this.held) {
				return false;
			}
			FileChannel open = this.channel;
			if (open == null) {
				open = FileChannel.open(this.path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
				this.channel = open;
			}
			try {
				this.held = open.tryLock() != null;
			}
			catch (OverlappingFileLockException ex) {
				// Of another class loader of this process: closing would take its lock
				return false;
			}
			if (!this.held) {
				close();
			}
			return this.held;
		}

		synchronized void release() throws IOException {
			this.held = false;
			close();
		}

		private void close() throws IOException {
			FileChannel open = this.channel;
			this.channel = null;
			if (open != null) {
				open.close();
			}
		}

	}

}
