package io.dongting.raft.log.journal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.dongting.fiber.VirtualTime;
import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.TestEntries;
import io.dongting.raft.log.TestEntries.Entry;
import io.dongting.simulation.DiskOperation;
import io.dongting.simulation.DiskOperation.Kind;
import io.dongting.simulation.SimulatedFileSystem;

/**
 * A journal on a simulated disk, of groups in virtual time. Blocking work is done some
 * time after it was handed in, or when the test says so.
 */
final class JournalFixture {

	static final String DIRECTORY = "node/journal";

	private static final int PAGE_BYTES = 4096;

	private static final int IO_NANOS = 1000;

	/** Each file has room for this many small writes. */
	static final int WRITES_OF_A_FILE = 3;

	static final int LARGEST_WRITE_BYTES = 3000;

	final SimulatedFileSystem disk;

	final VirtualTime world = new VirtualTime(1);

	final ArrayDeque<Runnable> held = new ArrayDeque<>();

	final List<DiskOperation> operations = new ArrayList<>();

	final List<Throwable> thrown = new ArrayList<>();

	boolean holdIo;

	Journal journal;

	JournalFixture(SimulatedFileSystem disk) {
		this.disk = disk;
	}

	static JournalConfiguration configuration(int mostFiles) {
		return new JournalConfiguration((3 + WRITES_OF_A_FILE) * PAGE_BYTES, mostFiles, LARGEST_WRITE_BYTES);
	}

	static JournalFixture opened(SimulatedFileSystem disk, int mostFiles) throws IOException {
		return opened(disk, configuration(mostFiles));
	}

	static JournalFixture opened(SimulatedFileSystem disk, JournalConfiguration configuration) throws IOException {
		JournalFixture fixture = new JournalFixture(disk);
		fixture.journal = Journal.open(configuration, disk, DIRECTORY, fixture::io);
		disk.onOperation(fixture.operations::add);
		return fixture;
	}

	private void io(Runnable task) {
		if (this.holdIo) {
			this.held.add(task);
		}
		else {
			this.world.schedule(IO_NANOS, task);
		}
	}

	/** Do the oldest held blocking work. */
	void releaseOne() {
		this.world.schedule(IO_NANOS, this.held.remove());
		settle();
	}

	/** Let what is under way end. */
	void settle() {
		this.world.advance(Duration.ofMillis(1));
	}

	/** A log of a group that has nothing else to do. */
	TestLog join(int groupId) {
		return new TestLog(this, groupId, new UUID(7, groupId));
	}

	long count(Kind kind) {
		return this.operations.stream().filter((operation) -> operation.kind() == kind).count();
	}

	List<String> fileNames() throws IOException {
		return this.disk.list(DIRECTORY).stream().filter((name) -> name.endsWith(".journal")).toList();
	}

	static String path(long fileNumber) {
		return JournalFormat.path(DIRECTORY, fileNumber);
	}

	/** Where the write begins that is the n-th in its file, from 0, if all are small. */
	static int writeOffset(int write) {
		return (2 + write) * PAGE_BYTES;
	}

	/** Read what the disk holds now. */
	JournalRecords records() throws IOException {
		return JournalRecords.read(this.disk, DIRECTORY);
	}

	/** Read what a log has in the journal. */
	List<Entry> replay(TestLog log) throws IOException {
		return replay(records(), log);
	}

	static List<Entry> replay(JournalRecords records, TestLog log) throws IOException {
		List<EntryBatch> batches = new ArrayList<>();
		records.replay(log.name(), (epoch, batch) -> batches.add(batch));
		return batches.stream().flatMap((batch) -> TestEntries.decode(batch).stream()).toList();
	}

}
