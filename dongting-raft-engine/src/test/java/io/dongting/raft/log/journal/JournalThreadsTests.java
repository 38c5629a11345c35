package io.dongting.raft.log.journal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.dongting.fiber.FiberGroup;
import io.dongting.fiber.SystemClock;
import io.dongting.fiber.ThreadDispatcher;
import io.dongting.raft.log.TestEntries;
import io.dongting.raft.log.TestEntries.Entry;
import io.dongting.raft.storage.nio.NioFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real threads and files: groups of several dispatchers that write as fast as they can.
 */
class JournalThreadsTests {

	private static final int WRITES = 300;

	@Test
	void severalDispatchersWriteSettleAndFindEverything(@TempDir Path root) throws Exception {
		NioFileSystem files = new NioFileSystem(root);
		ExecutorService io = Executors.newFixedThreadPool(2);
		Journal journal = Journal.open(new JournalConfiguration(64 * 1024, 3, 8 * 1024), files, "journal", io);
		List<Writer> writers = new ArrayList<>();
		try (ThreadDispatcher first = new ThreadDispatcher("first", new SystemClock());
				ThreadDispatcher second = new ThreadDispatcher("second", new SystemClock())) {
			first.start();
			second.start();
			for (int i = 0; i < 6; i++) {
				writers.add(new Writer(journal, ((i % 2 == 0) ? first : second).createGroup("group " + i), i));
			}
			for (Writer writer : writers) {
				assertThat(writer.done.await(30, TimeUnit.SECONDS)).as("all is written").isTrue();
				assertThat(writer.failure).isNull();
			}
			journal.close();
		}
		finally {
			io.shutdown();
		}
		assertThat(JournalFormat.fileNumbers(files, "journal")).as("goes round").allMatch((number) -> number > 10);
		JournalRecords records = JournalRecords.read(files, "journal");
		for (Writer writer : writers) {
			List<Entry> found = new ArrayList<>();
			records.replay(writer.log, (epoch, batch) -> found.addAll(TestEntries.decode(batch)));
			long first = found.isEmpty() ? WRITES + 1 : found.get(0).index();
			assertThat(first).as("nothing is lost").isLessThanOrEqualTo(writer.settled + 1);
			assertThat(found).isEqualTo(TestEntries.entries(first, (int) (WRITES + 1 - first), 1, 50));
		}
	}

	/** Writes again as soon as it is told, and settles now and then and when asked. */
	private static final class Writer {

		private final CountDownLatch done = new CountDownLatch(1);

		private final JournaledLog log;

		private final JournalMember member;

		private long lastIndex;

		private long lastNumber;

		private volatile long settled;

		private volatile Throwable failure;

		Writer(Journal journal, FiberGroup group, int groupId) {
			this.log = new JournaledLog(groupId, new UUID(7, groupId));
			this.member = journal.join(group, groupId, this.log.replicaUuid(), this::settle);
			group.execute(this::write);
		}

		private void write() {
			long index = this.lastIndex + 1;
			this.member.append(List.of(TestEntries.batch(TestEntries.entries(index, 1, 1, 50), Math.min(1, index - 1))),
					1, (number) -> {
						this.lastIndex = index;
						this.lastNumber = number;
						next();
					}, (cause) -> {
						this.failure = cause;
						this.done.countDown();
					});
		}

		private void next() {
			if (this.lastIndex == WRITES) {
				this.done.countDown();
				return;
			}
			if (this.lastIndex % 50 == 0) {
				settle();
			}
			write();
		}

		private void settle() {
			this.settled = this.lastIndex;
			this.member.settled(this.lastNumber);
		}

	}

}
