package io.dongting.simulation;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.storage.NoSpaceException;
import io.dongting.raft.storage.StorageFile;
import io.dongting.raft.storage.StoragePaths;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that forgets what real disks may forget. Files are written to a cache;
 * a sync makes their content durable, a sync of the directory their names. In a
 * {@link #crash} each 512-byte sector that was written and not synced is lost, kept or
 * torn, later writes may survive earlier ones, a file may have grown without its data,
 * and each change of names has happened or not, as the random source decides.
 *
 * <p>
 * Faults are asked for: see {@link #faults()}. All randomness is handed in, so that a run
 * can be repeated. Used by one thread at a time.
 */
public final class SimulatedFileSystem implements FileSystem {

	private final DiskFaults faults = new DiskFaults();

	private SimulatedDirectories directories;

	private Consumer<DiskOperation> listener = (operation) -> {
	};

	private long operations;

	private int incarnation;

	private int openFiles;

	/**
	 * Create an empty disk.
	 */
	public SimulatedFileSystem() {
		this(new SimulatedDirectories());
	}

	private SimulatedFileSystem(SimulatedDirectories directories) {
		this.directories = directories;
	}

	/**
	 * Return the switches for faults.
	 * @return the faults of this disk
	 */
	public DiskFaults faults() {
		return this.faults;
	}

	/**
	 * Have every operation told that can change what is on the disk, after it was done.
	 * @param listener told of each operation
	 */
	public void onOperation(Consumer<DiskOperation> listener) {
		this.listener = listener;
	}

	/**
	 * Return how many operations there have been that can change what is on the disk.
	 * @return the count
	 */
	public long operations() {
		return this.operations;
	}

	/**
	 * Return how many files the process has opened and not closed. Those of an earlier
	 * process do not count.
	 * @return the count
	 */
	public int openFiles() {
		return this.openFiles;
	}

	/**
	 * Lose the power. Open files are dead afterwards: they throw {@link SimulatedCrash}.
	 * Planned faults are over.
	 * @param random decides what is lost
	 */
	public void crash(RandomGenerator random) {
		crash(CrashChoices.drawnFrom(random));
	}

	/**
	 * Lose the power. Open files are dead afterwards: they throw {@link SimulatedCrash}.
	 * Planned faults are over.
	 * @param choices decides what is lost
	 */
	public void crash(CrashChoices choices) {
		this.directories.crash(choices);
		this.incarnation++;
		this.openFiles = 0;
		this.faults.clear();
	}

	/**
	 * Return another disk that holds the same and remembers the same of what was not
	 * synced, so that several ends can be tried. Open files stay with this one, and so do
	 * planned faults.
	 * @return the copy
	 */
	public SimulatedFileSystem copy() {
		return new SimulatedFileSystem(this.directories.copy());
	}

	/**
	 * End the process but not the machine: open files are dead, everything that was
	 * written is still seen.
	 */
	public void killProcess() {
		this.incarnation++;
		this.openFiles = 0;
		this.faults.clear();
	}

	/**
	 * Be replaced by an empty disk. Open files are dead, planned faults are over.
	 */
	public void wipe() {
		this.directories = new SimulatedDirectories();
		killProcess();
	}

	/**
	 * Flip one bit on the disk.
	 * @param path the file
	 * @param position the byte
	 * @param bit which bit of it, 0 to 7
	 */
	public void flipBit(String path, int position, int bit) {
		existing(path).flipBit(position, bit);
	}

	/**
	 * Return what a file reads as.
	 * @param path the file
	 * @return a copy of its content
	 */
	public byte[] content(String path) {
		return existing(path).bytes();
	}

	/**
	 * Return what is durable of a file.
	 * @param path the file
	 * @return a copy of its content
	 */
	public byte[] durableContent(String path) {
		return existing(path).durableBytes();
	}

	/**
	 * Return what a power cut that loses all that may be lost would leave of a file.
	 * @param path the file
	 * @return a copy of its content, {@code null} if there would be no such file
	 */
	public byte @Nullable [] survivingContent(String path) {
		@Nullable SimulatedContent content = this.directories.findDurable(path);
		return (content != null) ? content.durableBytes() : null;
	}

	/**
	 * Return what {@link #survivingContent} returns, without making a copy.
	 * @param path the file
	 * @return a view of its content, to be read before anything is done with this disk;
	 * {@code null} if there would be no such file
	 */
	public @Nullable ByteBuffer survivingView(String path) {
		@Nullable SimulatedContent content = this.directories.findDurable(path);
		return (content != null) ? content.durableView() : null;
	}

	private SimulatedContent existing(String path) {
		@Nullable SimulatedContent content = this.directories.find(path);
		if (content == null) {
			throw new IllegalArgumentException("There is no file " + path);
		}
		return content;
	}

	@Override
	public void createDirectories(String directory) {
		this.faults.requirePower();
		String path = StoragePaths.require(directory);
		String[] parts = path.isEmpty() ? new String[0] : path.split("/");
		String at = "";
		for (String part : parts) {
			at = StoragePaths.resolve(at, part);
			this.directories.createDirectory(at);
		}
	}

	@Override
	public boolean exists(String path) {
		this.faults.requirePower();
		return this.directories.isDirectory(StoragePaths.require(path)) || this.directories.find(path) != null;
	}

	@Override
	public List<String> list(String directory) throws IOException {
		this.faults.requirePower();
		requireDirectory(StoragePaths.require(directory));
		return List.copyOf(this.directories.names(directory));
	}

	@Override
	public StorageFile open(String path) throws IOException {
		this.faults.requirePower();
		requireDirectory(StoragePaths.parent(StoragePaths.require(path)));
		SimulatedContent content = this.directories.find(path);
		if (content == null) {
			this.faults.beforeWrite(path, 0);
			content = this.directories.create(path);
			done(DiskOperation.Kind.CREATE, path, 0, 0);
		}
		return new OpenFile(content);
	}

	@Override
	public void rename(String from, String to) throws IOException {
		this.faults.requirePower();
		requireDirectory(StoragePaths.parent(StoragePaths.require(to)));
		if (!from.isEmpty() && this.directories.isDirectory(StoragePaths.require(from))) {
			if (exists(to)) {
				throw new FileAlreadyExistsException(to);
			}
			this.directories.renameDirectory(from, to);
		}
		else {
			this.directories.rename(from, to, require(from));
		}
		done(DiskOperation.Kind.RENAME, to, 0, 0);
	}

	@Override
	public void delete(String path) throws IOException {
		this.faults.requirePower();
		require(path);
		this.directories.delete(path);
		done(DiskOperation.Kind.DELETE, path, 0, 0);
	}

	@Override
	public void syncDirectory(String directory) throws IOException {
		this.faults.requirePower();
		requireDirectory(StoragePaths.require(directory));
		if (this.faults.takeSyncFailure(directory)) {
			this.directories.loseChanges(directory);
			throw new IOException(directory + ": simulated failure of a sync");
		}
		this.directories.sync(directory);
		done(DiskOperation.Kind.SYNC_DIRECTORY, directory, 0, 0);
	}

	@Override
	public long usableSpaceBytes() {
		this.faults.requirePower();
		return this.faults.spaceBytes();
	}

	/** As large as it is, whatever is left of it. */
	@Override
	public long totalSpaceBytes() {
		this.faults.requirePower();
		return Long.MAX_VALUE;
	}

	private SimulatedContent require(String path) throws IOException {
		@Nullable SimulatedContent content = this.directories.find(StoragePaths.require(path));
		if (content == null) {
			throw new FileNotFoundException(path);
		}
		return content;
	}

	private void requireDirectory(String directory) throws IOException {
		if (!this.directories.isDirectory(directory)) {
			throw new FileNotFoundException(directory);
		}
	}

	private void done(DiskOperation.Kind kind, String path, long position, long sizeBytes) {
		this.operations++;
		DiskOperation operation = new DiskOperation(this.operations, kind, path, position, sizeBytes);
		this.listener.accept(operation);
		this.faults.afterOperation(operation);
	}

	/** A handle; dies with the power. */
	private final class OpenFile implements StorageFile {

		private final SimulatedContent content;

		private final int openedIn = SimulatedFileSystem.this.incarnation;

		private boolean closed;

		OpenFile(SimulatedContent content) {
			this.content = content;
			SimulatedFileSystem.this.openFiles++;
		}

		@Override
		public int read(ByteBuffer target, long position) throws IOException {
			requireAlive();
			SimulatedFileSystem.this.faults.beforeRead(this.content.path(), position, target.remaining());
			return this.content.read(target, position);
		}

		@Override
		public void write(ByteBuffer source, long position) throws IOException {
			write(new ByteBuffer[] { source }, position);
		}

		@Override
		public void write(ByteBuffer[] sources, long position) throws IOException {
			requireAlive();
			byte[] data = gathered(sources);
			int allowed = SimulatedFileSystem.this.faults.beforeWrite(this.content.path(), data.length);
			if (allowed < data.length) {
				this.content.write(Arrays.copyOf(data, allowed), Math.toIntExact(position));
				throw new NoSpaceException(this.content.path() + ": simulated disk is full");
			}
			this.content.write(data, Math.toIntExact(position));
			done(DiskOperation.Kind.WRITE, this.content.path(), position, data.length);
		}

		private static byte[] gathered(ByteBuffer[] sources) {
			int sizeBytes = 0;
			for (ByteBuffer source : sources) {
				sizeBytes += source.remaining();
			}
			ByteBuffer data = ByteBuffer.allocate(sizeBytes);
			for (ByteBuffer source : sources) {
				data.put(source);
			}
			return data.array();
		}

		@Override
		public void sync() throws IOException {
			requireAlive();
			if (SimulatedFileSystem.this.faults.takeSyncFailure(this.content.path())) {
				this.content.loseChanges();
				throw new IOException(this.content.path() + ": simulated failure of a sync");
			}
			this.content.sync();
			done(DiskOperation.Kind.SYNC, this.content.path(), 0, 0);
		}

		@Override
		public void syncAll() throws IOException {
			sync();
		}

		@Override
		public long sizeBytes() {
			requireAlive();
			return this.content.sizeBytes();
		}

		@Override
		public void truncate(long sizeBytes) {
			requireAlive();
			this.content.truncate(Math.toIntExact(sizeBytes));
			done(DiskOperation.Kind.TRUNCATE, this.content.path(), 0, sizeBytes);
		}

		@Override
		public void close() {
			if (!this.closed && this.openedIn == SimulatedFileSystem.this.incarnation) {
				SimulatedFileSystem.this.openFiles--;
			}
			this.closed = true;
		}

		private void requireAlive() {
			SimulatedFileSystem.this.faults.requirePower();
			if (this.openedIn != SimulatedFileSystem.this.incarnation) {
				throw new SimulatedCrash(this.content.path() + " was opened before the crash");
			}
			if (this.closed) {
				throw new IllegalStateException(this.content.path() + " is closed");
			}
		}

	}

}
