package io.dongting.raft.log.segment;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.dongting.raft.log.TestEntries;
import io.dongting.raft.log.TestEntries.Entry;
import io.dongting.simulation.DiskOperation;
import io.dongting.simulation.SimulatedFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A log whose small writes go to a journal first, while nothing fails.
 */
class JournaledLogTests {

	private static final int ENTRY_BYTES = 100;

	private static final int LARGEST_WRITE_BYTES = 5 * ENTRY_BYTES;

	private static final int SETTLING_BYTES = 10 * ENTRY_BYTES;

	private static final Duration STATEMENT_DELAY = Duration.ofMillis(100);

	/** Nothing that is in the log's own files stays in memory. */
	private final LogConfiguration configuration = LogFixture.configuration(100 * ENTRY_BYTES)
		.withSizes(LogConfiguration.SEGMENT_OVERHEAD_BYTES + 100 * ENTRY_BYTES, 100 * ENTRY_BYTES, 0)
		.withSettling(SETTLING_BYTES);

	private final SimulatedFileSystem disk = new SimulatedFileSystem();

	private final HeldJournal journal = new HeldJournal(LARGEST_WRITE_BYTES);

	private final List<DiskOperation.Kind> operations = new ArrayList<>();

	private LogFixture fixture;

	@BeforeEach
	void emptyLog() throws IOException {
		this.fixture = LogFixture.created(this.disk, this.configuration, this.journal);
		this.disk.onOperation((operation) -> this.operations.add(operation.kind()));
	}

	private static List<Entry> entries(long first, int count) {
		return entries(first, count, 1);
	}

	private static List<Entry> entries(long first, int count, long term) {
		return TestEntries.entries(first, count, term, ENTRY_BYTES - 44);
	}

	private void endWrite() {
		this.fixture.run(this.journal::end);
	}

	private void journal(List<Entry> entries) {
		this.fixture.append(entries);
		endWrite();
	}

	private void becomeIdle() {
		this.fixture.world.advance(STATEMENT_DELAY.plusMillis(1));
	}

	/** What is in the log's own files, as it is after a restart without a journal. */
	private LogFixture stored() throws IOException {
		SimulatedFileSystem copy = this.disk.copy();
		copy.killProcess();
		return LogFixture.opened(copy, this.configuration);
	}

	@Test
	void aSmallWriteIsDurableWhenItIsInTheJournal() throws IOException {
		this.fixture.append(entries(1, 2));
		assertThat(this.fixture.log.durableIndex()).isZero();
		endWrite();
		assertThat(this.fixture.durable).containsExactly(2L);
		assertThat(this.fixture.log.undurableBytes()).isZero();
		assertThat(this.operations).isEmpty();
		assertThat(this.journal.written.get(0).entries()).isEqualTo(entries(1, 2));
		assertThat(this.journal.written.get(0).epoch()).isEqualTo(this.fixture.log.writeEpoch());
		assertThat(stored().log.lastIndex()).isZero();
	}

	@Test
	void whatGathersDuringAWriteToTheJournalGoesWithTheNext() {
		this.fixture.append(entries(1, 1));
		this.fixture.append(entries(2, 1));
		this.fixture.append(entries(3, 1));
		endWrite();
		endWrite();
		assertThat(this.fixture.durable).containsExactly(1L, 3L);
	}

	@Test
	void aLargeWriteGoesStraightToTheFilesWithAllThatIsUnsettled() throws IOException {
		journal(entries(1, 2));
		journal(entries(3, 1));
		this.fixture.append(entries(4, 6));
		assertThat(this.operations).containsExactly(DiskOperation.Kind.WRITE, DiskOperation.Kind.WRITE,
				DiskOperation.Kind.SYNC);
		assertThat(this.journal.writes).isEmpty();
		assertThat(this.journal.settled).containsExactly(4L);
		assertThat(this.fixture.durable).containsExactly(2L, 3L, 9L);
		assertThat(stored().readAll()).isEqualTo(entries(1, 9));
	}

	@Test
	void aSmallWriteWaitsForALargeOneBeforeIt() throws IOException {
		this.fixture.holdIo = true;
		this.fixture.append(entries(1, 6));
		this.fixture.append(entries(7, 1));
		assertThat(this.journal.writes).isEmpty();
		assertThat(this.fixture.log.durableIndex()).isZero();
		this.fixture.releaseOne();
		endWrite();
		assertThat(this.fixture.log.durableIndex()).isEqualTo(7);
		assertThat(stored().readAll()).isEqualTo(entries(1, 6));
	}

	@Test
	void whatIsUnsettledIsSettledWhenItIsWorthWhile() throws IOException {
		journal(entries(1, 5));
		journal(entries(6, 4));
		assertThat(this.operations).isEmpty();
		journal(entries(10, 1));
		assertThat(this.operations).containsExactly(DiskOperation.Kind.WRITE, DiskOperation.Kind.WRITE,
				DiskOperation.Kind.SYNC);
		assertThat(this.journal.settled).containsExactly(6L);
		assertThat(stored().readAll()).isEqualTo(entries(1, 10));
	}

	@Test
	void writesToTheJournalGoOnDuringASettling() {
		this.fixture.holdIo = true;
		journal(entries(1, 5));
		journal(entries(6, 5));
		journal(entries(11, 2));
		assertThat(this.fixture.log.durableIndex()).isEqualTo(12);
		assertThat(this.fixture.held).hasSize(1);
		this.fixture.releaseOne();
		assertThat(this.journal.settled).containsExactly(5L);
	}

	@Test
	void whatIsUnsettledIsSettledAndStatedWhenNothingMoreComes() throws IOException {
		journal(entries(1, 2));
		becomeIdle();
		assertThat(this.journal.settled).containsExactly(2L);
		assertThat(stored().readAll()).isEqualTo(entries(1, 2));
		this.operations.clear();
		becomeIdle();
		assertThat(this.operations).containsExactly(DiskOperation.Kind.WRITE, DiskOperation.Kind.SYNC);
		this.operations.clear();
		becomeIdle();
		assertThat(this.operations).isEmpty();
	}

	@Test
	void nothingIsSettledForTheTimeAsLongAsMoreComes() {
		for (int i = 1; i < 9; i++) {
			journal(entries(i, 1));
			this.fixture.world.advance(STATEMENT_DELAY.minusMillis(10));
		}
		assertThat(this.operations).isEmpty();
	}

	@Test
	void theJournalCanAskForItsSpace() throws IOException {
		journal(entries(1, 2));
		this.fixture.append(entries(3, 1));
		this.fixture.run(this.journal.settleSoon);
		assertThat(this.journal.settled).containsExactly(2L);
		assertThat(stored().readAll()).isEqualTo(entries(1, 2));
		endWrite();
		assertThat(this.journal.settled).containsExactly(2L);
	}

	@Test
	void whatIsUnsettledIsReadFromMemory() {
		journal(entries(1, 2));
		this.fixture.run(() -> this.fixture.log.releaseMemory(2));
		assertThat(this.fixture.readAll()).isEqualTo(entries(1, 2));
		becomeIdle();
		assertThat(this.fixture.log.readCached(1, 1000)).isNull();
		assertThat(this.fixture.readAll()).isEqualTo(entries(1, 2));
	}

	@Test
	void eachWriteIsSettledInItsEpoch() throws IOException {
		long epoch = this.fixture.log.writeEpoch();
		journal(entries(1, 2));
		this.fixture.run(() -> {
			this.fixture.log.append(TestEntries.batch(entries(3, 1), 1));
			this.fixture.log.truncateFrom(3);
		});
		assertThat(this.fixture.log.truncating()).isFalse();
		journal(entries(3, 2, 2));
		assertThat(this.journal.written.get(1).epoch()).isEqualTo(epoch + 1);
		assertThat(stored().log.writeEpoch()).isEqualTo(epoch + 1);
		becomeIdle();
		becomeIdle();
		assertThat(this.operations).filteredOn((kind) -> kind == DiskOperation.Kind.SYNC).hasSize(2);
		assertThat(this.journal.settled).containsExactly(4L);
		LogFixture settled = stored();
		assertThat(settled.log.writeEpoch()).isEqualTo(epoch + 2);
		assertThat(settled.log.termAt(4)).isEqualTo(2);
	}

	@Test
	void aStatementGoesOnInTheEpochOfTheFiles() throws IOException {
		this.fixture.append(entries(1, 6));
		long epoch = this.fixture.log.writeEpoch();
		this.fixture.run(() -> {
			this.fixture.log.append(TestEntries.batch(entries(7, 1), 1));
			this.fixture.log.truncateFrom(7);
		});
		becomeIdle();
		assertThat(this.fixture.log.writeEpoch()).isEqualTo(epoch + 1);
		assertThat(stored().log.writeEpoch()).isEqualTo(epoch + 1);
	}

	@Test
	void aTruncationSettlesWhatItLeaves() throws IOException {
		long epoch = this.fixture.log.writeEpoch();
		journal(entries(1, 2));
		journal(entries(3, 2));
		this.fixture.truncateFrom(3);
		assertThat(this.fixture.truncations).isEqualTo(1);
		assertThat(this.journal.settled).containsExactly(4L);
		LogFixture stored = stored();
		assertThat(stored.readAll()).isEqualTo(entries(1, 2));
		// The journal's records of the earlier epoch do not count any more
		assertThat(stored.log.writeEpoch()).isEqualTo(epoch + 2);
		journal(entries(3, 1, 2));
		assertThat(this.fixture.log.durableIndex()).isEqualTo(3);
	}

	@Test
	void aTruncationCutsAWriteInTheMiddle() throws IOException {
		journal(entries(1, 4));
		journal(entries(5, 1));
		this.fixture.truncateFrom(4);
		assertThat(stored().readAll()).isEqualTo(entries(1, 3));
	}

	@Test
	void aTruncationDoesNotWaitForTheJournal() throws IOException {
		this.fixture.append(entries(1, 4));
		this.fixture.truncateFrom(3);
		assertThat(this.fixture.log.truncating()).isFalse();
		assertThat(this.fixture.log.durableIndex()).isEqualTo(2);
		assertThat(stored().readAll()).isEqualTo(entries(1, 2));
		this.fixture.append(entries(3, 2, 2));
		assertThat(this.journal.settled).isEmpty();
		// R14, trap P8: this is the answer for the entries that were truncated
		endWrite();
		assertThat(this.fixture.log.durableIndex()).isEqualTo(2);
		assertThat(this.journal.settled).containsExactly(2L);
		endWrite();
		assertThat(this.fixture.log.durableIndex()).isEqualTo(4);
	}

	@Test
	void nothingIsJournaledBeforeATruncationIsDurable() {
		journal(entries(1, 4));
		this.fixture.holdIo = true;
		this.fixture.truncateFrom(3);
		this.fixture.append(entries(3, 1, 2));
		assertThat(this.journal.writes).isEmpty();
		assertThat(this.journal.settled).isEmpty();
		this.fixture.releaseOne();
		assertThat(this.journal.writes).hasSize(1);
		assertThat(this.journal.settled).containsExactly(2L);
	}

	@Test
	void aTruncationDuringASettlingComesAfterIt() throws IOException {
		this.fixture.holdIo = true;
		journal(entries(1, 5));
		journal(entries(6, 5));
		this.fixture.truncateFrom(4);
		this.fixture.releaseOne();
		// What the settling has ended of must not be forgotten before the truncation
		assertThat(this.journal.settled).isEmpty();
		assertThat(this.fixture.log.durableIndex()).isEqualTo(3);
		this.fixture.releaseOne();
		assertThat(this.journal.settled).containsExactly(4L);
		this.fixture.append(entries(4, 1, 2));
		endWrite();
		assertThat(this.fixture.log.durableIndex()).isEqualTo(4);
		assertThat(stored().readAll()).isEqualTo(entries(1, 3));
	}

	@Test
	void aNewBeginningDropsWhatIsUnsettled() throws IOException {
		long epoch = this.fixture.log.writeEpoch();
		journal(entries(1, 4));
		this.fixture.append(entries(5, 1));
		this.fixture.run(() -> {
			this.fixture.log.beginBehind(50, 3);
			this.fixture.log.flush();
		});
		assertThat(this.journal.settled).containsExactly(2L);
		LogFixture stored = stored();
		assertThat(stored.log.firstIndex()).isEqualTo(51);
		assertThat(stored.log.lastIndex()).isEqualTo(50);
		assertThat(stored.log.writeEpoch()).isEqualTo(epoch + 2);
		endWrite();
		assertThat(this.journal.settled).containsExactly(2L, 4L);
		this.fixture.run(() -> {
			this.fixture.log.append(TestEntries.batch(entries(51, 1, 3), 3));
			this.fixture.log.flush();
		});
		endWrite();
		assertThat(this.fixture.log.durableIndex()).isEqualTo(51);
	}

	@Test
	void closingSettlesAndLeavesTheJournal() throws IOException {
		journal(entries(1, 2));
		this.fixture.run(() -> this.fixture.log.append(TestEntries.batch(entries(3, 1), 1)));
		this.fixture.close();
		assertThat(this.journal.left).isTrue();
		assertThat(this.journal.writes).isEmpty();
		assertThat(stored().readAll()).isEqualTo(entries(1, 3));
	}

	@Test
	void closingWaitsForAnAnswerOfTheJournal() throws IOException {
		journal(entries(1, 2));
		this.fixture.append(entries(3, 1));
		this.fixture.append(entries(4, 1));
		List<String> closed = new ArrayList<>();
		this.fixture.run(() -> this.fixture.log.close(() -> closed.add("closed")));
		assertThat(stored().readAll()).isEqualTo(entries(1, 4));
		assertThat(closed).isEmpty();
		endWrite();
		assertThat(closed).containsExactly("closed");
		assertThat(this.journal.left).isTrue();
	}

	/** Trap G: closing waits for nothing that may never come. */
	@Test
	void closingDoesNotWaitForTheJournalForEver() {
		this.fixture.append(entries(1, 1));
		List<String> closed = new ArrayList<>();
		this.fixture.run(() -> this.fixture.log.close(() -> closed.add("closed")));
		this.fixture.world.advance(Duration.ofSeconds(3));
		assertThat(closed).containsExactly("closed");
		assertThat(this.journal.left).isTrue();
		endWrite();
		assertThat(closed).hasSize(1);
		assertThat(this.fixture.thrown).isEmpty();
	}

	@Test
	void howLongTheJournalTakesIsSeen() {
		this.fixture.append(entries(1, 2));
		this.fixture.world.advance(Duration.ofMillis(300));
		assertThat(Duration.ofNanos(this.fixture.log.stalledNanos())).isGreaterThanOrEqualTo(Duration.ofMillis(300));
		endWrite();
		assertThat(this.fixture.log.stalledNanos()).isZero();
	}

	/** It may wait for the space of a log that has failed. */
	@Test
	void aJournalThatDoesNotAnswerIsDoneWithout() throws IOException {
		this.fixture.append(entries(1, 2));
		this.fixture.append(entries(3, 1));
		this.fixture.world.advance(Duration.ofMillis(900));
		assertThat(this.fixture.log.durableIndex()).isZero();
		this.fixture.world.advance(Duration.ofSeconds(1));
		assertThat(this.fixture.log.durableIndex()).isEqualTo(3);
		assertThat(stored().readAll()).isEqualTo(entries(1, 3));
		this.fixture.append(entries(4, 1));
		assertThat(this.fixture.log.durableIndex()).isEqualTo(4);
		endWrite();
		assertThat(this.journal.settled).containsExactly(2L);
		journal(entries(5, 1));
		assertThat(this.journal.written.get(1).entries()).isEqualTo(entries(5, 1));
		assertThat(this.fixture.durable).containsExactly(3L, 4L, 5L);
	}

}
