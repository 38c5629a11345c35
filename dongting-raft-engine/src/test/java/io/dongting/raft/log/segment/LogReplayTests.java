package io.dongting.raft.log.segment;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;

import io.dongting.raft.log.LogDamagedException;
import io.dongting.raft.log.TestEntries;
import io.dongting.raft.log.TestEntries.Entry;
import io.dongting.simulation.SimulatedCrash;
import io.dongting.simulation.SimulatedFileSystem;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What only the journal held of a log is brought to the log's own files.
 */
class LogReplayTests {

	private static final int ENTRY_BYTES = 100;

	/** Four entries a segment. */
	private final LogConfiguration configuration = LogFixture.configuration(4 * ENTRY_BYTES);

	private SimulatedFileSystem disk = new SimulatedFileSystem();

	/** The epoch of the log's own files. */
	private long epoch;

	private static List<Entry> entries(long first, int count, long term) {
		return TestEntries.entries(first, count, term, ENTRY_BYTES - 44);
	}

	/** A log of three entries. */
	private void threeEntries() throws IOException {
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		fixture.append(entries(1, 3, 1));
		this.epoch = fixture.log.writeEpoch();
		fixture.close();
	}

	private void replay(Record... records) throws IOException {
		try (LogReplay replay = LogReplay.open(this.configuration, this.disk, LogFixture.DIRECTORY)) {
			for (Record record : records) {
				replay.accept(record.epoch(), TestEntries.batch(record.entries(), record.previousTerm()));
			}
			replay.write();
		}
	}

	private Record record(long recordEpoch, long first, int count) {
		return new Record(recordEpoch, entries(first, count, 1), (first == 1) ? 0 : 1);
	}

	private LogFixture opened() throws IOException {
		return LogFixture.opened(this.disk, this.configuration);
	}

	@Test
	void entriesThatTheLogDoesNotHaveAreAppended() throws IOException {
		threeEntries();
		replay(record(this.epoch, 2, 1), record(this.epoch, 3, 2), record(this.epoch, 5, 6));
		this.disk.crash(new SplittableRandom(1));
		LogFixture opened = opened();
		assertThat(opened.readAll()).isEqualTo(entries(1, 10, 1));
		assertThat(opened.log.writeEpoch()).isEqualTo(this.epoch + 1);
	}

	@Test
	void recordsOfAnOlderEpochAreOfNoUse() throws IOException {
		threeEntries();
		replay(record(this.epoch - 1, 4, 3));
		assertThat(opened().readAll()).isEqualTo(entries(1, 3, 1));
	}

	@Test
	void recordsOfNewerEpochsFollow() throws IOException {
		threeEntries();
		Record newer = new Record(this.epoch + 3, entries(5, 2, 2), 1);
		replay(record(this.epoch, 4, 1), newer, record(this.epoch, 5, 4));
		LogFixture opened = opened();
		assertThat(opened.log.lastIndex()).isEqualTo(6);
		assertThat(opened.log.lastTerm()).isEqualTo(2);
		assertThat(opened.log.writeEpoch()).isEqualTo(this.epoch + 4);
	}

	@Test
	void openingMakesEarlierRecordsObsolete() throws IOException {
		threeEntries();
		opened().close();
		replay(record(this.epoch, 4, 1));
		assertThat(opened().readAll()).isEqualTo(entries(1, 3, 1));
	}

	@Test
	void aGapIsDamage() throws IOException {
		threeEntries();
		assertThatExceptionOfType(LogDamagedException.class).isThrownBy(() -> replay(record(this.epoch, 5, 1)))
			.satisfies((damage) -> assertThat(damage.index()).isEqualTo(4));
	}

	@Test
	void anotherTermThanThatOfTheLogIsDamage() throws IOException {
		threeEntries();
		Record behindAnother = new Record(this.epoch, entries(4, 1, 3), 2);
		Record another = new Record(this.epoch, entries(3, 1, 3), 1);
		assertThatExceptionOfType(LogDamagedException.class).isThrownBy(() -> replay(behindAnother));
		assertThatExceptionOfType(LogDamagedException.class).isThrownBy(() -> replay(another));
		assertThat(opened().readAll()).isEqualTo(entries(1, 3, 1));
	}

	@Test
	void recordsBeforeTheHeadOfTheLogArePassedOver() throws IOException {
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		fixture.append(entries(1, 9, 1));
		fixture.run(() -> {
			fixture.log.raiseTruncationFloor(9);
			fixture.log.deleteBefore(6);
		});
		assertThat(fixture.log.firstIndex()).isEqualTo(5);
		this.epoch = fixture.log.writeEpoch();
		fixture.close();
		replay(record(this.epoch, 1, 3), record(this.epoch, 4, 7));
		assertThat(opened().log.lastIndex()).isEqualTo(10);
	}

	@Test
	void aCrashInTheMiddleDoesNoHarm() throws IOException {
		boolean done = false;
		int crashes = 0;
		for (int operations = 1; !done; operations++) {
			this.disk = new SimulatedFileSystem();
			threeEntries();
			Record newer = new Record(this.epoch + 1, entries(9, 5, 2), 1);
			Record[] records = { record(this.epoch, 2, 3), record(this.epoch, 5, 4), newer };
			this.disk.faults().crashAfter(this.disk.operations() + operations);
			try {
				replay(records);
				done = true;
			}
			catch (SimulatedCrash crash) {
				crashes++;
				this.disk.crash(new SplittableRandom(operations));
				replay(records);
			}
			this.disk.faults().crashAfter(Long.MAX_VALUE);
			LogFixture opened = opened();
			assertThat(opened.log.lastIndex()).as("after %d operations", operations).isEqualTo(13);
			assertThat(opened.log.termAt(8)).isEqualTo(1);
			assertThat(opened.log.termAt(9)).isEqualTo(2);
		}
		assertThat(crashes).isGreaterThan(10);
	}

	@Test
	void aLogThatIsDamagedDoesNotOpenUntilItIsRefilled() throws IOException {
		// R28: the journal forgets what it held for it
		threeEntries();
		LogReplay.keepEnd(this.disk, LogFixture.DIRECTORY, 2, 7);
		this.disk.crash(new SplittableRandom(1));
		assertThatExceptionOfType(LogDamagedException.class).isThrownBy(this::opened)
			.withMessageContaining(JournaledEnd.NAME);
		assertThatExceptionOfType(LogDamagedException.class).isThrownBy(() -> replay(record(this.epoch, 4, 1)));
		assertThat(LogRemains.read(this.disk, LogFixture.DIRECTORY)).isEqualTo(new LogRemains(2, 7, true));
		LogReplay.keepEnd(this.disk, LogFixture.DIRECTORY, 2, 5);
		assertThat(LogRemains.read(this.disk, LogFixture.DIRECTORY)).isEqualTo(new LogRemains(2, 7, true));
	}

	@Test
	void theFurthestEndCounts() throws IOException {
		threeEntries();
		LogReplay.keepEnd(this.disk, LogFixture.DIRECTORY, 1, 2);
		assertThat(LogRemains.read(this.disk, LogFixture.DIRECTORY)).isEqualTo(new LogRemains(1, 3, true));
	}

	/**
	 * What the journal holds.
	 *
	 * @param epoch the write epoch
	 * @param entries the entries
	 * @param previousTerm the term before them
	 */
	private record Record(long epoch, List<Entry> entries, long previousTerm) {

	}

}
