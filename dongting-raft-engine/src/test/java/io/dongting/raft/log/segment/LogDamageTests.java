package io.dongting.raft.log.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

import io.dongting.raft.log.LogDamagedException;
import io.dongting.raft.log.TestEntries;
import io.dongting.raft.log.TestEntries.Entry;
import io.dongting.raft.storage.StorageFile;
import io.dongting.raft.storage.StoragePaths;
import io.dongting.simulation.SimulatedCrash;
import io.dongting.simulation.SimulatedFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Damage of what was durable stops the log and changes nothing; a torn tail is cut (traps
 * P9, P10; R27, R28).
 */
class LogDamageTests {

	private static final int ROOM_BYTES = 500;

	private static final int ENTRY_BYTES = 100;

	private final LogConfiguration configuration = LogFixture.configuration(ROOM_BYTES);

	private static List<Entry> entries(long first, int count) {
		return TestEntries.entries(first, count, 1, ENTRY_BYTES - 44);
	}

	/** A log of three segments, closed, so that all of it is stated to be durable. */
	private SimulatedFileSystem closedLog() throws IOException {
		SimulatedFileSystem disk = new SimulatedFileSystem();
		LogFixture fixture = LogFixture.created(disk, this.configuration);
		fixture.append(entries(1, 2));
		fixture.append(entries(3, 2));
		fixture.append(entries(5, 4));
		fixture.append(entries(9, 5));
		fixture.close();
		assertThat(segments(disk)).hasSize(3);
		return disk;
	}

	private static List<String> segments(SimulatedFileSystem disk) throws IOException {
		return disk.list(LogFixture.DIRECTORY)
			.stream()
			.filter((name) -> name.endsWith(".segment"))
			.map((name) -> StoragePaths.resolve(LogFixture.DIRECTORY, name))
			.toList();
	}

	private static TreeMap<String, ByteBuffer> contents(SimulatedFileSystem disk) throws IOException {
		TreeMap<String, ByteBuffer> contents = new TreeMap<>();
		for (String path : segments(disk)) {
			contents.put(path, ByteBuffer.wrap(disk.content(path)));
		}
		return contents;
	}

	private static SimulatedFileSystem diskWith(TreeMap<String, ByteBuffer> contents) throws IOException {
		SimulatedFileSystem disk = new SimulatedFileSystem();
		disk.createDirectories(LogFixture.DIRECTORY);
		for (String path : contents.keySet()) {
			try (StorageFile file = disk.open(path)) {
				file.write(contents.get(path).duplicate(), 0);
				file.sync();
			}
		}
		return disk;
	}

	@Test
	void everyFlippedBitOfADurableEntryIsDamageWithItsPlace() throws IOException {
		TreeMap<String, ByteBuffer> contents = contents(closedLog());
		List<String> segments = new ArrayList<>(contents.keySet());
		for (int i = 0; i < 13 * ENTRY_BYTES; i++) {
			String path = segments.get(i / ENTRY_BYTES / 5);
			int position = SegmentFormat.ENTRIES_OFFSET + i % (5 * ENTRY_BYTES);
			SimulatedFileSystem disk = diskWith(contents);
			disk.flipBit(path, position, i % 8);
			TreeMap<String, ByteBuffer> before = contents(disk);
			long index = 1 + i / ENTRY_BYTES;
			assertThatExceptionOfType(LogDamagedException.class).as("byte %s of %s", position, path)
				.isThrownBy(() -> LogFixture.opened(disk, this.configuration))
				.satisfies((ex) -> {
					assertThat(ex.file()).isEqualTo(path);
					assertThat(ex.index()).isEqualTo(index);
					assertThat(ex.offset())
						.isEqualTo(position - (position - SegmentFormat.ENTRIES_OFFSET) % ENTRY_BYTES);
				});
			assertThat(contents(disk)).isEqualTo(before);
		}
	}

	@Test
	void everyFlippedBitOfAHeaderIsDamage() throws IOException {
		TreeMap<String, ByteBuffer> contents = contents(closedLog());
		for (String path : contents.keySet()) {
			for (int position = 0; position < SegmentHeader.SEALED_BYTES; position++) {
				SimulatedFileSystem disk = diskWith(contents);
				disk.flipBit(path, position, position % 8);
				TreeMap<String, ByteBuffer> before = contents(disk);
				assertThatExceptionOfType(LogDamagedException.class).as("byte %s of %s", position, path)
					.isThrownBy(() -> LogFixture.opened(disk, this.configuration));
				assertThat(contents(disk)).isEqualTo(before);
			}
		}
	}

	@Test
	void noFlippedBitOfASlotLosesAnything() throws IOException {
		TreeMap<String, ByteBuffer> contents = contents(closedLog());
		for (String path : contents.keySet()) {
			for (int slot = 0; slot < SegmentFormat.SLOTS; slot++) {
				for (int i = 0; i < BatchIdentity.SEALED_BYTES; i++) {
					SimulatedFileSystem disk = diskWith(contents);
					disk.flipBit(path, (int) SegmentFormat.slotOffset(slot) + i, i % 8);
					assertThat(openedOrDamaged(disk)).as("byte %s of slot %s of %s", i, slot, path)
						.isIn(entries(1, 13), List.of());
				}
			}
		}
	}

	private List<Entry> openedOrDamaged(SimulatedFileSystem disk) throws IOException {
		TreeMap<String, ByteBuffer> before = contents(disk);
		try {
			return LogFixture.opened(disk, this.configuration).readAll();
		}
		catch (LogDamagedException ex) {
			assertThat(contents(disk)).isEqualTo(before);
			return List.of();
		}
	}

	@Test
	void aSegmentThatIsMissingIsDamage() throws IOException {
		TreeMap<String, ByteBuffer> contents = contents(closedLog());
		for (String path : contents.keySet()) {
			TreeMap<String, ByteBuffer> rest = new TreeMap<>(contents);
			rest.remove(path);
			assertThatExceptionOfType(LogDamagedException.class).as(path)
				.isThrownBy(() -> LogFixture.opened(diskWith(rest), this.configuration));
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void aSegmentThatVanishesRightAfterItWasBegunIsMissed(long seed) throws IOException {
		SimulatedFileSystem disk = new SimulatedFileSystem();
		LogFixture fixture = LogFixture.created(disk, this.configuration);
		fixture.append(entries(1, 6));
		assertThat(fixture.durable).containsExactly(6L);
		disk.crash(new SplittableRandom(seed));
		disk.delete(segments(disk).get(1));
		disk.syncDirectory(LogFixture.DIRECTORY);
		assertThatExceptionOfType(LogDamagedException.class)
			.isThrownBy(() -> LogFixture.opened(disk, this.configuration))
			.withMessageContaining("the segment is missing");
	}

	@Test
	void noFlippedBitOfASlotBringsBackWhatWasTruncated() throws IOException {
		SimulatedFileSystem truncated = new SimulatedFileSystem();
		LogFixture fixture = LogFixture.created(truncated, this.configuration);
		fixture.append(entries(1, 4));
		fixture.truncateFrom(3);
		TreeMap<String, ByteBuffer> contents = contents(truncated);
		for (String path : contents.keySet()) {
			for (int slot = 0; slot < SegmentFormat.SLOTS; slot++) {
				SimulatedFileSystem disk = diskWith(contents);
				disk.flipBit(path, (int) SegmentFormat.slotOffset(slot) + 30, 2);
				assertThat(LogFixture.opened(disk, this.configuration).readAll()).isEqualTo(entries(1, 2));
			}
		}
	}

	@Test
	void aSegmentCutOffIsDamage() throws IOException {
		TreeMap<String, ByteBuffer> contents = contents(closedLog());
		for (String path : contents.keySet()) {
			for (int size : new int[] { 0, 10, 5000, SegmentFormat.ENTRIES_OFFSET,
					SegmentFormat.ENTRIES_OFFSET + 150 }) {
				TreeMap<String, ByteBuffer> cut = new TreeMap<>(contents);
				cut.put(path, contents.get(path).duplicate().limit(size));
				assertThatExceptionOfType(LogDamagedException.class).as("%s cut to %s bytes", path, size)
					.isThrownBy(() -> LogFixture.opened(diskWith(cut), this.configuration));
			}
		}
	}

	@Test
	void aTornTailIsCutAndTheLogGoesOn() throws IOException {
		// Trap P10: the power goes in mid-write, so that a sync never returned
		for (int seed = 1; seed <= 200; seed++) {
			SimulatedFileSystem disk = new SimulatedFileSystem();
			LogFixture fixture = LogFixture.created(disk, LogFixture.configuration(10_000));
			fixture.append(entries(1, 3));
			fixture.holdIo = true;
			disk.faults().crashAfter(disk.operations() + 2);
			fixture.append(TestEntries.entries(4, 3, 1, 900));
			assertThatExceptionOfType(SimulatedCrash.class).isThrownBy(fixture::releaseOne);
			disk.crash(new SplittableRandom(seed));
			LogFixture reopened = LogFixture.opened(disk, LogFixture.configuration(10_000));
			assertThat(reopened.log.lastIndex()).as("seed %s", seed).isIn(3L, 6L);
			reopened.append(entries(reopened.log.lastIndex() + 1, 2));
			assertThat(reopened.failed).isEmpty();
		}
	}

	@Test
	void aBadEntryBelowATornTailIsDamage() throws IOException {
		// Trap P9: the entry was acknowledged, so the log must not come up shorter
		SimulatedFileSystem disk = new SimulatedFileSystem();
		LogFixture fixture = LogFixture.created(disk, this.configuration);
		fixture.append(entries(1, 2));
		fixture.append(entries(3, 2));
		disk.killProcess();
		disk.flipBit(segments(disk).get(0), SegmentFormat.ENTRIES_OFFSET + ENTRY_BYTES + 50, 3);
		assertThatExceptionOfType(LogDamagedException.class)
			.isThrownBy(() -> LogFixture.opened(disk, this.configuration))
			.satisfies((ex) -> assertThat(ex.index()).isEqualTo(2))
			.withMessageContaining("Nothing was changed");
	}

	@Test
	void aFileThatCannotBeReadIsNotTakenForAnEmptyOne() throws IOException {
		SimulatedFileSystem disk = closedLog();
		TreeMap<String, ByteBuffer> before = contents(disk);
		for (String path : before.keySet()) {
			for (int position : new int[] { 0, SegmentFormat.PAGE_BYTES, SegmentFormat.ENTRIES_OFFSET }) {
				disk.faults().failReads(path::equals, position, position + 10);
				assertThatExceptionOfType(IOException.class)
					.isThrownBy(() -> LogFixture.opened(disk, this.configuration));
				assertThat(contents(disk)).isEqualTo(before);
			}
		}
	}

}
