package io.dongting.raft.log.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

import io.dongting.fiber.FiberGroup;
import io.dongting.raft.log.CorruptEntryException;
import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.journal.JournalMember;
import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.storage.StorageFile;
import io.dongting.raft.storage.StorageLane;
import io.dongting.raft.storage.StoragePaths;

/**
 * A journal of one log that does what it must in the simplest way: each write has a file
 * of its own, which gets its name when it is whole.
 */
final class SimpleJournal implements JournalMember, JournalSeat {

	static final int LARGEST_WRITE_BYTES = 450;

	private static final String DIRECTORY = "journal";

	private static final String NEW_FILE = DIRECTORY + "/new";

	private final FileSystem files;

	private final StorageLane lane;

	private long lastNumber;

	private long settledNumber;

	private SimpleJournal(FileSystem files, FiberGroup group, Executor io) {
		this.files = files;
		this.lane = new StorageLane(group, io);
	}

	/** Bring to the log what is in the journal, and begin the journal anew. */
	static SimpleJournal replayed(FileSystem files, LogConfiguration configuration, FiberGroup group, Executor io)
			throws IOException {
		StoragePaths.createDurably(files, DIRECTORY);
		if (SegmentedLog.exists(files, LogFixture.DIRECTORY)) {
			try (LogReplay replay = LogReplay.open(configuration, files, LogFixture.DIRECTORY)) {
				for (String name : records(files)) {
					replay(files, DIRECTORY + "/" + name, replay);
				}
				replay.write();
			}
		}
		for (String name : files.list(DIRECTORY)) {
			files.delete(DIRECTORY + "/" + name);
		}
		files.syncDirectory(DIRECTORY);
		return new SimpleJournal(files, group, io);
	}

	private static List<String> records(FileSystem files) throws IOException {
		return files.list(DIRECTORY).stream().filter((name) -> !NEW_FILE.endsWith(name)).sorted().toList();
	}

	private static void replay(FileSystem files, String path, LogReplay replay) throws IOException {
		try (StorageFile file = files.open(path)) {
			ByteBuffer content = ByteBuffer.allocate((int) file.sizeBytes());
			file.read(content, 0);
			long epoch = content.flip().getLong();
			replay.accept(epoch, EntryBatch.verify(content));
		}
		catch (CorruptEntryException ex) {
			throw new AssertionError("A record with a name is whole: " + path, ex);
		}
	}

	@Override
	public JournalMember take(Runnable settleSoon) {
		return this;
	}

	@Override
	public int largestWriteBytes() {
		return LARGEST_WRITE_BYTES;
	}

	@Override
	public void append(List<EntryBatch> batches, long epoch, LongConsumer written, Consumer<Throwable> failed) {
		long number = ++this.lastNumber;
		List<ByteBuffer> buffers = new ArrayList<>();
		buffers.add(ByteBuffer.allocate(Long.BYTES).putLong(0, epoch));
		batches.forEach((batch) -> buffers.add(batch.bytes()));
		this.lane.submit(() -> {
			try (StorageFile file = this.files.open(NEW_FILE)) {
				file.truncate(0);
				file.write(buffers.toArray(ByteBuffer[]::new), 0);
				file.syncAll();
			}
			this.files.rename(NEW_FILE, path(number));
			this.files.syncDirectory(DIRECTORY);
			return number;
		}, written::accept, failed);
	}

	private static String path(long number) {
		return DIRECTORY + "/" + String.format("%08d", number);
	}

	@Override
	public void settled(long number) {
		long first = this.settledNumber + 1;
		this.settledNumber = number;
		this.lane.submit(() -> {
			for (long gone = first; gone <= number; gone++) {
				this.files.delete(path(gone));
			}
			return number;
		}, (gone) -> {
		}, (failure) -> {
		});
	}

	@Override
	public void stop() {
		// nobody else waits
	}

	@Override
	public void leave() {
		// the next start passes over what is in the files of the log
	}

}
