package io.dongting.raft.log.journal;

import java.io.IOException;

import io.dongting.simulation.DiskOperation.Kind;
import io.dongting.simulation.SimulatedFileSystem;
import org.junit.jupiter.api.Test;

import static io.dongting.raft.log.journal.JournalFixture.WRITES_OF_A_FILE;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The end of a journal, and the beginning of the next in its place.
 */
class JournalCloseTests {

	private final SimulatedFileSystem disk = new SimulatedFileSystem();

	private final JournalFixture fixture;

	private final TestLog first;

	private final TestLog second;

	JournalCloseTests() throws IOException {
		this.fixture = JournalFixture.opened(this.disk, 3);
		this.first = this.fixture.join(1);
		this.second = this.fixture.join(2);
	}

	@Test
	void whereAllIsSettledNothingIsLeft() throws IOException {
		for (int i = 0; i < WRITES_OF_A_FILE; i++) {
			this.first.append(1);
			this.second.append(1);
		}
		this.first.settled(this.first.lastNumber());
		this.second.leave();
		assertThat(this.fixture.records().logs()).isNotEmpty();
		this.fixture.journal.close();
		assertThat(this.fixture.records().logs()).isEmpty();
		assertThat(this.disk.openFiles()).isZero();
	}

	@Test
	void whatIsNotSettledIsLeft() throws IOException {
		this.first.append(1);
		this.second.append(1);
		this.second.leave();
		this.fixture.journal.close();
		assertThat(this.fixture.replay(this.first)).isEqualTo(this.first.entries);
		assertThat(this.disk.openFiles()).isZero();
	}

	@Test
	void aJournalThatBeginsAnewHoldsNothing() throws IOException {
		for (int i = 0; i < 2 * WRITES_OF_A_FILE; i++) {
			this.first.append(1);
		}
		this.disk.killProcess();
		JournalFixture next = JournalFixture.opened(this.disk, 3);
		assertThat(next.records().logs()).isEmpty();
		assertThat(next.fileNames()).hasSize(1);
		TestLog log = next.join(1);
		log.append(1);
		assertThat(next.replay(log)).isEqualTo(log.entries);
	}

	@Test
	void theNumbersOfFilesAreNeverUsedAgain() throws IOException {
		this.first.append(1);
		this.fixture.journal.close();
		assertThat(this.fixture.fileNames()).containsExactly(JournalFormat.path("", 1));
		assertThat(JournalFixture.opened(this.disk, 3).fileNames()).containsExactly(JournalFormat.path("", 2));
	}

	@Test
	void afterItClosedNothingIsWritten() throws IOException {
		this.fixture.journal.close();
		this.fixture.operations.clear();
		this.first.append(1);
		assertThat(this.first.failed).hasSize(1).first().isInstanceOf(IllegalStateException.class);
		this.first.settled(1);
		this.first.leave();
		assertThat(this.fixture.operations).isEmpty();
	}

	/** In one thread, as in a simulation, nobody else will do what the executor has. */
	@Test
	void whoClosesRefusesWhatTheExecutorHasNotBegun() throws IOException {
		this.fixture.holdIo = true;
		this.first.append(1);
		this.fixture.journal.close();
		this.fixture.settle();
		assertThat(this.first.failed).hasSize(1).first().isInstanceOf(IllegalStateException.class);
		this.fixture.releaseOne();
		assertThat(this.fixture.count(Kind.SYNC)).isEqualTo(1);
		assertThat(this.first.written).isEmpty();
		assertThat(this.fixture.records().logs()).isEmpty();
	}

	@Test
	void closingTwiceDoesNothing() throws IOException {
		this.first.append(1);
		this.fixture.journal.close();
		this.fixture.operations.clear();
		this.fixture.journal.close();
		assertThat(this.fixture.operations).isEmpty();
	}

	@Test
	void whatWaitsForRoomIsRefused() throws IOException {
		for (int i = 0; i < 3 * WRITES_OF_A_FILE; i++) {
			this.first.append(1);
		}
		this.second.append(1);
		this.fixture.journal.close();
		this.fixture.settle();
		assertThat(this.second.failed).hasSize(1);
		assertThat(this.fixture.replay(this.first)).isEqualTo(this.first.entries);
	}

	@Test
	void aJournalThatCameToNothingCanBeReplaced() throws IOException {
		SimulatedFileSystem full = new SimulatedFileSystem();
		full.faults().limitSpace(5000);
		JournalFixture.opened(full, 3).journal.close();
		full.faults().freeSpace();
		assertThat(JournalFixture.opened(full, 3).fileNames()).hasSize(1);
	}

}
