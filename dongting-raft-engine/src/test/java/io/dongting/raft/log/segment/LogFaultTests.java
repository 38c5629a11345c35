package io.dongting.raft.log.segment;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

import io.dongting.fiber.FiberFuture;
import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.LogDamagedException;
import io.dongting.raft.log.LogFailedException;
import io.dongting.raft.log.TestEntries;
import io.dongting.raft.log.TestEntries.Entry;
import io.dongting.simulation.DiskOperation;
import io.dongting.simulation.SimulatedCrash;
import io.dongting.simulation.SimulatedFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Errors of the disk while a log is in use: failed syncs and writes, and a full disk.
 */
class LogFaultTests {

	private static final int ROOM_BYTES = 1000;

	private static final int ENTRY_BYTES = 100;

	private final LogConfiguration configuration = LogFixture.configuration(ROOM_BYTES);

	private final SimulatedFileSystem disk = new SimulatedFileSystem();

	private static List<Entry> entries(long first, int count) {
		return TestEntries.entries(first, count, 1, ENTRY_BYTES - 44);
	}

	@Test
	void aFailedSyncEndsAllWriting() throws IOException {
		// Trap P5, R26: the sync after the failed one would succeed
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		fixture.append(entries(1, 2));
		this.disk.faults().failNextSync((path) -> path.endsWith(".segment"));
		fixture.append(entries(3, 2));
		assertThat(fixture.failed).hasSize(1);
		assertThatExceptionOfType(LogFailedException.class).isThrownBy(() -> fixture.append(entries(5, 1)));
		assertThatExceptionOfType(LogFailedException.class).isThrownBy(() -> fixture.truncateFrom(2));
		fixture.run(fixture.log::flush);
		fixture.world.advance(Duration.ofSeconds(10));
		assertThat(fixture.durable).containsExactly(2L);
		assertThat(fixture.failed).hasSize(1);
		assertThat(TestEntries.decode(fixture.read(3, 1))).isEqualTo(entries(3, 1));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void whatAFailedSyncLeftReadableIsMadeDurableBeforeItCounts(long seed) throws IOException {
		// Trap P5: the process restarts, the machine does not; then the power goes
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		fixture.append(entries(1, 2));
		this.disk.faults().failNextSync((path) -> path.endsWith(".segment"));
		fixture.append(entries(3, 2));
		fixture.close();
		this.disk.killProcess();
		LogFixture restarted = LogFixture.opened(this.disk, this.configuration);
		assertThat(restarted.log.durableIndex()).isEqualTo(4);
		this.disk.crash(new SplittableRandom(seed));
		assertThat(LogFixture.opened(this.disk, this.configuration).readAll()).isEqualTo(entries(1, 4));
	}

	@Test
	void aCrashDuringThatRecoveryDoesNoHarm() throws IOException {
		for (int crashAfter = 1; crashAfter <= 6; crashAfter++) {
			for (int seed = 1; seed <= 30; seed++) {
				SimulatedFileSystem crashing = new SimulatedFileSystem();
				LogFixture fixture = LogFixture.created(crashing, this.configuration);
				fixture.append(entries(1, 2));
				crashing.faults().failNextSync((path) -> path.endsWith(".segment"));
				fixture.append(entries(3, 2));
				crashing.killProcess();
				crashing.faults().crashAfter(crashing.operations() + crashAfter);
				assertThatExceptionOfType(SimulatedCrash.class)
					.isThrownBy(() -> LogFixture.opened(crashing, this.configuration));
				crashing.crash(new SplittableRandom(seed));
				assertThat(LogFixture.opened(crashing, this.configuration).readAll()).isIn(entries(1, 2),
						entries(1, 4));
			}
		}
	}

	@Test
	void aFailedWriteEndsAllWriting() throws IOException {
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		fixture.append(entries(1, 2));
		this.disk.faults().failNextWrite((path) -> path.endsWith(".segment"));
		fixture.append(entries(3, 2));
		assertThat(fixture.failed).hasSize(1);
		fixture.close();
		assertThat(fixture.durable).containsExactly(2L);
		this.disk.killProcess();
		assertThat(LogFixture.opened(this.disk, this.configuration).readAll()).isEqualTo(entries(1, 2));
	}

	@Test
	void aFailureOfTheNextSegmentEndsAllWritingAlthoughWritesAreQueued() throws IOException {
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		fixture.holdIo = true;
		fixture.append(entries(1, 6));
		this.disk.faults().failNextSync((path) -> path.endsWith(SegmentFormat.SPARE_NAME));
		fixture.releaseOne();
		fixture.append(entries(7, 1));
		fixture.releaseOne();
		fixture.releaseOne();
		assertThat(fixture.failed).hasSize(1);
		assertThat(fixture.durable).containsExactly(6L);
	}

	@Test
	void aFailedSyncOfTheDirectoryEndsAllWriting() throws IOException {
		// Trap F: a segment whose name is not durable is not there
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		fixture.append(entries(1, 10));
		this.disk.faults().failNextSync((path) -> path.equals(LogFixture.DIRECTORY));
		fixture.append(entries(11, 1));
		assertThat(fixture.failed).hasSize(1);
		assertThat(fixture.durable).containsExactly(10L);
	}

	@Test
	void aFailedTruncationKeepsVotesWaiting() throws IOException {
		// Trap D7
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		fixture.append(entries(1, 4));
		this.disk.faults().failNextSync((path) -> path.endsWith(".segment"));
		fixture.truncateFrom(3);
		assertThat(fixture.failed).hasSize(1);
		assertThat(fixture.truncations).isZero();
		assertThat(fixture.log.truncating()).isTrue();
	}

	@Test
	void aFullDiskIsWaitedForAndTheSameEntriesAreWritten() throws IOException {
		// Trap P12, R29
		for (int space = 0; space < 6 * ENTRY_BYTES; space += 37) {
			SimulatedFileSystem full = new SimulatedFileSystem();
			LogFixture fixture = LogFixture.created(full, this.configuration);
			fixture.append(entries(1, 2));
			full.faults().limitSpace(space);
			fixture.append(entries(3, 3));
			fixture.append(entries(6, 1));
			fixture.world.advance(Duration.ofSeconds(5));
			if (fixture.log.waitingForSpace()) {
				assertThat(fixture.log.durableIndex()).isLessThan(6);
				assertThat(TestEntries.decode(fixture.read(5, 1))).isEqualTo(entries(5, 1));
			}
			full.faults().freeSpace();
			fixture.world.advance(Duration.ofSeconds(1));
			assertThat(fixture.log.waitingForSpace()).isFalse();
			assertThat(fixture.log.durableIndex()).isEqualTo(6);
			assertThat(fixture.failed).isEmpty();
			full.crash(new SplittableRandom(space));
			assertThat(LogFixture.opened(full, this.configuration).readAll()).isEqualTo(entries(1, 6));
		}
	}

	@Test
	void aFullDiskAtTheEndOfASegmentIsWaitedFor() throws IOException {
		int smallest = LogConfiguration.SEGMENT_OVERHEAD_BYTES;
		for (int space = smallest; space < smallest + 3 * ROOM_BYTES; space += 97) {
			SimulatedFileSystem full = new SimulatedFileSystem();
			LogFixture fixture = LogFixture.created(full, this.configuration);
			full.faults().limitSpace(space);
			fixture.append(entries(1, 25));
			fixture.world.advance(Duration.ofSeconds(5));
			full.faults().freeSpace();
			fixture.world.advance(Duration.ofSeconds(1));
			assertThat(fixture.durable).endsWith(25L);
			assertThat(fixture.failed).isEmpty();
			full.crash(new SplittableRandom(space));
			assertThat(LogFixture.opened(full, this.configuration).readAll()).isEqualTo(entries(1, 25));
		}
	}

	@Test
	void theNewestIdentityOutlivesAllTriesOnAFullDisk() throws IOException {
		// R27: the slot that a crash tears must not be that of the last durable entries
		for (int tries = 0; tries < 8; tries++) {
			for (int seed = 1; seed <= 10; seed++) {
				SimulatedFileSystem full = new SimulatedFileSystem();
				LogFixture fixture = LogFixture.created(full, this.configuration);
				fixture.append(entries(1, 2));
				fixture.append(entries(3, 2));
				full.faults().limitSpace(0);
				fixture.append(entries(5, 1));
				fixture.world.advance(this.configuration.spaceRetryInterval().multipliedBy(tries));
				full.faults().freeSpace();
				full.faults().crashAfter(full.operations() + 2);
				assertThatExceptionOfType(SimulatedCrash.class)
					.isThrownBy(() -> fixture.world.advance(Duration.ofSeconds(5)));
				full.crash(new SplittableRandom(seed));
				assertThat(LogFixture.opened(full, this.configuration).readAll())
					.as("after %d tries, seed %d", tries, seed)
					.isIn(entries(1, 4), entries(1, 5));
			}
		}
	}

	@Test
	void aNumberThatADeletionLeftBehindIsNotUsedByTheNextSegment() throws IOException {
		// R27: of two identities with one number, that of the earlier segment would count
		LogConfiguration four = LogFixture.configuration(4 * ENTRY_BYTES);
		LogFixture fixture = LogFixture.created(this.disk, four);
		fixture.append(entries(1, 4));
		fixture.append(entries(5, 4));
		fixture.world.advance(Duration.ofSeconds(5));
		this.disk.faults().limitSpace(BatchIdentity.SEALED_BYTES);
		fixture.run(() -> {
			fixture.log.raiseTruncationFloor(8);
			fixture.log.deleteBefore(5);
		});
		this.disk.faults().freeSpace();
		this.disk.onOperation((operation) -> {
			if (operation.kind() == DiskOperation.Kind.RENAME) {
				this.disk.faults().limitSpace(0);
			}
		});
		fixture.append(entries(9, 2));
		fixture.world.advance(Duration.ofSeconds(5));
		assertThat(fixture.log.durableIndex()).isEqualTo(10);
		this.disk.killProcess();
		assertThat(LogFixture.opened(this.disk, four).log.lastIndex()).isEqualTo(10);
	}

	@Test
	void whatWaitsForSpaceCanBeTruncated() throws IOException {
		for (int space = 0; space < 8 * ROOM_BYTES; space += 61) {
			SimulatedFileSystem full = new SimulatedFileSystem();
			LogFixture fixture = LogFixture.created(full, this.configuration);
			fixture.append(entries(1, 9));
			full.faults().limitSpace(space);
			fixture.append(entries(10, 9));
			fixture.truncateFrom(14);
			fixture.append(TestEntries.entries(14, 3, 2, 20));
			fixture.truncateFrom(16);
			fixture.world.advance(Duration.ofSeconds(5));
			full.faults().freeSpace();
			fixture.world.advance(Duration.ofSeconds(1));
			assertThat(fixture.failed).isEmpty();
			assertThat(fixture.thrown).isEmpty();
			assertThat(fixture.log.truncating()).isFalse();
			assertThat(fixture.log.durableIndex()).isEqualTo(15);
			full.crash(new SplittableRandom(space));
			List<Entry> stored = LogFixture.opened(full, this.configuration).readAll();
			assertThat(stored.subList(0, 13)).isEqualTo(entries(1, 13));
			assertThat(stored.subList(13, 15)).isEqualTo(TestEntries.entries(14, 2, 2, 20));
			assertThat(stored).hasSize(15);
		}
	}

	/** A node whose log seems to wait for space does not campaign (R29). */
	@Test
	void aFullDiskIsForgottenWhenNothingWaitsForSpace() throws IOException {
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		fixture.append(entries(1, 2));
		this.disk.faults().limitSpace(0);
		fixture.world.advance(Duration.ofSeconds(5));
		this.disk.faults().freeSpace();
		fixture.world.advance(Duration.ofSeconds(2));
		assertThat(fixture.log.stalledNanos()).isZero();
		assertThat(fixture.failed).isEmpty();
	}

	/** Trap G: closing waits for nothing that may never come. */
	@Test
	void aLogThatWaitsForSpaceCanBeClosed() throws IOException {
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		fixture.append(entries(1, 2));
		this.disk.faults().limitSpace(50);
		fixture.append(entries(3, 2));
		assertThat(fixture.log.waitingForSpace()).isTrue();
		fixture.close();
		this.disk.killProcess();
		assertThat(LogFixture.opened(this.disk, this.configuration).readAll()).isEqualTo(entries(1, 2));
	}

	@Test
	void aReadThatFailsFailsOnlyItself() throws IOException {
		LogFixture fixture = LogFixture.created(this.disk,
				this.configuration.withSizes(LogConfiguration.SEGMENT_OVERHEAD_BYTES + ROOM_BYTES, ROOM_BYTES, 0));
		fixture.append(entries(1, 5));
		this.disk.faults().failReads((path) -> path.endsWith(".segment"), 0, Long.MAX_VALUE);
		FiberFuture<EntryBatch> future = fixture.call(() -> fixture.log.readStored(2, 10));
		assertThat(failureOf(fixture, future)).isInstanceOf(IOException.class);
		fixture.append(entries(6, 1));
		assertThat(fixture.log.durableIndex()).isEqualTo(6);
	}

	@Test
	void aBitThatFlipsWhileTheLogIsInUseIsDetectedByTheRead() throws IOException {
		LogFixture fixture = LogFixture.created(this.disk,
				this.configuration.withSizes(LogConfiguration.SEGMENT_OVERHEAD_BYTES + ROOM_BYTES, ROOM_BYTES, 0));
		fixture.append(entries(1, 5));
		String path = LogFixture.DIRECTORY + "/" + SegmentFormat.name(1);
		for (int i = 0; i < 5 * ENTRY_BYTES; i++) {
			this.disk.flipBit(path, SegmentFormat.ENTRIES_OFFSET + i, i % 8);
			FiberFuture<EntryBatch> future = fixture.call(() -> fixture.log.readStored(1, 1000));
			assertThat(failureOf(fixture, future)).isInstanceOf(LogDamagedException.class);
			this.disk.flipBit(path, SegmentFormat.ENTRIES_OFFSET + i, i % 8);
		}
		assertThat(fixture.readAll()).isEqualTo(entries(1, 5));
	}

	private static Throwable failureOf(LogFixture fixture, FiberFuture<EntryBatch> future) {
		Throwable[] failure = new Throwable[1];
		fixture.run(() -> future.whenComplete((batch, ex) -> failure[0] = ex));
		return failure[0];
	}

}
