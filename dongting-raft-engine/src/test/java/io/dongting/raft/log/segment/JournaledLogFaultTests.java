package io.dongting.raft.log.segment;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.dongting.raft.log.LogFailedException;
import io.dongting.raft.log.TestEntries;
import io.dongting.raft.log.TestEntries.Entry;
import io.dongting.raft.storage.NoSpaceException;
import io.dongting.simulation.SimulatedFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Errors of the journal, and of the log's own files behind it.
 */
class JournaledLogFaultTests {

	private static final int ENTRY_BYTES = 100;

	private static final int SETTLING_BYTES = 5 * ENTRY_BYTES;

	/** As much as may be unsettled. */
	private static final int MOST_ENTRIES = 20;

	private final LogConfiguration configuration = LogFixture.configuration(100 * ENTRY_BYTES)
		.withSettling(SETTLING_BYTES);

	private final SimulatedFileSystem disk = new SimulatedFileSystem();

	private final HeldJournal journal = new HeldJournal(5 * ENTRY_BYTES);

	private LogFixture fixture;

	@BeforeEach
	void emptyLog() throws IOException {
		this.fixture = LogFixture.created(this.disk, this.configuration, this.journal);
	}

	private static List<Entry> entries(long first, int count) {
		return TestEntries.entries(first, count, 1, ENTRY_BYTES - 44);
	}

	private void endWrite() {
		this.fixture.run(this.journal::end);
	}

	private void journal(List<Entry> entries) {
		this.fixture.append(entries);
		endWrite();
	}

	private List<Entry> stored() throws IOException {
		SimulatedFileSystem copy = this.disk.copy();
		copy.killProcess();
		return LogFixture.opened(copy, this.configuration).readAll();
	}

	@Test
	void aFailureOfTheJournalEndsAllWriting() {
		// R26
		journal(entries(1, 2));
		this.fixture.append(entries(3, 1));
		this.fixture.run(() -> this.journal.fail(new IOException("sync")));
		assertThat(this.fixture.failed).hasSize(1);
		assertThatExceptionOfType(LogFailedException.class).isThrownBy(() -> this.fixture.append(entries(4, 1)));
		this.fixture.run(this.fixture.log::flush);
		this.fixture.run(this.journal.settleSoon);
		this.fixture.world.advance(Duration.ofSeconds(5));
		assertThat(this.fixture.durable).containsExactly(2L);
		assertThat(this.journal.settled).isEmpty();
		assertThat(this.fixture.readAll()).isEqualTo(entries(1, 3));
		this.fixture.close();
		// The next start finds there what was acknowledged
		assertThat(this.journal.left).isFalse();
	}

	@Test
	void aSettlingThatFailsEndsAllWritingAndTheJournalKeepsTheEntries() throws IOException {
		journal(entries(1, 2));
		this.fixture.append(entries(3, 1));
		this.disk.faults().failNextSync((path) -> path.endsWith(".segment"));
		this.fixture.run(this.journal.settleSoon);
		assertThat(this.fixture.failed).hasSize(1);
		endWrite();
		assertThat(this.fixture.durable).containsExactly(2L);
		assertThatExceptionOfType(LogFailedException.class).isThrownBy(() -> this.fixture.append(entries(4, 1)));
		this.fixture.run(this.journal.settleSoon);
		assertThat(this.journal.stopped).isTrue();
		this.fixture.world.advance(Duration.ofSeconds(5));
		this.fixture.close();
		assertThat(this.journal.settled).isEmpty();
		assertThat(this.journal.left).isFalse();
	}

	@Test
	void aFullDiskRefusesSettlingButNotWhatTheJournalHasRoomFor() throws IOException {
		// R29, R30
		this.disk.faults().limitSpace(0);
		for (int i = 1; i <= MOST_ENTRIES; i++) {
			journal(entries(i, 1));
		}
		assertThat(this.fixture.log.durableIndex()).isEqualTo(MOST_ENTRIES);
		assertThat(this.fixture.log.waitingForSpace()).isTrue();
		this.fixture.append(entries(MOST_ENTRIES + 1, 1));
		this.fixture.append(entries(MOST_ENTRIES + 2, 1));
		this.fixture.world.advance(Duration.ofSeconds(5));
		assertThat(this.journal.writes).isEmpty();
		assertThat(this.journal.settled).isEmpty();
		assertThat(this.fixture.log.durableIndex()).isEqualTo(MOST_ENTRIES);
		assertThat(Duration.ofNanos(this.fixture.log.stalledNanos())).isGreaterThan(Duration.ofSeconds(4));
		this.disk.faults().freeSpace();
		this.fixture.world.advance(Duration.ofSeconds(1));
		assertThat(this.fixture.log.durableIndex()).isEqualTo(MOST_ENTRIES + 2);
		assertThat(this.fixture.log.waitingForSpace()).isFalse();
		assertThat(this.journal.settled).containsExactly(2L * MOST_ENTRIES);
		assertThat(stored()).isEqualTo(entries(1, MOST_ENTRIES + 2));
		assertThat(this.fixture.failed).isEmpty();
	}

	/** Else no group could lead any more, though all of them acknowledge. */
	@Test
	void aLogIsNotStalledAsLongAsTheJournalTakesItsWrites() throws IOException {
		this.disk.faults().limitSpace(0);
		for (int i = 1; i <= MOST_ENTRIES; i++) {
			journal(entries(i, 1));
			this.fixture.world.advance(Duration.ofSeconds(1));
			assertThat(this.fixture.log.stalledNanos()).isZero();
		}
		this.fixture.append(entries(MOST_ENTRIES + 1, 1));
		this.fixture.world.advance(Duration.ofSeconds(3));
		assertThat(Duration.ofNanos(this.fixture.log.stalledNanos())).isBetween(Duration.ofSeconds(2),
				Duration.ofSeconds(3));
	}

	@Test
	void whatIsIdleIsSettledWhenThereIsSpaceAgain() throws IOException {
		this.disk.faults().limitSpace(0);
		journal(entries(1, 1));
		this.fixture.world.advance(Duration.ofSeconds(3));
		assertThat(this.journal.settled).isEmpty();
		this.disk.faults().freeSpace();
		this.fixture.world.advance(Duration.ofSeconds(1));
		assertThat(this.journal.settled).containsExactly(2L);
		assertThat(stored()).isEqualTo(entries(1, 1));
	}

	@Test
	void aLargeWriteOnAFullDiskIsTriedAgainWithWhatIsUnsettled() throws IOException {
		for (int space = 0; space < 12 * ENTRY_BYTES; space += 37) {
			emptyDisk();
			journal(entries(1, 3));
			this.fixture.disk.faults().limitSpace(space);
			this.fixture.append(entries(4, 6));
			this.fixture.append(entries(10, 1));
			this.fixture.world.advance(Duration.ofSeconds(5));
			this.fixture.disk.faults().freeSpace();
			this.fixture.world.advance(Duration.ofSeconds(1));
			if (!this.journal.writes.isEmpty()) {
				endWrite();
			}
			assertThat(this.fixture.log.durableIndex()).as("with %d bytes", space).isEqualTo(10);
			assertThat(this.fixture.failed).isEmpty();
		}
	}

	/** A fresh log on a fresh disk, with a journal of its own. */
	private void emptyDisk() throws IOException {
		this.journal.writes.clear();
		this.journal.settled.clear();
		this.fixture = LogFixture.created(new SimulatedFileSystem(), this.configuration, this.journal);
	}

	@Test
	void aTruncationThatMeetsAFullDiskIsTriedAgainWithWhatItLeaves() throws IOException {
		journal(entries(1, 4));
		this.disk.faults().limitSpace(0);
		this.fixture.truncateFrom(3);
		this.fixture.world.advance(Duration.ofSeconds(2));
		assertThat(this.fixture.log.truncating()).isTrue();
		assertThat(this.journal.settled).isEmpty();
		this.disk.faults().freeSpace();
		this.fixture.world.advance(Duration.ofSeconds(1));
		assertThat(this.fixture.log.truncating()).isFalse();
		assertThat(this.journal.settled).containsExactly(2L);
		assertThat(stored()).isEqualTo(entries(1, 2));
	}

	/** Trap G: closing waits for nothing that may never come. */
	@Test
	void whatCannotBeSettledAtTheEndStaysInTheJournal() throws IOException {
		journal(entries(1, 2));
		this.disk.faults().limitSpace(0);
		this.fixture.close();
		assertThat(this.journal.settled).isEmpty();
		assertThat(this.journal.stopped).isTrue();
		assertThat(this.journal.left).isFalse();
		assertThat(stored()).isEmpty();
	}

	@Test
	void aFailureOfTheJournalAfterTheCloseIsNotToldAnyMore() {
		this.fixture.append(entries(1, 2));
		List<String> closed = new ArrayList<>();
		this.fixture.run(() -> this.fixture.log.close(() -> closed.add("closed")));
		this.fixture.run(() -> this.journal.fail(new IOException("closed")));
		assertThat(closed).containsExactly("closed");
		assertThat(this.fixture.failed).isEmpty();
		assertThat(this.fixture.durable).containsExactly(2L);
	}

	@Test
	void whatTheJournalHasNoSpaceForGoesToTheFilesOfTheLog() throws IOException {
		journal(entries(1, 1));
		this.fixture.append(entries(2, 2));
		this.fixture.append(entries(4, 1));
		this.fixture.run(() -> this.journal.fail(new NoSpaceException("no room for a file", new IOException())));
		assertThat(this.fixture.log.durableIndex()).isEqualTo(4);
		assertThat(stored()).isEqualTo(entries(1, 4));
		// The journal may have room for the next
		journal(entries(5, 1));
		assertThat(this.fixture.log.durableIndex()).isEqualTo(5);
		assertThat(this.fixture.failed).isEmpty();
	}

	@Test
	void whatNeitherHasSpaceForInTheEndGoesBackInOrder() throws IOException {
		this.fixture.append(entries(1, 2));
		this.fixture.append(entries(3, 2));
		this.fixture.holdIo = true;
		this.fixture.world.advance(Duration.ofSeconds(3));
		assertThat(this.fixture.held).as("written without the journal").hasSize(1);
		this.fixture.run(() -> this.journal.fail(new NoSpaceException("no room for a file", new IOException())));
		this.fixture.append(entries(5, 1));
		this.disk.faults().limitSpace(0);
		this.fixture.holdIo = false;
		this.fixture.releaseOne();
		assertThat(this.fixture.log.waitingForSpace()).isTrue();
		this.disk.faults().freeSpace();
		this.fixture.world.advance(Duration.ofSeconds(1));
		assertThat(this.fixture.failed).isEmpty();
		assertThat(this.fixture.log.durableIndex()).isEqualTo(5);
		assertThat(stored()).isEqualTo(entries(1, 5));
	}

	/** A group may lead again where only the journal is stuck. */
	@Test
	void whatTheJournalDoesNotAnswerStallsTheLogOnlyUntilItIsDoneWithout() {
		this.fixture.append(entries(1, 2));
		this.fixture.world.advance(Duration.ofMillis(900));
		assertThat(Duration.ofNanos(this.fixture.log.stalledNanos())).isGreaterThanOrEqualTo(Duration.ofMillis(900));
		this.fixture.world.advance(Duration.ofSeconds(3));
		assertThat(this.fixture.log.stalledNanos()).isZero();
		this.fixture.append(entries(3, 1));
		assertThat(this.fixture.log.durableIndex()).isEqualTo(3);
		assertThat(this.fixture.log.stalledNanos()).isZero();
	}

	@Test
	void whatNeitherHasSpaceForWaits() throws IOException {
		this.disk.faults().limitSpace(0);
		this.fixture.append(entries(1, 2));
		this.fixture.run(() -> this.journal.fail(new NoSpaceException("no room for a file", new IOException())));
		this.fixture.append(entries(3, 1));
		this.fixture.world.advance(Duration.ofSeconds(3));
		assertThat(this.journal.writes).isEmpty();
		assertThat(this.fixture.log.waitingForSpace()).isTrue();
		this.fixture.truncateFrom(2);
		this.disk.faults().freeSpace();
		this.fixture.world.advance(Duration.ofSeconds(1));
		assertThat(this.fixture.log.truncating()).isFalse();
		endWrite();
		assertThat(this.fixture.log.durableIndex()).isEqualTo(1);
		assertThat(this.journal.written.get(0).entries()).isEqualTo(entries(1, 1));
	}

	@Test
	void whatWasTruncatedMeanwhileIsNotWrittenAfterAll() throws IOException {
		this.fixture.append(entries(1, 4));
		this.fixture.truncateFrom(3);
		this.fixture.run(() -> this.journal.fail(new NoSpaceException("no room for a file", new IOException())));
		assertThat(this.fixture.log.durableIndex()).isEqualTo(2);
		this.fixture.append(TestEntries.entries(3, 1, 2, 10));
		assertThat(this.fixture.log.durableIndex()).isEqualTo(3);
		assertThat(stored()).hasSize(3).startsWith(entries(1, 2).toArray(Entry[]::new));
		assertThat(this.fixture.thrown).isEmpty();
	}

}
