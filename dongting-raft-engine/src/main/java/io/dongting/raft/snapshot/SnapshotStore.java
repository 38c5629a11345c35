package io.dongting.raft.snapshot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.storage.NoSpaceException;
import io.dongting.raft.storage.StorageFile;
import io.dongting.raft.storage.StoragePaths;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots of one group in a directory. Holds no state but the directory's, so that
 * one thread may write a snapshot while another reads one; but only one at a time saves,
 * and one receives. All methods block.
 */
public final class SnapshotStore {

	private static final String SAVED = "saved.staging";

	private static final String RECEIVED = "received.staging";

	private final FileSystem fileSystem;

	private final String directory;

	private final int groupId;

	/**
	 * Create a store. Nothing is read or written yet.
	 * @param fileSystem where
	 * @param directory the directory, made with the first snapshot
	 * @param groupId the group
	 */
	public SnapshotStore(FileSystem fileSystem, String directory, int groupId) {
		this.fileSystem = fileSystem;
		this.directory = directory;
		this.groupId = groupId;
	}

	/**
	 * Delete what was never published, and look what there is.
	 * @return the snapshots
	 * @throws IOException if the directory cannot be read or written
	 */
	public FoundSnapshots open() throws IOException {
		long newestIndex = 0;
		long newestTerm = 0;
		List<StoredSnapshot> readable = new ArrayList<>();
		if (this.fileSystem.exists(this.directory)) {
			deleteStaged();
			for (String name : this.fileSystem.list(this.directory)) {
				@Nullable SnapshotName stated = SnapshotName.parse(name);
				if (stated != null) {
					newestIndex = stated.index();
					newestTerm = stated.term();
					@Nullable StoredSnapshot found = examine(path(name));
					if (found != null && found.index() == newestIndex && found.term() == newestTerm) {
						readable.add(0, found);
					}
				}
			}
		}
		return new FoundSnapshots(newestIndex, newestTerm, readable);
	}

	private void deleteStaged() throws IOException {
		for (String name : List.of(SAVED, RECEIVED)) {
			if (this.fileSystem.exists(path(name))) {
				this.fileSystem.delete(path(name));
			}
		}
		// What was renamed last may not have been durable under its name
		this.fileSystem.syncDirectory(this.directory);
	}

	/** Read beginning and end of a file, {@code null} where these are damaged. */
	private @Nullable StoredSnapshot examine(String path) throws IOException {
		try (StorageFile file = this.fileSystem.open(path)) {
			return examine(path, file);
		}
	}

	private @Nullable StoredSnapshot examine(String path, StorageFile file) throws IOException {
		long sizeBytes = file.sizeBytes();
		ByteBuffer start = ByteBuffer.allocate((int) Math.min(sizeBytes, 4096));
		file.read(start, 0);
		int headerBytes = SnapshotHeader.sizeBytes(start.flip());
		if (headerBytes < 0 || sizeBytes < headerBytes + SnapshotTrailer.SIZE_BYTES) {
			return null;
		}
		ByteBuffer whole = ByteBuffer.allocate(headerBytes);
		file.read(whole, 0);
		ByteBuffer end = ByteBuffer.allocate(SnapshotTrailer.SIZE_BYTES);
		file.read(end, sizeBytes - SnapshotTrailer.SIZE_BYTES);
		@Nullable SnapshotHeader header = SnapshotHeader.decode(whole.flip());
		@Nullable SnapshotTrailer trailer = SnapshotTrailer.decode(end.flip());
		return (header != null && trailer != null && header.groupId() == this.groupId)
				? new StoredSnapshot(path, header, sizeBytes, trailer.checksum()) : null;
	}

	/**
	 * Write a state into the staging file and make that durable. Nobody sees it before it
	 * is {@linkplain StagedSnapshot#publish() published}.
	 * @param header what it is of
	 * @param blockBytes the size of the blocks it is checked in
	 * @param state writes it
	 * @param cancelled asked now and then whether to give up
	 * @return the staged snapshot
	 * @throws DiskFailedException if the disk fails
	 * @throws IOException if the disk is full, or the state cannot be written
	 */
	public StagedSnapshot stage(SnapshotHeader header, int blockBytes, StateSource state, BooleanSupplier cancelled)
			throws IOException {
		String path = path(SAVED);
		try (SyncingFile file = create(path)) {
			try {
				SnapshotWriter writer = new SnapshotWriter(file, header, blockBytes, cancelled);
				state.writeTo(writer);
				SnapshotTrailer trailer = writer.finish();
				return new StagedSnapshot(this, path,
						new StoredSnapshot(path(name(header)), header, file.position(), trailer.checksum()));
			}
			catch (IOException | RuntimeException ex) {
				@Nullable IOException failure = file.failure();
				if (failure != null) {
					throw new DiskFailedException(failure);
				}
				this.fileSystem.delete(path);
				throw ex;
			}
		}
	}

	/**
	 * Begin to receive a snapshot from another node, in place of what was being received.
	 * @param sizeBytes its size
	 * @return the empty file
	 * @throws IOException if it cannot be made
	 */
	public ReceivedSnapshot receive(long sizeBytes) throws IOException {
		String path = path(RECEIVED);
		return new ReceivedSnapshot(this, path, create(path), sizeBytes);
	}

	/** A directory whose sync failed is there, and gone after a power cut (R26). */
	private SyncingFile create(String path) throws IOException {
		try {
			StoragePaths.createDurably(this.fileSystem, this.directory);
			if (this.fileSystem.exists(path)) {
				this.fileSystem.delete(path);
			}
			return new SyncingFile(this.fileSystem.open(path));
		}
		catch (NoSpaceException ex) {
			throw ex;
		}
		catch (IOException ex) {
			throw new DiskFailedException(ex);
		}
	}

	/**
	 * Check all of a received file.
	 * @return what it will be when it is published
	 * @throws SnapshotDamagedException if it is no snapshot, or not whole
	 */
	StoredSnapshot check(String path) throws IOException {
		@Nullable StoredSnapshot found = examine(path);
		if (found == null) {
			throw new SnapshotDamagedException(path, "it does not begin or end as a snapshot of group " + this.groupId);
		}
		check(found);
		return new StoredSnapshot(path(name(found.header())), found.header(), found.sizeBytes(), found.checksum());
	}

	/**
	 * Read all of a snapshot and check it.
	 * @param snapshot the snapshot
	 * @throws SnapshotDamagedException if it is not what was written
	 * @throws IOException if it cannot be read
	 */
	public void check(StoredSnapshot snapshot) throws IOException {
		try (SnapshotReader reader = read(snapshot)) {
			reader.checkRest();
		}
	}

	/** Give a staged file its name, durably. */
	void publish(String stagedPath, StoredSnapshot snapshot) throws IOException {
		this.fileSystem.rename(stagedPath, snapshot.path());
		this.fileSystem.syncDirectory(this.directory);
	}

	void discard(String stagedPath) throws IOException {
		this.fileSystem.delete(stagedPath);
	}

	/**
	 * Open a snapshot to load its state.
	 * @param snapshot the snapshot
	 * @return its state, to be closed
	 * @throws IOException if it cannot be opened
	 */
	public SnapshotReader read(StoredSnapshot snapshot) throws IOException {
		return new SnapshotReader(snapshot, openFile(snapshot));
	}

	/**
	 * Open the file of a snapshot to send it.
	 * @param snapshot the snapshot
	 * @return the file, to be closed
	 * @throws IOException if it cannot be opened
	 */
	public StorageFile openFile(StoredSnapshot snapshot) throws IOException {
		// To open a file that is not there would make it
		if (!this.fileSystem.exists(snapshot.path())) {
			throw new NoSuchFileException(snapshot.path());
		}
		return this.fileSystem.open(snapshot.path());
	}

	/**
	 * Delete a snapshot.
	 * @param snapshot one that is not the newest
	 * @throws IOException if that fails
	 */
	public void delete(StoredSnapshot snapshot) throws IOException {
		this.fileSystem.delete(snapshot.path());
		this.fileSystem.syncDirectory(this.directory);
	}

	private String path(String name) {
		return StoragePaths.resolve(this.directory, name);
	}

	private static String name(SnapshotHeader header) {
		return new SnapshotName(header.index(), header.term()).toString();
	}

	/**
	 * Writes a state.
	 */
	@FunctionalInterface
	public interface StateSource {

		/**
		 * Write it.
		 * @param target where to
		 * @throws IOException if that fails
		 */
		void writeTo(OutputStream target) throws IOException;

	}

}
