package io.dongting.raft.log.segment;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.dongting.fiber.FiberFuture;
import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.LogDamagedException;
import io.dongting.raft.log.LogMismatchException;
import io.dongting.raft.log.StaleReadException;
import io.dongting.raft.log.TestEntries;
import io.dongting.raft.log.TestEntries.Entry;
import io.dongting.simulation.DiskOperation;
import io.dongting.simulation.SimulatedFileSystem;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What a log does while nothing fails.
 */
class SegmentedLogTests {

	private static final int ROOM_BYTES = 1000;

	private final LogConfiguration configuration = LogFixture.configuration(ROOM_BYTES);

	private final SimulatedFileSystem disk = new SimulatedFileSystem();

	@Test
	void aNewLogIsEmpty() throws IOException {
		assertThat(SegmentedLog.exists(this.disk, LogFixture.DIRECTORY)).isFalse();
		SegmentedLog log = LogFixture.created(this.disk, this.configuration).log;
		assertThat(SegmentedLog.exists(this.disk, LogFixture.DIRECTORY)).isTrue();
		assertThat(log.firstIndex()).isEqualTo(1);
		assertThat(log.lastIndex()).isZero();
		assertThat(log.lastTerm()).isZero();
		assertThat(log.durableIndex()).isZero();
		assertThat(log.termAt(0)).isZero();
		assertThat(log.termAt(1)).isEqualTo(-1);
	}

	@Test
	void aLogIsNotBegunTwice() throws IOException {
		LogFixture.created(this.disk, this.configuration);
		assertThatIllegalStateException().isThrownBy(() -> LogFixture.created(this.disk, this.configuration));
	}

	@Test
	void whatWasAppendedIsThereAfterARestart() throws IOException {
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		List<Entry> entries = new ArrayList<>(TestEntries.entries(1, 30, 1, 50));
		entries.addAll(TestEntries.entries(31, 30, 4, 70));
		fixture.append(entries.subList(0, 25));
		fixture.append(entries.subList(25, 60));
		assertThat(fixture.durable).containsExactly(25L, 60L);
		assertThat(fixture.readAll()).isEqualTo(entries);
		fixture.close();

		LogFixture reopened = LogFixture.opened(this.disk, this.configuration);
		assertThat(reopened.log.durableIndex()).isEqualTo(60);
		assertThat(reopened.readAll()).isEqualTo(entries);
		assertThat(reopened.log.lastTerm()).isEqualTo(4);
		assertThat(reopened.log.termAt(30)).isEqualTo(1);
		assertThat(reopened.log.termAt(31)).isEqualTo(4);
		assertThat(reopened.log.termAt(60)).isEqualTo(4);
		assertThat(reopened.log.termAt(61)).isEqualTo(-1);
	}

	/** Trap D24: one sync answers for all who wait for it. */
	@Test
	void allThatGathersDuringASyncGoesWithOneSync() throws IOException {
		LogFixture fixture = LogFixture.created(this.disk, LogFixture.configuration(1 << 16));
		List<DiskOperation.Kind> operations = new ArrayList<>();
		this.disk.onOperation((operation) -> operations.add(operation.kind()));
		fixture.holdIo = true;
		fixture.append(TestEntries.entries(1, 2, 1, 10));
		for (int i = 3; i < 203; i++) {
			fixture.append(TestEntries.entries(i, 1, 1, 10));
		}
		assertThat(fixture.held).hasSize(1);
		fixture.releaseOne();
		assertThat(fixture.durable).containsExactly(2L);
		fixture.releaseOne();
		assertThat(fixture.durable).containsExactly(2L, 202L);
		assertThat(fixture.held).isEmpty();
		assertThat(operations).filteredOn((kind) -> kind == DiskOperation.Kind.SYNC).hasSize(2);
		assertThat(operations).filteredOn((kind) -> kind == DiskOperation.Kind.WRITE).hasSize(4);
	}

	@Test
	void nothingIsWrittenBeforeTheFlush() throws IOException {
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		long before = this.disk.operations();
		fixture.run(() -> fixture.log.append(TestEntries.batch(TestEntries.entries(1, 2, 1, 10), 0)));
		assertThat(this.disk.operations()).isEqualTo(before);
		assertThat(fixture.log.lastIndex()).isEqualTo(2);
		assertThat(fixture.log.durableIndex()).isZero();
		assertThat(fixture.log.undurableBytes()).isEqualTo(2 * (44 + 10));
		fixture.run(fixture.log::flush);
		assertThat(fixture.log.durableIndex()).isEqualTo(2);
		assertThat(fixture.log.undurableBytes()).isZero();
	}

	@Test
	void anAppendThatDoesNotContinueTheLogIsRefused() throws IOException {
		// Trap D9: the chain is asserted on every append
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		fixture.append(TestEntries.entries(1, 2, 3, 10));
		EntryBatch gap = TestEntries.batch(TestEntries.entries(4, 1, 3, 10), 3);
		EntryBatch again = TestEntries.batch(TestEntries.entries(2, 1, 3, 10), 3);
		EntryBatch otherTerm = TestEntries.batch(TestEntries.entries(3, 1, 3, 10), 2);
		for (EntryBatch batch : List.of(gap, again, otherTerm)) {
			assertThatIllegalArgumentException().isThrownBy(() -> fixture.run(() -> fixture.log.append(batch)));
		}
		assertThat(fixture.log.lastIndex()).isEqualTo(2);
	}

	@Test
	void anEntryAboveTheLimitIsRefusedBeforeAnythingChanges() throws IOException {
		// Trap K: an entry larger than a segment must not be tried for ever
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		fixture.append(TestEntries.entries(1, 1, 1, ROOM_BYTES - 44));
		EntryBatch batch = TestEntries.batch(TestEntries.entries(2, 1, 1, ROOM_BYTES - 43), 1);
		assertThatIllegalArgumentException().isThrownBy(() -> fixture.run(() -> fixture.log.append(batch)))
			.withMessageContaining("above the limit of 1000");
		fixture.append(TestEntries.entries(2, 1, 1, ROOM_BYTES - 44));
		assertThat(fixture.log.durableIndex()).isEqualTo(2);
	}

	@Test
	void aSegmentWithoutRoomForTheLargestEntryIsNotConfigured() {
		// Trap K
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.configuration.withSizes(LogConfiguration.SEGMENT_OVERHEAD_BYTES + 99, 100, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> this.configuration.withSizes(1 << 20, 43, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> this.configuration.withSizes(1 << 20, 100, -1));
	}

	@Test
	void truncationDropsAndBeginsANewEpoch() throws IOException {
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		fixture.append(TestEntries.entries(1, 10, 1, 10));
		long epoch = fixture.log.writeEpoch();
		fixture.truncateFrom(6);
		assertThat(fixture.log.lastIndex()).isEqualTo(5);
		assertThat(fixture.log.durableIndex()).isEqualTo(5);
		assertThat(fixture.log.writeEpoch()).isGreaterThan(epoch);
		assertThat(fixture.truncations).isEqualTo(1);
		assertThat(fixture.log.truncating()).isFalse();
		assertThat(fixture.log.termAt(6)).isEqualTo(-1);
		assertThat(fixture.call(() -> fixture.log.readCached(6, 100))).isNull();
	}

	@Test
	void aTruncationIsUnderWayUntilItIsDurable() throws IOException {
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		fixture.append(TestEntries.entries(1, 10, 1, 10));
		fixture.holdIo = true;
		fixture.truncateFrom(6);
		assertThat(fixture.log.truncating()).isTrue();
		assertThat(fixture.truncations).isZero();
		fixture.releaseOne();
		assertThat(fixture.log.truncating()).isFalse();
		assertThat(fixture.truncations).isEqualTo(1);
	}

	@Test
	void whatWasNeverHandedToTheDiskIsTruncatedInMemory() throws IOException {
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		fixture.append(TestEntries.entries(1, 4, 1, 10));
		long before = this.disk.operations();
		fixture.run(() -> {
			fixture.log.append(TestEntries.batch(TestEntries.entries(5, 4, 1, 10), 1));
			fixture.log.truncateFrom(7);
			assertThat(fixture.log.truncating()).isFalse();
		});
		assertThat(this.disk.operations()).isEqualTo(before);
		fixture.append(TestEntries.entries(7, 1, 2, 10));
		assertThat(fixture.log.durableIndex()).isEqualTo(7);
		assertThat(fixture.log.termAt(6)).isEqualTo(1);
		assertThat(fixture.log.termAt(7)).isEqualTo(2);
	}

	@Test
	void aCompletionFromBeforeATruncationAcknowledgesNothing() throws IOException {
		// Trap P8, R14: 5..8 are on their way when 7.. are replaced
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		fixture.append(TestEntries.entries(1, 4, 1, 10));
		fixture.holdIo = true;
		fixture.append(TestEntries.entries(5, 4, 1, 10));
		fixture.truncateFrom(7);
		List<Entry> replacement = TestEntries.entries(7, 2, 2, 12);
		fixture.append(replacement);
		assertThat(fixture.log.durableIndex()).isEqualTo(4);
		fixture.releaseOne();
		assertThat(fixture.log.durableIndex()).as("after the write of the old 5..8").isEqualTo(4);
		fixture.releaseOne();
		assertThat(fixture.log.durableIndex()).as("after the truncation").isEqualTo(6);
		fixture.releaseOne();
		assertThat(fixture.log.durableIndex()).as("after the write of the new 7..8").isEqualTo(8);
		fixture.holdIo = false;
		fixture.close();
		List<Entry> stored = LogFixture.opened(this.disk, this.configuration).readAll();
		assertThat(stored.subList(6, 8)).isEqualTo(replacement);
	}

	@Test
	void aStatementAcknowledgesNothingThatIsStillToBeTruncated() throws IOException {
		// Trap P8, R14, R27: the statement is due before the truncation is handed to the
		// disk
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		fixture.append(TestEntries.entries(1, 4, 1, 10));
		fixture.run(() -> {
			fixture.log.truncateFrom(3);
			fixture.log.append(TestEntries.batch(TestEntries.entries(3, 2, 2, 12), 1));
		});
		fixture.world.advance(Duration.ofSeconds(10));
		assertThat(fixture.log.durableIndex()).as("before the new 3..4 are written").isEqualTo(2);
		fixture.run(fixture.log::flush);
		assertThat(fixture.log.durableIndex()).isEqualTo(4);
		assertThat(fixture.failed).isEmpty();
	}

	@Test
	void theRestOfAWriteIsAcknowledgedAlthoughItsEndWasTruncatedMeanwhile() throws IOException {
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		fixture.holdIo = true;
		fixture.append(TestEntries.entries(1, 2, 1, 10));
		fixture.run(() -> {
			fixture.log.append(TestEntries.batch(TestEntries.entries(3, 2, 1, 10), 1));
			fixture.log.truncateFrom(3);
		});
		fixture.releaseOne();
		fixture.releaseOne();
		assertThat(fixture.log.durableIndex()).isEqualTo(2);
		assertThat(fixture.log.truncating()).isFalse();
	}

	@Test
	void whatIsCommittedIsNotTruncated() throws IOException {
		// Trap P23
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		fixture.append(TestEntries.entries(1, 10, 1, 10));
		fixture.run(() -> fixture.log.raiseTruncationFloor(6));
		fixture.run(() -> fixture.log.raiseTruncationFloor(3));
		assertThatIllegalArgumentException().isThrownBy(() -> fixture.truncateFrom(6))
			.withMessageContaining("committed up to 6");
		assertThat(fixture.log.lastIndex()).isEqualTo(10);
		fixture.truncateFrom(7);
		assertThat(fixture.log.lastIndex()).isEqualTo(6);
		assertThatIllegalArgumentException().isThrownBy(() -> fixture.run(() -> fixture.log.raiseTruncationFloor(7)));
	}

	@Test
	void onlyWhatIsInTheLogIsTruncated() throws IOException {
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		fixture.append(TestEntries.entries(1, 3, 1, 10));
		assertThatIllegalArgumentException().isThrownBy(() -> fixture.truncateFrom(4));
		assertThatIllegalArgumentException().isThrownBy(() -> fixture.truncateFrom(0));
		fixture.truncateFrom(1);
		assertThat(fixture.log.lastIndex()).isZero();
	}

	@Test
	void theCacheKeepsTheEndAndTheRestIsReadFromDisk() throws IOException {
		LogFixture fixture = LogFixture.created(this.disk,
				this.configuration.withSizes(LogConfiguration.SEGMENT_OVERHEAD_BYTES + ROOM_BYTES, ROOM_BYTES,
						2 * (100 + TailCache.BATCH_OVERHEAD_BYTES)));
		for (int i = 1; i <= 20; i++) {
			fixture.append(TestEntries.entries(i, 1, 1, 56));
		}
		assertThat(fixture.call(() -> fixture.log.readCached(18, 100))).isNull();
		assertThat(TestEntries.decode(fixture.call(() -> fixture.log.readCached(19, 1))))
			.isEqualTo(TestEntries.entries(19, 1, 1, 56));
		assertThat(fixture.readAll()).isEqualTo(TestEntries.entries(1, 20, 1, 56));
		assertThat(TestEntries.decode(fixture.read(5, 350))).isEqualTo(TestEntries.entries(5, 3, 1, 56));
		assertThat(TestEntries.decode(fixture.read(5, 1))).isEqualTo(TestEntries.entries(5, 1, 1, 56));
	}

	@Test
	void whatIsNotDurableStaysInMemoryHoweverMuchItIs() throws IOException {
		LogFixture fixture = LogFixture.created(this.disk,
				this.configuration.withSizes(LogConfiguration.SEGMENT_OVERHEAD_BYTES + ROOM_BYTES, ROOM_BYTES, 0));
		fixture.holdIo = true;
		for (int i = 1; i <= 20; i++) {
			fixture.append(TestEntries.entries(i, 1, 1, 56));
		}
		fixture.releaseOne();
		assertThat(fixture.log.durableIndex()).isEqualTo(1);
		assertThat(fixture.call(() -> fixture.log.readCached(1, 1))).isNull();
		for (int i = 2; i <= 20; i++) {
			assertThat(TestEntries.decode(fixture.read(i, 1))).isEqualTo(TestEntries.entries(i, 1, 1, 56));
		}
		fixture.holdIo = false;
		fixture.releaseOne();
		assertThat(fixture.log.durableIndex()).isEqualTo(20);
		assertThat(fixture.call(() -> fixture.log.readCached(20, 1))).isNull();
		assertThat(fixture.readAll()).isEqualTo(TestEntries.entries(1, 20, 1, 56));
	}

	@Test
	void aReadOvertakenByATruncationIsStale() throws IOException {
		LogFixture fixture = LogFixture.created(this.disk,
				this.configuration.withSizes(LogConfiguration.SEGMENT_OVERHEAD_BYTES + ROOM_BYTES, ROOM_BYTES, 0));
		fixture.append(TestEntries.entries(1, 10, 1, 10));
		fixture.holdIo = true;
		FiberFuture<EntryBatch> future = fixture.call(() -> fixture.log.readStored(5, 1000));
		fixture.truncateFrom(7);
		fixture.append(TestEntries.entries(7, 4, 2, 10));
		fixture.releaseOne();
		assertThatExceptionOfType(StaleReadException.class).isThrownBy(() -> fixture.call(future::get));
	}

	@Test
	void readingOutsideTheLogIsRefused() throws IOException {
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		fixture.append(TestEntries.entries(1, 3, 1, 10));
		assertThatIllegalArgumentException().isThrownBy(() -> fixture.read(0, 10));
		assertThatIllegalArgumentException().isThrownBy(() -> fixture.read(4, 10));
	}

	/** Trap D24: never before the write is durable. */
	@Test
	void thatAWriteIsDurableIsStatedSoonAfter() throws IOException {
		// R27: when no batch follows, within a heartbeat, once
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		List<DiskOperation> operations = new ArrayList<>();
		fixture.append(TestEntries.entries(1, 3, 1, 10));
		this.disk.onOperation(operations::add);
		fixture.world.advance(Duration.ofMillis(90));
		assertThat(operations).isEmpty();
		fixture.world.advance(Duration.ofMillis(20));
		assertThat(operations).extracting(DiskOperation::kind)
			.containsExactly(DiskOperation.Kind.WRITE, DiskOperation.Kind.SYNC);
		fixture.world.advance(Duration.ofSeconds(10));
		assertThat(operations).hasSize(2);
	}

	@Test
	void theNextSegmentIsMadeReadyWhenHalfOfThePresentOneIsUsed() throws IOException {
		// R29
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		String spare = LogFixture.DIRECTORY + "/" + SegmentFormat.SPARE_NAME;
		fixture.append(TestEntries.entries(1, 4, 1, 56));
		assertThat(this.disk.exists(spare)).isFalse();
		fixture.append(TestEntries.entries(5, 2, 1, 56));
		assertThat(this.disk.durableContent(spare)).hasSize(LogConfiguration.SEGMENT_OVERHEAD_BYTES + ROOM_BYTES)
			.containsOnly(0);
	}

	@Test
	void aRollWritesIntoSpaceThatWasTakenBefore() throws IOException {
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		fixture.append(TestEntries.entries(1, 9, 1, 56));
		List<DiskOperation> operations = new ArrayList<>();
		this.disk.onOperation(operations::add);
		fixture.append(TestEntries.entries(10, 3, 1, 56));
		assertThat(operations).noneMatch(
				(operation) -> operation.kind() == DiskOperation.Kind.CREATE || operation.sizeBytes() > ROOM_BYTES);
		assertThat(this.disk.list(LogFixture.DIRECTORY)).contains(SegmentFormat.name(11));
	}

	@Test
	void closingWritesWhatGathered() throws IOException {
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		fixture.holdIo = true;
		fixture.append(TestEntries.entries(1, 3, 1, 10));
		List<String> closed = new ArrayList<>();
		fixture.run(() -> {
			fixture.log.append(TestEntries.batch(TestEntries.entries(4, 3, 1, 10), 1));
			fixture.log.close(() -> closed.add("closed"));
		});
		fixture.releaseOne();
		fixture.releaseOne();
		assertThat(closed).isEmpty();
		fixture.releaseOne();
		assertThat(closed).containsExactly("closed");
		assertThatIllegalStateException().isThrownBy(() -> fixture.append(TestEntries.entries(7, 1, 1, 10)));
		assertThatIllegalStateException().isThrownBy(() -> fixture.read(1, 10));
		assertThatIllegalStateException().isThrownBy(() -> fixture.run(() -> fixture.log.close(() -> {
		})));
		assertThat(LogFixture.opened(this.disk, this.configuration).readAll())
			.isEqualTo(TestEntries.entries(1, 6, 1, 10));
	}

	@Test
	void aLogOfAnotherReplicaOrGroupIsRefusedByName() throws IOException {
		LogFixture.created(this.disk, this.configuration).close();
		UUID other = new UUID(3, 4);
		assertThatExceptionOfType(LogMismatchException.class)
			.isThrownBy(() -> LogFixture.opened(this.disk, LogConfiguration.of(7, other)))
			.withMessageContaining(other.toString())
			.withMessageContaining(LogFixture.REPLICA.toString());
		assertThatExceptionOfType(LogMismatchException.class)
			.isThrownBy(() -> LogFixture.opened(this.disk, LogConfiguration.of(8, LogFixture.REPLICA)))
			.withMessageContaining("group 7")
			.withMessageContaining("group 8");
	}

	@Test
	void thereIsNothingToOpenWithoutASegment() {
		assertThatExceptionOfType(LogDamagedException.class)
			.isThrownBy(() -> LogFixture.opened(this.disk, this.configuration))
			.withMessageContaining("there is no segment");
	}

	@Test
	void aLogWithOtherSegmentSizesGoesOn() throws IOException {
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		fixture.append(TestEntries.entries(1, 12, 1, 56));
		fixture.close();
		LogFixture reopened = LogFixture.opened(this.disk, LogFixture.configuration(3 * ROOM_BYTES));
		reopened.append(TestEntries.entries(13, 40, 1, 56));
		reopened.close();
		assertThat(LogFixture.opened(this.disk, this.configuration).readAll())
			.isEqualTo(TestEntries.entries(1, 52, 1, 56));
	}

	@Test
	void entriesFarApartInALargeSegmentAreFound() throws IOException {
		LogFixture fixture = LogFixture.created(this.disk,
				LogFixture.configuration(1 << 20).withSizes(2 << 20, 1 << 19, 0));
		List<Entry> entries = new ArrayList<>(TestEntries.entries(1, 1500, 1, 100));
		entries.addAll(TestEntries.entries(1501, 3, 1, 60_000));
		entries.addAll(TestEntries.entries(1504, 700, 2, 10));
		fixture.append(entries);
		fixture.run(() -> {
		});
		for (int index : new int[] { 1, 2, 150, 151, 999, 1500, 1501, 1502, 1503, 1504, 2000, 2203 }) {
			assertThat(TestEntries.decode(fixture.read(index, 1))).containsExactly(entries.get(index - 1));
		}
		fixture.close();
		LogFixture reopened = LogFixture.opened(this.disk, LogFixture.configuration(1 << 20));
		assertThat(TestEntries.decode(reopened.read(1501, 130_000))).isEqualTo(entries.subList(1500, 1502));
		reopened.truncateFrom(1503);
		assertThat(reopened.readAll()).isEqualTo(entries.subList(0, 1502));
	}

}
