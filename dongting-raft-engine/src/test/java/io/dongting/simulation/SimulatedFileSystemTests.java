package io.dongting.simulation;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

import io.dongting.raft.storage.NoSpaceException;
import io.dongting.raft.storage.StorageFile;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The simulated disk must itself lose what a real one may lose, and nothing else: a
 * harness in doubt proves nothing.
 */
class SimulatedFileSystemTests {

	private static final int SECTOR = 512;

	private static final int SEEDS = 300;

	private final SimulatedFileSystem disk = new SimulatedFileSystem();

	private static ByteBuffer filled(int size, int value) {
		ByteBuffer buffer = ByteBuffer.allocate(size);
		while (buffer.hasRemaining()) {
			buffer.put((byte) value);
		}
		return buffer.flip();
	}

	private static SimulatedFileSystem diskWithFile(int size) throws IOException {
		SimulatedFileSystem disk = new SimulatedFileSystem();
		StorageFile file = disk.open("f");
		file.write(filled(size, 1), 0);
		file.sync();
		disk.syncDirectory("");
		return disk;
	}

	@Test
	void whatWasSyncedSurvivesEveryCrash() throws IOException {
		for (int seed = 0; seed < SEEDS; seed++) {
			SimulatedFileSystem disk = diskWithFile(3000);
			disk.crash(new SplittableRandom(seed));
			assertThat(disk.content("f")).hasSize(3000).containsOnly(1);
		}
	}

	@Test
	void aSectorThatWasNotSyncedIsLostKeptOrTorn() throws IOException {
		TreeSet<String> fates = new TreeSet<>();
		TreeSet<String> pairs = new TreeSet<>();
		for (int seed = 0; seed < SEEDS; seed++) {
			SimulatedFileSystem disk = diskWithFile(4 * SECTOR);
			disk.open("f").write(filled(2 * SECTOR, 2), SECTOR);
			disk.crash(new SplittableRandom(seed));
			byte[] content = disk.content("f");
			assertThat(content).hasSize(4 * SECTOR);
			assertThat(fate(content, 0)).isEqualTo("lost");
			assertThat(fate(content, 3)).isEqualTo("lost");
			fates.add(fate(content, 1));
			pairs.add(fate(content, 1) + "," + fate(content, 2));
		}
		assertThat(fates).containsExactly("kept", "lost", "torn");
		assertThat(pairs).contains("kept,lost", "lost,kept");
	}

	/** A torn sector is new up to some byte and old behind it. */
	private static String fate(byte[] content, int sector) {
		int fresh = 0;
		while (fresh < SECTOR && content[sector * SECTOR + fresh] == 2) {
			fresh++;
		}
		for (int i = fresh; i < SECTOR; i++) {
			assertThat(content[sector * SECTOR + i]).isEqualTo((byte) 1);
		}
		return (fresh == 0) ? "lost" : (fresh == SECTOR) ? "kept" : "torn";
	}

	@Test
	void aLaterWriteMaySurviveAnEarlierOne() throws IOException {
		TreeSet<String> outcomes = new TreeSet<>();
		for (int seed = 0; seed < SEEDS; seed++) {
			SimulatedFileSystem disk = diskWithFile(2 * SECTOR);
			StorageFile file = disk.open("f");
			file.write(filled(SECTOR, 2), 0);
			file.write(filled(SECTOR, 2), SECTOR);
			disk.crash(new SplittableRandom(seed));
			outcomes.add(fate(disk.content("f"), 0) + "," + fate(disk.content("f"), 1));
		}
		assertThat(outcomes).contains("lost,kept", "kept,lost", "kept,kept", "lost,lost");
	}

	@Test
	void aFileMayHaveGrownWithoutItsData() throws IOException {
		TreeSet<Integer> sizes = new TreeSet<>();
		boolean grownWithoutData = false;
		for (int seed = 0; seed < SEEDS; seed++) {
			SimulatedFileSystem disk = diskWithFile(SECTOR);
			disk.open("f").write(filled(SECTOR, 2), SECTOR);
			disk.crash(new SplittableRandom(seed));
			byte[] content = disk.content("f");
			sizes.add(content.length);
			grownWithoutData |= content.length == 2 * SECTOR && content[SECTOR] == 0;
		}
		assertThat(sizes).containsExactly(SECTOR, 2 * SECTOR);
		assertThat(grownWithoutData).isTrue();
	}

	@Test
	void aNameIsDurableOnlyWithItsDirectory() throws IOException {
		TreeSet<Boolean> exists = new TreeSet<>();
		for (int seed = 0; seed < SEEDS; seed++) {
			SimulatedFileSystem disk = new SimulatedFileSystem();
			StorageFile file = disk.open("f");
			file.write(filled(10, 1), 0);
			file.sync();
			disk.crash(new SplittableRandom(seed));
			exists.add(disk.exists("f"));
		}
		assertThat(exists).containsExactly(false, true);
	}

	@Test
	void aRenameThatWasNotSyncedHappenedOrNot() throws IOException {
		TreeSet<String> outcomes = new TreeSet<>();
		for (int seed = 0; seed < SEEDS; seed++) {
			SimulatedFileSystem disk = diskWithFile(10);
			StorageFile other = disk.open("g");
			other.write(filled(10, 2), 0);
			other.sync();
			disk.syncDirectory("");
			disk.rename("g", "f");
			assertThat(disk.content("f")).containsOnly(2);
			disk.crash(new SplittableRandom(seed));
			outcomes.add(disk.content("f")[0] + " " + disk.exists("g"));
		}
		assertThat(outcomes).containsExactly("1 true", "2 false");
	}

	@Test
	void aDeletionThatWasNotSyncedMayComeBack() throws IOException {
		TreeSet<Boolean> exists = new TreeSet<>();
		for (int seed = 0; seed < SEEDS; seed++) {
			SimulatedFileSystem disk = diskWithFile(10);
			disk.delete("f");
			disk.crash(new SplittableRandom(seed));
			exists.add(disk.exists("f"));
			if (disk.exists("f")) {
				assertThat(disk.content("f")).hasSize(10).containsOnly(1);
			}
		}
		assertThat(exists).containsExactly(false, true);
	}

	@Test
	void aDirectoryIsLostWithAllThatIsInIt() throws IOException {
		TreeSet<Boolean> exists = new TreeSet<>();
		for (int seed = 0; seed < SEEDS; seed++) {
			SimulatedFileSystem disk = new SimulatedFileSystem();
			disk.createDirectories("a/b");
			disk.open("a/b/f").sync();
			disk.syncDirectory("a/b");
			disk.crash(new SplittableRandom(seed));
			exists.add(disk.exists("a/b/f"));
			assertThat(disk.exists("a/b/f")).isEqualTo(disk.exists("a/b"));
		}
		assertThat(exists).containsExactly(false, true);
	}

	@Test
	void aFailedSyncLosesTheDataAndTheNextOneLies() throws IOException {
		// Trap P5
		SimulatedFileSystem disk = diskWithFile(10);
		StorageFile file = disk.open("f");
		file.write(filled(10, 2), 0);
		disk.faults().failNextSync("f"::equals);
		assertThatExceptionOfType(IOException.class).isThrownBy(file::sync).withMessageStartingWith("f: ");
		file.sync();
		assertThat(disk.content("f")).containsOnly(2);
		assertThat(disk.durableContent("f")).containsOnly(1);
		disk.crash(new SplittableRandom(1));
		assertThat(disk.content("f")).containsOnly(1);
	}

	@Test
	void aFullDiskTakesWhatFits() throws IOException {
		StorageFile file = this.disk.open("f");
		this.disk.faults().limitSpace(15);
		file.write(filled(10, 1), 0);
		assertThat(this.disk.usableSpaceBytes()).isEqualTo(5);
		assertThatExceptionOfType(NoSpaceException.class).isThrownBy(() -> file.write(filled(10, 2), 10));
		assertThat(this.disk.content("f")).hasSize(15);
		assertThatExceptionOfType(NoSpaceException.class).isThrownBy(() -> file.write(filled(1, 3), 15));
		this.disk.faults().freeSpace();
		file.write(filled(10, 2), 10);
		assertThat(this.disk.content("f")).hasSize(20);
	}

	@Test
	void aWriteAndAReadFailWhenAskedTo() throws IOException {
		StorageFile file = this.disk.open("f");
		file.write(filled(30, 1), 0);
		this.disk.faults().failNextWrite("f"::equals);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> file.write(filled(30, 2), 0))
			.isNotInstanceOf(NoSpaceException.class);
		assertThat(this.disk.content("f")).containsOnly(1);
		this.disk.faults().failReads("f"::equals, 10, 12);
		assertThat(file.read(ByteBuffer.allocate(10), 0)).isEqualTo(10);
		assertThat(file.read(ByteBuffer.allocate(10), 12)).isEqualTo(10);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> file.read(ByteBuffer.allocate(10), 3));
	}

	@Test
	void aCrashComesOutOfTheOperationAndOfAllAfterIt() throws IOException {
		StorageFile file = this.disk.open("f");
		this.disk.faults().crashAfter(3);
		file.write(filled(10, 1), 0);
		assertThatExceptionOfType(SimulatedCrash.class).isThrownBy(file::sync);
		assertThatExceptionOfType(SimulatedCrash.class).isThrownBy(file::sizeBytes);
		assertThatExceptionOfType(SimulatedCrash.class).isThrownBy(() -> this.disk.open("g"));
		assertThatExceptionOfType(SimulatedCrash.class).isThrownBy(() -> this.disk.exists("f"));
		this.disk.crash(new SplittableRandom(1));
		assertThatExceptionOfType(SimulatedCrash.class).isThrownBy(file::sizeBytes)
			.withMessageContaining("opened before the crash");
		this.disk.open("g").sync();
	}

	@Test
	void aProcessThatIsKilledLosesOnlyItsHandles() throws IOException {
		StorageFile file = this.disk.open("f");
		file.write(filled(10, 1), 0);
		this.disk.killProcess();
		assertThatExceptionOfType(SimulatedCrash.class).isThrownBy(file::sync);
		assertThat(this.disk.content("f")).hasSize(10);
	}

	@Test
	void aFlippedBitIsSeenAndStays() throws IOException {
		SimulatedFileSystem disk = diskWithFile(10);
		disk.flipBit("f", 4, 7);
		assertThat(disk.content("f")[4]).isEqualTo((byte) 0x81);
		disk.crash(new SplittableRandom(1));
		assertThat(disk.content("f")[4]).isEqualTo((byte) 0x81);
	}

	@Test
	void everyOperationIsToldInOrder() throws IOException {
		List<DiskOperation> operations = new ArrayList<>();
		this.disk.onOperation(operations::add);
		StorageFile file = this.disk.open("f");
		file.write(filled(10, 1), 3);
		file.syncAll();
		file.truncate(5);
		this.disk.rename("f", "g");
		this.disk.syncDirectory("");
		this.disk.delete("g");
		assertThat(operations).containsExactly(new DiskOperation(1, DiskOperation.Kind.CREATE, "f", 0, 0),
				new DiskOperation(2, DiskOperation.Kind.WRITE, "f", 3, 10),
				new DiskOperation(3, DiskOperation.Kind.SYNC, "f", 0, 0),
				new DiskOperation(4, DiskOperation.Kind.TRUNCATE, "f", 0, 5),
				new DiskOperation(5, DiskOperation.Kind.RENAME, "g", 0, 0),
				new DiskOperation(6, DiskOperation.Kind.SYNC_DIRECTORY, "", 0, 0),
				new DiskOperation(7, DiskOperation.Kind.DELETE, "g", 0, 0));
	}

	@Test
	void aRunIsRepeatedByItsSeed() throws IOException {
		List<byte[]> outcomes = new ArrayList<>();
		for (int run = 0; run < 2; run++) {
			SimulatedFileSystem disk = diskWithFile(10 * SECTOR);
			disk.open("f").write(filled(20 * SECTOR, 2), 77);
			disk.crash(new SplittableRandom(42));
			outcomes.add(disk.content("f"));
		}
		assertThat(outcomes.get(0)).isEqualTo(outcomes.get(1));
	}

	@Test
	void aFileNeedsItsDirectory() {
		assertThatExceptionOfType(FileNotFoundException.class).isThrownBy(() -> this.disk.open("a/f"));
		assertThatExceptionOfType(FileNotFoundException.class).isThrownBy(() -> this.disk.list("a"));
	}

}
