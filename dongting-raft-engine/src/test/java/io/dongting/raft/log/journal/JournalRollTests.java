package io.dongting.raft.log.journal;

import java.io.IOException;
import java.util.List;

import io.dongting.raft.log.TestEntries.Entry;
import io.dongting.raft.storage.NoSpaceException;
import io.dongting.simulation.DiskOperation;
import io.dongting.simulation.DiskOperation.Kind;
import io.dongting.simulation.SimulatedFileSystem;
import org.junit.jupiter.api.Test;

import static io.dongting.raft.log.journal.JournalFixture.WRITES_OF_A_FILE;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Files that go round: when the next comes into use, who is asked for the oldest, and
 * what counts of a file that had another use before.
 */
class JournalRollTests {

	private final SimulatedFileSystem disk = new SimulatedFileSystem();

	private final JournalFixture fixture;

	private final TestLog busy;

	private final TestLog idle;

	JournalRollTests() throws IOException {
		this.fixture = JournalFixture.opened(this.disk, 3);
		this.busy = this.fixture.join(1);
		this.idle = this.fixture.join(2);
	}

	private void fill(int files) {
		for (int i = 0; i < files * WRITES_OF_A_FILE; i++) {
			this.busy.append(1);
		}
	}

	@Test
	void fullFilesAreFollowedByOthers() throws IOException {
		fill(2);
		assertThat(this.fixture.fileNames()).hasSize(2);
		this.busy.append(1);
		assertThat(this.fixture.fileNames()).hasSize(3);
		assertThat(this.busy.written).hasSize(2 * WRITES_OF_A_FILE + 1);
		assertThat(this.fixture.replay(this.busy)).isEqualTo(this.busy.entries);
	}

	@Test
	void aSettledFileIsUsedAgain() throws IOException {
		fill(3);
		this.busy.settled(WRITES_OF_A_FILE);
		long created = this.fixture.count(Kind.CREATE);
		this.busy.append(1);
		assertThat(this.busy.written).hasSize(3 * WRITES_OF_A_FILE + 1);
		assertThat(this.fixture.fileNames()).hasSize(3).doesNotContain(JournalFormat.path("", 1));
		assertThat(this.fixture.count(Kind.CREATE)).isEqualTo(created);
		assertThat(this.fixture.replay(this.busy))
			.isEqualTo(this.busy.entries.subList(WRITES_OF_A_FILE, this.busy.entries.size()));
	}

	/** What the file held before is still there behind the new writes (trap P4). */
	@Test
	void whatAnEarlierUseLeftNeverCounts() throws IOException {
		fill(3);
		this.busy.settled(this.busy.lastNumber());
		this.busy.append(1);
		List<Entry> expected = List.of(this.busy.entries.get((int) this.busy.lastIndex() - 1));
		assertThat(this.disk.content(JournalFixture.path(4))[JournalFixture.writeOffset(1)]).isNotZero();
		assertThat(this.fixture.replay(this.busy)).isEqualTo(expected);
		this.disk.killProcess();
		JournalFixture.opened(this.disk, 3);
		assertThat(this.fixture.records().logs()).isEmpty();
	}

	@Test
	void writesWaitWhileNoFileIsFree() {
		fill(3);
		this.busy.append(1);
		this.idle.append(1);
		assertThat(this.busy.written).hasSize(3 * WRITES_OF_A_FILE);
		assertThat(this.idle.written).isEmpty();
		assertThat(this.fixture.disk.openFiles()).isEqualTo(3);
		this.busy.settled(WRITES_OF_A_FILE - 1);
		assertThat(this.idle.written).isEmpty();
		this.busy.settled(WRITES_OF_A_FILE);
		assertThat(this.busy.written).hasSize(3 * WRITES_OF_A_FILE + 1);
		assertThat(this.idle.written).containsExactly(this.busy.lastNumber());
	}

	/** The oldest may be written over only when the disk says that it is not needed. */
	@Test
	void whatIsSettledIsSaidDurablyBeforeAFileIsUsedAgain() {
		fill(3);
		this.busy.append(1);
		this.fixture.operations.clear();
		this.busy.settled(WRITES_OF_A_FILE);
		assertThat(this.fixture.operations).extracting(DiskOperation::kind)
			.containsExactly(Kind.WRITE, Kind.SYNC, Kind.WRITE, Kind.SYNC, Kind.RENAME, Kind.SYNC_DIRECTORY, Kind.WRITE,
					Kind.SYNC);
		assertThat(this.fixture.operations).extracting(DiskOperation::path)
			.startsWith(JournalFixture.path(3), JournalFixture.path(3), JournalFixture.path(1));
	}

	@Test
	void whatIsSettledNeedsNoWriteOfItsOwnIfAnotherSaysIt() {
		fill(2);
		this.busy.settled(WRITES_OF_A_FILE);
		fill(1);
		this.fixture.operations.clear();
		this.busy.append(1);
		assertThat(this.fixture.operations).extracting(DiskOperation::kind)
			.containsExactly(Kind.WRITE, Kind.SYNC, Kind.RENAME, Kind.SYNC_DIRECTORY, Kind.WRITE, Kind.SYNC);
	}

	@Test
	void whoHoldsTheOldestIsAskedWhenTheLastComesIntoUse() {
		this.idle.append(1);
		fill(2);
		assertThat(this.idle.timesAsked).isEqualTo(1);
		assertThat(this.busy.timesAsked).isEqualTo(1);
	}

	@Test
	void nobodyIsAskedWhileThereMayBeOneMoreFile() {
		fill(2);
		assertThat(this.busy.timesAsked).isZero();
	}

	@Test
	void onlyThoseAreAskedWhoHoldTheOldest() {
		fill(2);
		this.idle.append(1);
		assertThat(this.busy.timesAsked).isEqualTo(1);
		assertThat(this.idle.timesAsked).isZero();
	}

	@Test
	void whoHasSettledIsNotAsked() {
		this.idle.append(1);
		this.idle.settled(this.idle.lastNumber());
		fill(3);
		assertThat(this.idle.timesAsked).isZero();
	}

	@Test
	void whoHoldsTheOldestIsAskedAgainWhenAllWait() {
		fill(3);
		assertThat(this.busy.timesAsked).isEqualTo(1);
		this.busy.append(1);
		assertThat(this.busy.timesAsked).isEqualTo(2);
		this.idle.append(1);
		assertThat(this.busy.timesAsked).isEqualTo(2);
	}

	@Test
	void settlingWhenAskedKeepsAllGoing() throws IOException {
		this.busy.whenAsked = () -> this.busy.member.settled(this.busy.lastNumber());
		fill(20);
		assertThat(this.busy.written).hasSize(20 * WRITES_OF_A_FILE);
		assertThat(this.fixture.fileNames()).hasSize(3);
		assertThat(this.fixture.replay(this.busy)).endsWith(this.busy.entries.get((int) this.busy.lastIndex() - 1));
	}

	/** It was free in between, and would still look so. */
	@Test
	void aFileIsNeededByALogThatSettledAndWroteToItAgain() throws IOException {
		this.idle.append(1);
		this.idle.settled(this.idle.lastNumber());
		this.busy.append(1);
		this.busy.settled(this.busy.lastNumber());
		this.idle.append(1);
		this.busy.whenAsked = () -> this.busy.member.settled(this.busy.lastNumber());
		fill(3);
		assertThat(this.idle.timesAsked).isGreaterThan(0);
		assertThat(this.fixture.replay(this.idle)).contains(this.idle.entries.get(1));
	}

	@Test
	void whoLeavesHoldsNothing() {
		this.idle.append(1);
		this.busy.whenAsked = () -> this.busy.member.settled(this.busy.lastNumber());
		fill(4);
		int writes = this.busy.written.size();
		this.busy.append(1);
		assertThat(this.busy.written).hasSize(writes);
		this.idle.leave();
		assertThat(this.busy.written.size()).isGreaterThan(writes);
		assertThat(this.busy.written).hasSameSizeAs(this.busy.entries);
	}

	@Test
	void whoHasStoppedIsNotWaitedFor() throws IOException {
		this.idle.append(1);
		this.idle.stop();
		this.busy.whenAsked = () -> this.busy.member.settled(this.busy.lastNumber());
		fill(4);
		assertThat(this.busy.failed).isNotEmpty().allMatch(NoSpaceException.class::isInstance);
		assertThat(this.busy.written.size() + this.busy.failed.size()).isEqualTo(this.busy.entries.size());
		assertThat(this.fixture.replay(this.idle)).isEqualTo(this.idle.entries);
		this.idle.leave();
		int writes = this.busy.written.size();
		this.busy.append(1);
		assertThat(this.busy.written).hasSize(writes + 1);
	}

	@Test
	void whoWaitsIsToldWhenTheOneItWaitsForStops() {
		this.idle.append(1);
		this.busy.whenAsked = () -> this.busy.member.settled(this.busy.lastNumber());
		fill(3);
		this.busy.append(1);
		assertThat(this.busy.failed).isEmpty();
		assertThat(this.busy.written.size()).isLessThan(this.busy.entries.size());
		this.idle.stop();
		assertThat(this.busy.failed).hasSize(this.busy.entries.size() - this.busy.written.size()).isNotEmpty();
	}

	@Test
	void settlingWakesNoThreadWhileNobodyWaits() {
		this.busy.append(1);
		this.fixture.holdIo = true;
		this.busy.settled(1);
		this.idle.leave();
		assertThat(this.fixture.held).isEmpty();
	}

	@Test
	void theNextFileIsMadeBeforeItIsNeeded() {
		fill(1);
		assertThat(this.fixture.operations)
			.filteredOn((operation) -> operation.path().endsWith(JournalFormat.SPARE_NAME))
			.extracting(DiskOperation::kind)
			.containsExactly(Kind.CREATE, Kind.WRITE, Kind.SYNC);
		this.fixture.operations.clear();
		this.busy.append(1);
		assertThat(this.fixture.operations).extracting(DiskOperation::kind)
			.containsExactly(Kind.WRITE, Kind.SYNC, Kind.RENAME, Kind.SYNC_DIRECTORY, Kind.WRITE, Kind.SYNC);
	}

	@Test
	void noFileIsMadeWhereTheOldestIsFree() throws IOException {
		this.busy.append(1);
		this.busy.settled(1);
		fill(1);
		this.busy.settled(this.busy.lastNumber());
		fill(5);
		this.busy.settled(this.busy.lastNumber());
		assertThat(this.fixture.fileNames()).hasSizeLessThanOrEqualTo(3);
	}

}
