package io.dongting.raft.log.segment;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.dongting.fiber.FiberFuture;
import io.dongting.raft.log.LogDamagedException;
import io.dongting.raft.log.TestEntries;
import io.dongting.simulation.SimulatedFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A log that does not begin with entry 1 any more.
 */
class LogHeadTests {

	/** Ten entries a segment. */
	private static final int ROOM_BYTES = 1000;

	private final LogConfiguration configuration = LogFixture.configuration(ROOM_BYTES);

	private final SimulatedFileSystem disk = new SimulatedFileSystem();

	private LogFixture fixture;

	@BeforeEach
	void fiveSegmentsOfTwoTerms() throws IOException {
		this.fixture = LogFixture.created(this.disk, this.configuration);
		this.fixture.append(TestEntries.entries(1, 25, 1, 56));
		this.fixture.append(TestEntries.entries(26, 25, 2, 56));
		assertThat(segments()).isEqualTo(5);
	}

	private long segments() throws IOException {
		return this.disk.list(LogFixture.DIRECTORY).stream().filter((name) -> name.endsWith(".segment")).count();
	}

	private void deleteBefore(long index) {
		this.fixture.run(() -> {
			this.fixture.log.raiseTruncationFloor(Math.max(1, index - 1));
			this.fixture.log.deleteBefore(index);
		});
	}

	private void beginBehind(long lastIndex, long lastTerm) {
		this.fixture.run(() -> {
			this.fixture.log.beginBehind(lastIndex, lastTerm);
			this.fixture.log.flush();
		});
	}

	@Test
	void wholeSegmentsBeforeAnIndexAreDeleted() throws IOException {
		deleteBefore(28);
		assertThat(this.fixture.log.firstIndex()).isEqualTo(21);
		assertThat(segments()).isEqualTo(3);
		assertThat(this.fixture.log.termAt(19)).isEqualTo(-1);
		assertThat(this.fixture.log.termAt(20)).isEqualTo(1);
		assertThat(this.fixture.log.termAt(25)).isEqualTo(1);
		assertThat(this.fixture.log.termAt(26)).isEqualTo(2);
		assertThat(this.fixture.readAll()).hasSize(30);
		this.fixture.close();
		this.fixture = LogFixture.opened(this.disk, this.configuration);
		assertThat(this.fixture.log.firstIndex()).isEqualTo(21);
		assertThat(this.fixture.log.termAt(20)).isEqualTo(1);
		assertThat(this.fixture.readAll().get(0)).isEqualTo(TestEntries.entry(21, 1, 56));
	}

	@Test
	void theSegmentInWhichTheLogEndsStays() throws IOException {
		deleteBefore(51);
		assertThat(this.fixture.log.firstIndex()).isEqualTo(41);
		assertThat(segments()).isEqualTo(1);
		this.fixture.append(TestEntries.entries(51, 30, 3, 56));
		deleteBefore(71);
		assertThat(this.fixture.log.firstIndex()).isEqualTo(71);
		assertThat(this.fixture.log.termAt(70)).isEqualTo(3);
		this.fixture.truncateFrom(71);
		assertThat(this.fixture.log.lastIndex()).isEqualTo(70);
		assertThat(this.fixture.log.lastTerm()).isEqualTo(3);
	}

	@Test
	void whatIsNotCommittedIsNotDeleted() {
		this.fixture.run(() -> this.fixture.log.raiseTruncationFloor(10));
		assertThatIllegalArgumentException().isThrownBy(() -> this.fixture.run(() -> this.fixture.log.deleteBefore(12)))
			.withMessageContaining("committed up to 10");
	}

	@Test
	void aSegmentThatVanishesAtTheHeadIsMissedThoughOthersWereDeleted() throws IOException {
		deleteBefore(21);
		this.fixture.close();
		this.disk.delete(LogFixture.DIRECTORY + "/" + SegmentFormat.name(21));
		assertThatExceptionOfType(LogDamagedException.class)
			.isThrownBy(() -> LogFixture.opened(this.disk, this.configuration))
			.withMessageContaining("missing");
	}

	@Test
	void entriesThatAreOlderThanATimeAreFoundBySegments() {
		assertThat(since(0)).isEqualTo(1);
		assertThat(since(1000 * 20)).isEqualTo(11);
		assertThat(since(1000 * 31 + 2)).isEqualTo(31);
		assertThat(since(Long.MAX_VALUE)).isEqualTo(41);
	}

	private long since(long timestampMillis) {
		FiberFuture<Long> future = this.fixture.call(() -> this.fixture.log.firstIndexSince(timestampMillis));
		return this.fixture.call(future::get);
	}

	@Test
	void aLogBeginsAnewBehindASnapshot() throws IOException {
		long epoch = this.fixture.log.writeEpoch();
		beginBehind(80, 7);
		assertThat(this.fixture.log.writeEpoch()).isGreaterThan(epoch);
		assertThat(this.fixture.log.firstIndex()).isEqualTo(81);
		assertThat(this.fixture.log.lastIndex()).isEqualTo(80);
		assertThat(this.fixture.log.lastTerm()).isEqualTo(7);
		assertThat(this.fixture.log.durableIndex()).isEqualTo(80);
		assertThat(this.fixture.log.truncating()).isFalse();
		assertThat(segments()).isEqualTo(1);
		this.fixture.append(TestEntries.entries(81, 15, 8, 56));
		assertThat(this.fixture.log.durableIndex()).isEqualTo(95);
		this.fixture.close();
		this.fixture = LogFixture.opened(this.disk, this.configuration);
		assertThat(this.fixture.log.firstIndex()).isEqualTo(81);
		assertThat(this.fixture.log.termAt(80)).isEqualTo(7);
		assertThat(this.fixture.readAll()).isEqualTo(TestEntries.entries(81, 15, 8, 56));
	}

	/** R14: what was handed to the disk before belongs to another log. */
	@Test
	void aCompletionFromBeforeTheNewBeginningAcknowledgesNothing() {
		this.fixture.holdIo = true;
		this.fixture.append(TestEntries.entries(51, 5, 2, 56));
		beginBehind(53, 9);
		this.fixture.append(TestEntries.entries(54, 2, 9, 56));
		this.fixture.durable.clear();
		this.fixture.releaseOne();
		assertThat(this.fixture.durable).isEmpty();
		assertThat(this.fixture.log.truncating()).isTrue();
		this.fixture.releaseOne();
		assertThat(this.fixture.durable).isEmpty();
		assertThat(this.fixture.log.truncating()).isFalse();
		this.fixture.releaseOne();
		assertThat(this.fixture.durable).containsExactly(55L);
		this.fixture.holdIo = false;
		assertThat(this.fixture.readAll()).isEqualTo(TestEntries.entries(54, 2, 9, 56));
	}

	/** The new segment takes the name of one that is there. */
	@Test
	void aNewBeginningMayTakeTheNameOfAnOldSegment() throws IOException {
		beginBehind(20, 5);
		assertThat(segments()).isEqualTo(1);
		this.fixture.append(TestEntries.entries(21, 3, 6, 10));
		this.fixture.close();
		assertThat(LogFixture.opened(this.disk, this.configuration).readAll())
			.isEqualTo(TestEntries.entries(21, 3, 6, 10));
	}

	@Test
	void aLogNeverBeginsBeforeWhatIsCommitted() {
		this.fixture.run(() -> this.fixture.log.raiseTruncationFloor(30));
		assertThatIllegalArgumentException().isThrownBy(() -> beginBehind(29, 2));
		assertThat(this.fixture.readAll()).hasSize(50);
	}

	@Test
	void aNewBeginningWaitsForSpace() {
		this.disk.faults().limitSpace(0);
		beginBehind(80, 7);
		assertThat(this.fixture.log.waitingForSpace()).isTrue();
		assertThat(this.fixture.log.lastIndex()).isEqualTo(80);
		this.disk.faults().freeSpace();
		this.fixture.world.advance(this.configuration.spaceRetryInterval());
		this.fixture.settle();
		assertThat(this.fixture.log.truncating()).isFalse();
		assertThat(this.fixture.failed).isEmpty();
		this.fixture.append(List.of(TestEntries.entry(81, 7, 5)));
		assertThat(this.fixture.log.durableIndex()).isEqualTo(81);
	}

	@Test
	void whatANewBeginningDropsIsNotStatedMeanwhile() throws IOException {
		LogFixture fresh = LogFixture.created(new SimulatedFileSystem(), LogFixture.configuration(4000));
		fresh.append(TestEntries.entries(1, 10, 1, 20));
		fresh.run(() -> fresh.log.beginBehind(3, 2));
		fresh.world.advance(Duration.ofSeconds(1));
		assertThat(fresh.log.durableIndex()).isLessThanOrEqualTo(fresh.log.lastIndex());
	}

}
