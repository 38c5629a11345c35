package io.dongting.raft.log.journal;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

import io.dongting.raft.log.LogFailedException;
import io.dongting.raft.storage.NoSpaceException;
import io.dongting.simulation.SimulatedFileSystem;
import org.junit.jupiter.api.Test;

import static io.dongting.raft.log.journal.JournalFixture.WRITES_OF_A_FILE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Disks that fail, for good (R26) or because they are full (R29).
 */
class JournalFaultTests {

	private final SimulatedFileSystem disk = new SimulatedFileSystem();

	private final JournalFixture fixture;

	private final TestLog first;

	private final TestLog second;

	JournalFaultTests() throws IOException {
		this.fixture = JournalFixture.opened(this.disk, 3);
		this.first = this.fixture.join(1);
		this.second = this.fixture.join(2);
	}

	private void assertFailedForGood() {
		this.fixture.operations.clear();
		assertThat(this.first.failed).hasSize(1).first().isInstanceOf(IOException.class);
		this.second.append(1);
		this.first.append(1);
		assertThat(this.second.failed).last().isInstanceOf(LogFailedException.class);
		assertThat(this.first.failed).last().isInstanceOf(LogFailedException.class);
		assertThat(this.first.failed.get(1)).hasCause(this.first.failed.get(0));
		assertThat(this.fixture.operations).isEmpty();
	}

	/** The sync after it would succeed (trap P5). */
	@Test
	void aFailedSyncEndsAllWriting() throws IOException {
		this.second.append(1);
		this.disk.faults().failNextSync((path) -> path.endsWith(".journal"));
		this.first.append(1);
		assertFailedForGood();
		assertThat(this.first.written).isEmpty();
		this.disk.faults().clear();
		this.fixture.journal.close();
		assertThat(this.fixture.operations).isEmpty();
		assertThat(this.fixture.replay(this.second)).isEqualTo(this.second.entries.subList(0, 1));
	}

	@Test
	void aFailedWriteEndsAllWriting() {
		this.disk.faults().failNextWrite((path) -> path.endsWith(".journal"));
		this.first.append(1);
		assertFailedForGood();
	}

	@Test
	void aFailedSyncOfTheNamesEndsAllWriting() {
		for (int i = 0; i < WRITES_OF_A_FILE; i++) {
			this.second.append(1);
		}
		this.disk.faults().failNextSync(JournalFixture.DIRECTORY::equals);
		this.first.append(1);
		assertFailedForGood();
	}

	@Test
	void whoeverWaitsIsToldOfTheFailure() {
		this.fixture.holdIo = true;
		this.first.append(1);
		this.second.append(1);
		this.disk.faults().failNextSync((path) -> true);
		this.fixture.releaseOne();
		assertThat(this.first.failed).hasSize(1);
		assertThat(this.second.failed).containsExactly(this.first.failed.get(0));
	}

	/** It was written when its time came, before it was needed, and nobody waited. */
	@Test
	void aFailureOfTheNextFileEndsAllWriting() {
		this.second.append(1);
		this.second.append(1);
		this.disk.faults().failNextWrite((path) -> path.endsWith(JournalFormat.SPARE_NAME));
		this.second.append(1);
		this.first.append(1);
		assertThat(this.first.failed).hasSize(1);
	}

	@Test
	void anExecutorThatTakesNothingEndsAllWriting() throws IOException {
		Journal journal = Journal.open(JournalFixture.configuration(2), new SimulatedFileSystem(), "journal",
				(task) -> {
					throw new RejectedExecutionException("over");
				});
		this.fixture.journal = journal;
		TestLog log = this.fixture.join(1);
		log.append(1);
		log.append(1);
		assertThat(log.failed).hasSize(2);
		assertThat(log.failed.get(0)).isInstanceOf(RejectedExecutionException.class);
		assertThat(log.failed.get(1)).isInstanceOf(LogFailedException.class);
		assertThatCode(journal::close).doesNotThrowAnyException();
	}

	@Test
	void aFullDiskIsToldAndNotTheEnd() throws IOException {
		int pages = 6;
		JournalFixture wide = JournalFixture.opened(new SimulatedFileSystem(),
				new JournalConfiguration(pages * 4096, 3, 3 * 4096 - 100));
		TestLog log = wide.join(1);
		wide.disk.faults().limitSpace(pages * 4096);
		log.appendOnly(1, 3 * 4096 - 200);
		wide.settle();
		assertThat(log.written).as("the next file is only wanted").hasSize(1);
		log.append(1);
		assertThat(log.failed).hasSize(1).first().isInstanceOf(NoSpaceException.class);
		log.entries.remove(1);
		wide.disk.faults().freeSpace();
		log.append(2);
		assertThat(log.written).containsExactly(1L, 2L);
		assertThat(wide.fileNames()).hasSize(2);
		assertThat(wide.replay(log)).isEqualTo(log.entries);
	}

	/** On a disk that copies on write: what of it was written must not count. */
	@Test
	void aWriteThatMeetsAFullDiskIsMadeAgainInItsPlace() throws IOException {
		this.first.append(1);
		this.disk.faults().limitSpace(150);
		this.second.append(1);
		assertThat(this.second.failed).hasSize(1).first().isInstanceOf(NoSpaceException.class);
		assertThat(this.fixture.replay(this.second)).isEmpty();
		this.disk.faults().freeSpace();
		this.first.append(3);
		assertThat(this.first.written).containsExactly(1L, 2L);
		assertThat(this.fixture.replay(this.second)).isEmpty();
		assertThat(this.fixture.replay(this.first)).isEqualTo(this.first.entries);
	}

	/** What was refused is not the end of a file that others follow. */
	@Test
	void aWriteThatMeetsAFullDiskMayBeMadeAgainInTheNextFile() throws IOException {
		for (int i = 0; i < WRITES_OF_A_FILE - 1; i++) {
			this.first.append(1);
		}
		this.disk.faults().limitSpace(500);
		this.second.append(1);
		assertThat(this.second.failed).hasSize(1);
		assertThat(this.fixture.replay(this.second)).as("by chance").hasSize(1);
		this.second.entries.clear();
		this.disk.faults().freeSpace();
		this.fixture.holdIo = true;
		this.second.appendOnly(2, 1400);
		this.first.appendOnly(2, 1400);
		this.fixture.releaseOne();
		assertThat(this.second.written).containsExactly((long) WRITES_OF_A_FILE);
		assertThat(this.fixture.fileNames()).hasSize(2);
		assertThat(this.fixture.replay(this.second)).isEqualTo(this.second.entries);
		assertThat(this.fixture.replay(this.first)).isEqualTo(this.first.entries);
	}

	/** Or nobody would ever be told what is wrong with the node. */
	@Test
	void aFullDiskDoesNotKeepTheJournalFromBeingOpened() throws IOException {
		SimulatedFileSystem full = new SimulatedFileSystem();
		full.faults().limitSpace(1000);
		JournalFixture opened = JournalFixture.opened(full, 3);
		TestLog log = opened.join(1);
		log.append(1);
		assertThat(log.failed).hasSize(1).first().isInstanceOf(NoSpaceException.class);
		log.entries.clear();
		full.faults().freeSpace();
		log.append(1);
		assertThat(log.written).hasSize(1);
		assertThat(opened.replay(log)).isEqualTo(log.entries);
	}

	@Test
	void whatCannotBeOpenedLeavesNothingOpen() {
		this.disk.killProcess();
		for (String failing : List.of(".journal", JournalFixture.DIRECTORY, JournalFormat.SPARE_NAME)) {
			this.disk.faults().failNextSync((path) -> path.endsWith(failing));
			assertThatIOException().isThrownBy(() -> JournalFixture.opened(this.disk, 3));
			assertThat(this.disk.openFiles()).isZero();
		}
	}

	@Test
	void aFullDiskKeepsTheJournalNeitherFromBeingReadNorFromBeingClosed() throws IOException {
		this.first.append(1);
		this.first.settled(1);
		this.disk.faults().limitSpace(0);
		this.fixture.journal.close();
		assertThat(this.fixture.replay(this.first)).isEqualTo(this.first.entries);
		assertThat(this.disk.openFiles()).isZero();
	}

	@Test
	void aFailureToSayThatAllIsSettledIsToldWhenItCloses() {
		this.first.append(1);
		this.first.settled(1);
		this.disk.faults().failNextSync((path) -> true);
		assertThatIOException().isThrownBy(this.fixture.journal::close).withMessageContaining("sync");
		assertThat(this.disk.openFiles()).isZero();
	}

}
