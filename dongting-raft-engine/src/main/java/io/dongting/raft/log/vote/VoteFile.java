package io.dongting.raft.log.vote;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.function.Supplier;

import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.storage.NoSpaceException;
import io.dongting.raft.storage.StorageFile;
import io.dongting.raft.storage.StoragePaths;
import org.jspecify.annotations.Nullable;

/**
 * The file with the two copies. Blocks; one thread at a time.
 *
 * <p>
 * The first copy is durable before the second is touched. So after a crash the copy with
 * the higher sequence number is right, whether its save was completed or not; and once a
 * save has completed, either copy alone is enough. Where a save met a full disk the next
 * one begins: the other copy is whole.
 */
final class VoteFile implements Closeable {

	static final String NAME = "vote";

	private static final String NEW_NAME = "vote.new";

	/** Far enough that no disk writes both copies as one. */
	static final int COPY_DISTANCE_BYTES = 4096;

	private static final int COPIES = 2;

	private final StorageFile file;

	private long sequence;

	private VoteState state;

	/** Which copy the next save writes first. */
	private int firstCopy;

	private boolean failed;

	private VoteFile(StorageFile file, VoteRecord latest) {
		this.file = file;
		this.sequence = latest.sequence();
		this.state = latest.state();
	}

	/** Open the file of a replica that has been part of a group. */
	static VoteFile open(FileSystem fileSystem, String directory) throws IOException {
		String path = StoragePaths.resolve(directory, NAME);
		if (!fileSystem.exists(path)) {
			throw new VoteStateLostException(
					"There is a log, but " + path + " with the term and vote of this replica is missing");
		}
		StorageFile file = fileSystem.open(path);
		try {
			ByteBuffer content = read(file);
			VoteFile votes = new VoteFile(file, latest(content, path));
			// Heals a bad copy, which is written first, and makes durable what perhaps
			// only reads well
			@Nullable VoteRecord second = in(content, 1);
			boolean secondIsGood = second != null && second.sequence() == votes.sequence;
			votes.firstCopy = secondIsGood ? 0 : 1;
			votes.save(votes.state);
			fileSystem.syncDirectory(directory);
			return votes;
		}
		catch (IOException | RuntimeException | Error ex) {
			file.close();
			throw ex;
		}
	}

	/** Open the file of a replica that has no log; make it when there is none. */
	static VoteFile openOrCreate(FileSystem fileSystem, String directory, Supplier<UUID> newReplicaUuid)
			throws IOException {
		StoragePaths.createDurably(fileSystem, directory);
		String path = StoragePaths.resolve(directory, NAME);
		if (fileSystem.exists(path)) {
			return open(fileSystem, directory);
		}
		// The name appears when both copies are durable: a file of this name that cannot
		// be read was damaged, not half made
		String newPath = StoragePaths.resolve(directory, NEW_NAME);
		StorageFile file = fileSystem.open(newPath);
		try {
			VoteFile votes = new VoteFile(file, new VoteRecord(0, VoteState.initial(newReplicaUuid.get())));
			file.truncate(0);
			votes.save(votes.state);
			fileSystem.rename(newPath, path);
			fileSystem.syncDirectory(directory);
			return votes;
		}
		catch (IOException | RuntimeException | Error ex) {
			file.close();
			throw ex;
		}
	}

	/** Read the latest state, changing nothing. */
	static @Nullable VoteRecord peek(FileSystem fileSystem, String directory) throws IOException {
		String path = StoragePaths.resolve(directory, NAME);
		if (!fileSystem.exists(path)) {
			return null;
		}
		try (StorageFile file = fileSystem.open(path)) {
			return latestIn(read(file));
		}
	}

	private static ByteBuffer read(StorageFile file) throws IOException {
		ByteBuffer content = ByteBuffer.allocate(COPY_DISTANCE_BYTES * (COPIES - 1) + VoteRecord.SIZE_BYTES);
		file.read(content, 0);
		return content.flip();
	}

	private static VoteRecord latest(ByteBuffer content, String path) {
		@Nullable VoteRecord latest = latestIn(content);
		if (latest == null) {
			throw new VoteStateLostException("Neither copy of the term and vote in " + path + " can be read");
		}
		return latest;
	}

	static @Nullable VoteRecord latestIn(ByteBuffer content) {
		@Nullable VoteRecord latest = null;
		for (int copy = 0; copy < COPIES; copy++) {
			@Nullable VoteRecord found = in(content, copy);
			if (found != null && (latest == null || found.sequence() > latest.sequence())) {
				latest = found;
			}
		}
		return latest;
	}

	private static @Nullable VoteRecord in(ByteBuffer content, int copy) {
		int from = Math.min(copy * COPY_DISTANCE_BYTES, content.limit());
		int sizeBytes = Math.min(VoteRecord.SIZE_BYTES, content.limit() - from);
		return VoteRecord.decode(content.slice(from, sizeBytes));
	}

	VoteState state() {
		return this.state;
	}

	/**
	 * Make a state durable. Refused for ever after it failed once (R26), except for want
	 * of space: then it may be tried again, with this state or a later one.
	 * @throws NoSpaceException if the disk is full
	 */
	void save(VoteState next) throws IOException {
		if (this.failed) {
			throw new IOException("Saving term and vote failed before");
		}
		this.failed = true;
		this.sequence++;
		VoteRecord latest = new VoteRecord(this.sequence, next);
		for (int i = 0; i < COPIES; i++) {
			int copy = (this.firstCopy + i) % COPIES;
			write(latest, copy);
			this.file.sync();
		}
		this.firstCopy = 0;
		this.state = next;
		this.failed = false;
	}

	private void write(VoteRecord latest, int copy) throws IOException {
		try {
			this.file.write(latest.encode(), (long) copy * COPY_DISTANCE_BYTES);
		}
		catch (NoSpaceException ex) {
			this.firstCopy = copy;
			this.failed = false;
			throw ex;
		}
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

}
