package io.dongting.raft.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.SplittableRandom;

import io.dongting.raft.storage.NoSpaceException;
import io.dongting.simulation.EveryCrash;
import io.dongting.simulation.SimulatedCrash;
import io.dongting.simulation.SimulatedFileSystem;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SnapshotStoreTests {

	private static final String DIRECTORY = "groups/list/snapshots";

	private static final int GROUP = 7;

	private static final int BLOCK_BYTES = 100;

	private final SimulatedFileSystem disk = new SimulatedFileSystem();

	private final SnapshotStore store = new SnapshotStore(this.disk, DIRECTORY, GROUP);

	private static SnapshotHeader header(long index) {
		return new SnapshotHeader(GROUP, index, 3, 1_000 + index, index - 5,
				ByteBuffer.wrap(new byte[] { 1, 2, 3, (byte) index }));
	}

	private static byte[] state(long seed, int sizeBytes) {
		byte[] state = new byte[sizeBytes];
		new SplittableRandom(seed).nextBytes(state);
		return state;
	}

	private StagedSnapshot stage(long index, byte[] state) throws IOException {
		return this.store.stage(header(index), BLOCK_BYTES, (target) -> {
			target.write(state[0]);
			target.write(state, 1, state.length - 1);
		}, () -> false);
	}

	private StoredSnapshot save(long index, byte[] state) throws IOException {
		return stage(index, state).publish();
	}

	private static byte[] load(SnapshotStore store, StoredSnapshot snapshot) throws IOException {
		try (SnapshotReader reader = store.read(snapshot)) {
			return reader.readAllBytes();
		}
	}

	@Test
	void whatWasSavedIsFoundWithItsConfiguration() throws IOException {
		assertThat(this.store.open().readable()).isEmpty();
		assertThat(this.store.open().newestIsReadable()).isTrue();
		save(10, state(1, 1));
		save(20, state(2, 100));
		StoredSnapshot last = save(30, state(3, 1234));
		FoundSnapshots found = this.store.open();
		assertThat(found.readable()).extracting(StoredSnapshot::index).containsExactly(30L, 20L, 10L);
		assertThat(found.newestIndex()).isEqualTo(30);
		assertThat(found.newestTerm()).isEqualTo(3);
		assertThat(found.readable().get(0)).isEqualTo(last);
		assertThat(last.header().configurationIndex()).isEqualTo(25);
		assertThat(last.header().configuration()).isEqualTo(header(30).configuration());
		assertThat(load(this.store, found.readable().get(0))).isEqualTo(state(3, 1234));
		assertThat(load(this.store, found.readable().get(1))).isEqualTo(state(2, 100));
		assertThat(load(this.store, found.readable().get(2))).isEqualTo(state(1, 1));
		this.store.delete(found.readable().get(1));
		assertThat(this.store.open().readable()).extracting(StoredSnapshot::index).containsExactly(30L, 10L);
		assertThat(this.disk.openFiles()).isZero();
	}

	/** Trap N: neither the order in which they were made counts, nor any time. */
	@Test
	void theNewestSnapshotIsThatOfTheHighestIndex() throws IOException {
		save(200, state(1, 10));
		save(30, state(2, 10));
		assertThat(this.store.open().newestIndex()).isEqualTo(200);
		assertThat(this.store.open().readable()).extracting(StoredSnapshot::index).containsExactly(200L, 30L);
	}

	@Test
	void theSameStateIsTheSameFile() throws IOException {
		SimulatedFileSystem other = new SimulatedFileSystem();
		StoredSnapshot here = save(10, state(1, 999));
		StoredSnapshot there = new SnapshotStore(other, DIRECTORY, GROUP)
			.stage(header(10), BLOCK_BYTES, (target) -> target.write(state(1, 999)), () -> false)
			.publish();
		assertThat(there).isEqualTo(here);
		assertThat(other.content(there.path())).isEqualTo(this.disk.content(here.path()));
	}

	@Test
	void everyFlippedBitIsFound() throws IOException {
		StoredSnapshot snapshot = save(10, state(1, 250));
		for (int position = 0; position < snapshot.sizeBytes(); position++) {
			this.disk.flipBit(snapshot.path(), position, position % Byte.SIZE);
			FoundSnapshots found = this.store.open();
			assertThat(found.newestIndex()).isEqualTo(10);
			if (found.newestIsReadable()) {
				assertThatExceptionOfType(SnapshotDamagedException.class).as("byte %d", position)
					.isThrownBy(() -> this.store.check(found.readable().get(0)));
			}
			this.disk.flipBit(snapshot.path(), position, position % Byte.SIZE);
		}
		this.store.check(snapshot);
	}

	@Test
	void aSnapshotOfAnotherGroupIsNotTaken() throws IOException {
		save(10, state(1, 50));
		assertThat(new SnapshotStore(this.disk, DIRECTORY, GROUP + 1).open().newestIsReadable()).isFalse();
	}

	@Test
	void whatIsStagedIsNoSnapshotAndIsGoneAfterARestart() throws IOException {
		save(10, state(1, 50));
		stage(20, state(2, 50));
		assertThat(this.disk.list(DIRECTORY)).hasSize(2);
		assertThat(this.store.open().readable()).extracting(StoredSnapshot::index).containsExactly(10L);
		assertThat(this.disk.list(DIRECTORY)).hasSize(1);
	}

	@Test
	void aStateThatCannotBeWrittenLeavesNothing() throws IOException {
		assertThatThrownBy(() -> this.store.stage(header(10), BLOCK_BYTES, (target) -> {
			target.write(state(1, 500));
			throw new IOException("no more");
		}, () -> false)).isExactlyInstanceOf(IOException.class).hasMessage("no more");
		assertThat(this.disk.list(DIRECTORY)).isEmpty();
		assertThat(this.disk.openFiles()).isZero();
	}

	@Test
	void aSnapshotIsGivenUpBetweenTwoBlocks() throws IOException {
		int[] asked = new int[1];
		assertThatThrownBy(() -> this.store.stage(header(10), BLOCK_BYTES, (target) -> target.write(state(1, 500)),
				() -> ++asked[0] == 3))
			.hasMessageContaining("not wanted");
		assertThat(this.disk.list(DIRECTORY)).isEmpty();
	}

	@Test
	void aFullDiskIsNoFailureOfTheDisk() throws IOException {
		save(10, state(1, 50));
		this.disk.faults().limitSpace(200);
		assertThatExceptionOfType(NoSpaceException.class).isThrownBy(() -> stage(20, state(2, 500)));
		this.disk.faults().freeSpace();
		assertThat(this.disk.list(DIRECTORY)).hasSize(1);
		save(20, state(2, 500));
		assertThat(this.store.open().readable()).hasSize(2);
	}

	/** Trap P6: what is not durable is not published. */
	@Test
	void aFailedSyncPublishesNothing() throws IOException {
		save(10, state(1, 50));
		this.disk.faults().failNextSync((path) -> path.endsWith(".staging"));
		assertThatExceptionOfType(DiskFailedException.class).isThrownBy(() -> stage(20, state(2, 500)));
		assertThat(this.store.open().readable()).extracting(StoredSnapshot::index).containsExactly(10L);
		this.disk.faults().failNextSync((path) -> path.equals(DIRECTORY));
		StagedSnapshot staged = stage(20, state(2, 500));
		assertThatExceptionOfType(DiskFailedException.class).isThrownBy(staged::publish);
	}

	/** Trap P5: a second sync would succeed, and a power cut take the directory away. */
	@Test
	void aFailedSyncOfTheParentDirectoryIsAFailureOfTheDisk() {
		String parent = DIRECTORY.substring(0, DIRECTORY.lastIndexOf('/'));
		this.disk.faults().failNextSync((path) -> path.equals(parent));
		assertThatExceptionOfType(DiskFailedException.class).isThrownBy(() -> stage(20, state(2, 500)));
	}

	/**
	 * Trap P6: whatever a crash leaves, a snapshot is whole or not there, and those that
	 * were published stay.
	 */
	@Test
	void everyStateThatACrashMayLeaveHoldsWholeSnapshotsOnly() throws IOException {
		int states = 0;
		boolean crashed = true;
		for (long crashAfter = 1; crashed; crashAfter++) {
			SimulatedFileSystem lost = new SimulatedFileSystem();
			lost.faults().crashAfter(crashAfter);
			crashed = false;
			int published = 0;
			try {
				SnapshotStore crashing = new SnapshotStore(lost, DIRECTORY, GROUP);
				for (long index = 10; index <= 20; index += 10) {
					byte[] state = state(index, 350);
					crashing.stage(header(index), BLOCK_BYTES, (target) -> target.write(state), () -> false).publish();
					published++;
				}
				crashing.delete(crashing.open().readable().get(1));
			}
			catch (SimulatedCrash ex) {
				crashed = true;
				states += tryEveryEnd(lost, published);
			}
		}
		assertThat(states).isGreaterThan(100);
	}

	private static int tryEveryEnd(SimulatedFileSystem lost, int published) throws IOException {
		EveryCrash crash = new EveryCrash();
		int states = 0;
		do {
			SimulatedFileSystem left = lost.copy();
			left.crash(crash);
			SnapshotStore store = new SnapshotStore(left, DIRECTORY, GROUP);
			FoundSnapshots found = store.open();
			assertThat(found.newestIsReadable()).as("%s", crash).isTrue();
			List<Long> indexes = found.readable().stream().map(StoredSnapshot::index).toList();
			assertThat(found.newestIndex()).isGreaterThanOrEqualTo(10L * published);
			for (StoredSnapshot snapshot : found.readable()) {
				assertThat(load(store, snapshot)).as("%d of %s with %s", snapshot.index(), indexes, crash)
					.isEqualTo(state(snapshot.index(), 350));
			}
			states++;
		}
		while (crash.advance() && states < 5000);
		return states;
	}

	@Test
	void aDeletedSnapshotDoesNotComeBackAsAnEmptyFile() throws IOException {
		StoredSnapshot deleted = save(10, state(1, 10));
		this.store.delete(deleted);
		assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> this.store.read(deleted));
		assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> this.store.openFile(deleted));
		assertThat(this.disk.exists(deleted.path())).isFalse();
	}

}
