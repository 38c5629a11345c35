package io.dongting.raft.log.vote;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.zip.CRC32C;

import io.dongting.fiber.FiberGroup;
import io.dongting.fiber.VirtualDispatcher;
import io.dongting.fiber.VirtualTime;
import io.dongting.raft.log.LogFailedException;
import io.dongting.raft.storage.NoSpaceException;
import io.dongting.raft.storage.StorageFile;
import io.dongting.simulation.DiskOperation;
import io.dongting.simulation.EveryCrash;
import io.dongting.simulation.SimulatedCrash;
import io.dongting.simulation.SimulatedFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Term, vote and promise on a simulated disk.
 */
class VoteStoreTests {

	private static final String DIRECTORY = "groups/7";

	private static final String PATH = DIRECTORY + "/" + VoteFile.NAME;

	private static final UUID REPLICA = new UUID(1, 2);

	private static final VoteState INITIAL = VoteState.initial(REPLICA);

	private final SimulatedFileSystem disk = new SimulatedFileSystem();

	private final VirtualTime world = new VirtualTime(1);

	private final List<Throwable> thrown = new ArrayList<>();

	private final FiberGroup group = new VirtualDispatcher(this.world, "dispatcher").createGroup("group",
			(group, source, failure) -> this.thrown.add(failure));

	private final ArrayDeque<Runnable> held = new ArrayDeque<>();

	private final List<Throwable> failed = new ArrayList<>();

	private final List<String> events = new ArrayList<>();

	private boolean holdIo;

	private void io(Runnable task) {
		if (this.holdIo) {
			this.held.add(task);
		}
		else {
			this.world.schedule(1000, task);
		}
	}

	private VoteStore openOrCreate() throws IOException {
		return VoteStore.openOrCreate(this.disk, DIRECTORY, () -> REPLICA, this.group, this::io, this.failed::add);
	}

	private VoteStore open() throws IOException {
		return VoteStore.open(this.disk, DIRECTORY, this.group, this::io, this.failed::add);
	}

	private void run(Runnable code) {
		RuntimeException[] failure = new RuntimeException[1];
		this.group.execute(() -> {
			try {
				code.run();
			}
			catch (RuntimeException ex) {
				failure[0] = ex;
			}
		});
		this.world.advance(Duration.ofMillis(1));
		if (failure[0] != null) {
			throw failure[0];
		}
	}

	private void save(VoteStore store, VoteState state, String event) {
		run(() -> store.save(state, () -> this.events.add(event)));
	}

	private void release() {
		this.world.schedule(1000, this.held.remove());
		this.world.advance(Duration.ofMillis(1));
	}

	@Test
	void aReplicaIsNamedOnceAndForEver() throws IOException {
		assertThat(openOrCreate().state()).isEqualTo(INITIAL);
		this.disk.crash(new SplittableRandom(1));
		VoteStore reopened = VoteStore.openOrCreate(this.disk, DIRECTORY, () -> {
			throw new AssertionError("named twice");
		}, this.group, this::io, this.failed::add);
		assertThat(reopened.state().replicaUuid()).isEqualTo(REPLICA);
	}

	@Test
	void whatWasSavedIsThereAfterACrash() throws IOException {
		VoteStore store = openOrCreate();
		VoteState state = new VoteState(REPLICA, 7, 3, 300, new UUID(5, 6), new Floor(6, 40, true));
		save(store, state, "saved");
		assertThat(this.events).containsExactly("saved");
		assertThat(store.state()).isEqualTo(state);
		this.disk.crash(new SplittableRandom(1));
		assertThat(open().state()).isEqualTo(state);
	}

	/** R28: what it stands for was acknowledged. */
	@Test
	void aFloorIsKeptThroughVotesAndIsNeverLowered() throws IOException {
		VoteStore store = openOrCreate();
		store.saveUnused(INITIAL.withVote(7, 3).withFloor(new Floor(6, 40, false)));
		VoteState later = store.state().withTerm(8).withVote(8, 2).withPromiseMillis(300);
		save(store, later, "saved");
		this.disk.crash(new SplittableRandom(1));
		VoteStore reopened = open();
		assertThat(reopened.state().floor()).isEqualTo(new Floor(6, 40, false));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> reopened.saveUnused(later.withFloor(new Floor(6, 39, true))))
			.withMessageContaining("39");
		reopened.saveUnused(later.withFloor(new Floor(7, 1, true)));
		reopened.saveUnused(later.withFloor(null));
		assertThat(open().state()).isEqualTo(later.withFloor(null));
	}

	@Test
	void aSaveIsCompletedOnlyWhenBothCopiesAreDurable() throws IOException {
		// Trap P1: persist first
		VoteStore store = openOrCreate();
		List<String> order = new ArrayList<>();
		this.disk.onOperation((operation) -> order.add(operation.kind() + "@" + operation.position()));
		run(() -> store.save(INITIAL.withVote(1, 2), () -> order.add("completed")));
		assertThat(order).containsExactly("WRITE@0", "SYNC@0", "WRITE@4096", "SYNC@0", "completed");
	}

	/** Trap D24: one write answers for all who wait for it. */
	@Test
	void savesThatGatherAreOneWriteAndCompleteInOrder() throws IOException {
		VoteStore store = openOrCreate();
		List<DiskOperation.Kind> operations = new ArrayList<>();
		this.disk.onOperation((operation) -> operations.add(operation.kind()));
		this.holdIo = true;
		save(store, INITIAL.withTerm(1), "1");
		save(store, INITIAL.withTerm(2), "2");
		save(store, INITIAL.withVote(2, 5), "3");
		assertThat(store.latest()).isEqualTo(INITIAL.withVote(2, 5));
		release();
		assertThat(store.state()).isEqualTo(INITIAL.withTerm(1));
		assertThat(this.events).containsExactly("1");
		release();
		assertThat(store.state()).isEqualTo(INITIAL.withVote(2, 5));
		assertThat(this.events).containsExactly("1", "2", "3");
		assertThat(operations).filteredOn((kind) -> kind == DiskOperation.Kind.SYNC).hasSize(4);
	}

	@Test
	void aStateThatBreaksAPromiseIsRefused() throws IOException {
		VoteStore store = openOrCreate();
		save(store, INITIAL.withVote(5, 2), "saved");
		List<VoteState> wrong = List.of(INITIAL.withTerm(4), INITIAL.withVote(5, 3), INITIAL.withTerm(5),
				VoteState.initial(new UUID(9, 9)).withTerm(6));
		for (VoteState state : wrong) {
			assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> save(store, state, "wrong"));
		}
		save(store, INITIAL.withVote(5, 2).withPromiseMillis(300), "again");
		save(store, INITIAL.withVote(6, 3).withAnsweredFounder(new UUID(3, 3)), "next");
		assertThat(this.events).containsExactly("saved", "again", "next");
	}

	@Test
	void aFailureIsToldOnceAndCompletesNothing() throws IOException {
		// Trap P2: no vote when writing it failed; R26: never tried again
		VoteStore store = openOrCreate();
		this.holdIo = true;
		save(store, INITIAL.withVote(1, 2), "first");
		save(store, INITIAL.withVote(2, 2), "second");
		this.disk.faults().failNextSync(PATH::equals);
		release();
		assertThat(this.failed).hasSize(1);
		assertThat(this.events).isEmpty();
		assertThat(store.state()).isEqualTo(INITIAL);
		assertThatExceptionOfType(LogFailedException.class)
			.isThrownBy(() -> save(store, INITIAL.withVote(3, 2), "third"));
		assertThat(this.held).isEmpty();
	}

	/** Trap G: closing ends, whatever has happened. */
	@Test
	void closingAfterAFailureWritesNothing() throws IOException {
		VoteStore store = openOrCreate();
		this.holdIo = true;
		save(store, INITIAL.withVote(1, 2), "first");
		save(store, INITIAL.withVote(2, 2), "second");
		run(() -> store.close(() -> this.events.add("closed")));
		this.disk.faults().failNextSync(PATH::equals);
		release();
		release();
		assertThat(this.events).containsExactly("closed");
		assertThat(this.failed).hasSize(1);
		this.disk.killProcess();
		assertThat(open().state().term()).isLessThan(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 10, VoteRecord.SIZE_BYTES, VoteRecord.SIZE_BYTES + 10 })
	void aFullDiskIsWaitedFor(int roomBytes) throws IOException {
		VoteStore store = openOrCreate();
		this.disk.faults().limitSpace(roomBytes);
		save(store, INITIAL.withVote(1, 2), "first");
		save(store, INITIAL.withVote(2, 3), "second");
		this.world.advance(Duration.ofSeconds(2));
		assertThat(this.events).isEmpty();
		assertThat(store.state()).isEqualTo(INITIAL);
		this.disk.faults().freeSpace();
		this.world.advance(Duration.ofSeconds(1));
		assertThat(this.events).containsExactly("first", "second");
		assertThat(this.failed).isEmpty();
		this.disk.crash(new SplittableRandom(1));
		assertThat(open().state()).isEqualTo(INITIAL.withVote(2, 3));
	}

	@Test
	void closingSavesWhatWasAskedFor() throws IOException {
		VoteStore store = openOrCreate();
		this.holdIo = true;
		save(store, INITIAL.withVote(1, 2), "first");
		save(store, INITIAL.withVote(2, 2), "second");
		run(() -> store.close(() -> this.events.add("closed")));
		release();
		release();
		assertThat(this.events).containsExactly("first", "second", "closed");
		assertThatIllegalStateException().isThrownBy(() -> save(store, INITIAL.withVote(3, 2), "third"));
		assertThat(open().state()).isEqualTo(INITIAL.withVote(2, 2));
	}

	@Test
	void anExecutorThatRefusesIsAFailure() throws IOException {
		VoteStore store = VoteStore.openOrCreate(this.disk, DIRECTORY, () -> REPLICA, this.group, (task) -> {
			throw new RejectedExecutionException("shut down");
		}, this.failed::add);
		save(store, INITIAL.withVote(1, 2), "saved");
		assertThat(this.failed).hasSize(1);
		run(() -> store.close(() -> this.events.add("closed")));
		assertThat(this.events).containsExactly("closed");
		assertThat(this.thrown).isEmpty();
	}

	@Test
	void aMissingStateIsRefusedWhereThereIsALog() {
		// Trap P11
		assertThatExceptionOfType(VoteStateLostException.class).isThrownBy(this::open)
			.withMessageContaining(PATH + " with the term and vote of this replica is missing");
		assertThat(this.disk.exists(PATH)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 50, 4096, 4100 })
	void aStateThatWasZeroedOrCutOffIsRefused(int size) throws IOException {
		// Trap P11
		save(openOrCreate(), INITIAL.withVote(1, 2), "saved");
		try (StorageFile file = this.disk.open(PATH)) {
			file.truncate(0);
			file.write(ByteBuffer.allocate(size), 0);
		}
		assertThatExceptionOfType(VoteStateLostException.class).isThrownBy(this::open);
		assertThatExceptionOfType(VoteStateLostException.class).isThrownBy(this::openOrCreate);
		assertThat(this.disk.content(PATH)).hasSize(size).containsOnly(new byte[size]);
	}

	/** As it was written before there were floors. */
	@Test
	void aStateWithoutAPlaceForAFloorIsRead() throws IOException {
		save(openOrCreate(), INITIAL.withVote(1, 2), "saved");
		ByteBuffer old = ByteBuffer.allocate(73)
			.putLong(0x4454564f54450001L)
			.putLong(9)
			.putLong(REPLICA.getMostSignificantBits())
			.putLong(REPLICA.getLeastSignificantBits())
			.putLong(7)
			.putInt(3)
			.putLong(300)
			.put((byte) 0)
			.putLong(0)
			.putLong(0);
		CRC32C crc = new CRC32C();
		crc.update(old.array(), 0, old.position());
		old.putInt((int) crc.getValue());
		try (StorageFile file = this.disk.open(PATH)) {
			file.truncate(0);
			file.write(old.rewind(), VoteFile.COPY_DISTANCE_BYTES);
		}
		VoteState expected = new VoteState(REPLICA, 7, 3, 300, null, null);
		assertThat(open().state()).isEqualTo(expected);
		assertThat(open().state()).isEqualTo(expected);
	}

	@Test
	void everyFlippedBitOfOneCopyIsHealedFromTheOther() throws IOException {
		VoteStore store = openOrCreate();
		VoteState state = new VoteState(REPLICA, 7, 3, 300, new UUID(5, 6), new Floor(6, 40, true));
		save(store, state, "saved");
		for (int copy = 0; copy < 2; copy++) {
			for (int i = 0; i < VoteRecord.SIZE_BYTES; i++) {
				this.disk.flipBit(PATH, copy * VoteFile.COPY_DISTANCE_BYTES + i, i % 8);
				assertThat(open().state()).as("byte %s of copy %s", i, copy).isEqualTo(state);
				this.disk.flipBit(PATH, (1 - copy) * VoteFile.COPY_DISTANCE_BYTES + i, i % 8);
				assertThat(open().state()).as("byte %s of copy %s after healing", i, copy).isEqualTo(state);
			}
		}
	}

	@Test
	void aStateWithBothCopiesDamagedIsRefused() throws IOException {
		save(openOrCreate(), INITIAL.withVote(1, 2), "saved");
		this.disk.flipBit(PATH, 20, 1);
		this.disk.flipBit(PATH, VoteFile.COPY_DISTANCE_BYTES + 30, 1);
		byte[] before = this.disk.content(PATH);
		assertThatExceptionOfType(VoteStateLostException.class).isThrownBy(this::open);
		assertThat(this.disk.content(PATH)).isEqualTo(before);
	}

	/**
	 * Each end that a crash after each operation may have, with the disk full now and
	 * then.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void noCrashLosesAVoteThatWasCompleted(boolean fullNowAndThen) throws IOException {
		int states = 0;
		for (int crashAfter = 1; crashAfter <= 30; crashAfter++) {
			VoteWork work = new VoteWork(crashAfter, fullNowAndThen);
			work.run();
			EveryCrash crash = new EveryCrash();
			do {
				work.checkRecovery(crash);
				states++;
			}
			while (crash.advance());
		}
		assertThat(states).isGreaterThan(60);
	}

	/** Votes in one term after the other until the power goes. */
	private static final class VoteWork {

		private static final UUID ANOTHER = new UUID(8, 8);

		private final SimulatedFileSystem disk = new SimulatedFileSystem();

		private final boolean fullNowAndThen;

		private VoteState completed = VoteState.initial(ANOTHER);

		private VoteState begun = INITIAL;

		VoteWork(int crashAfter, boolean fullNowAndThen) {
			this.disk.faults().crashAfter(crashAfter);
			this.fullNowAndThen = fullNowAndThen;
		}

		void run() throws IOException {
			try {
				VoteFile file = VoteFile.openOrCreate(this.disk, DIRECTORY, () -> REPLICA);
				this.completed = INITIAL;
				for (int term = 1; term <= 6; term++) {
					this.begun = INITIAL.withVote(term, term % 3 + 1);
					save(file, term);
					this.completed = this.begun;
				}
			}
			catch (SimulatedCrash ex) {
				// what is left is tried next
			}
		}

		private void save(VoteFile file, int term) throws IOException {
			if (this.fullNowAndThen && term % 2 == 0) {
				this.disk.faults().limitSpace((term % 4 == 0) ? 20 : VoteRecord.SIZE_BYTES + 20);
				try {
					file.save(this.begun);
					throw new AssertionError("Saved on a disk that is full");
				}
				catch (NoSpaceException ex) {
					this.disk.faults().freeSpace();
				}
			}
			file.save(this.begun);
		}

		void checkRecovery(EveryCrash crash) throws IOException {
			SimulatedFileSystem left = this.disk.copy();
			left.crash(crash);
			VoteState recovered = VoteFile.openOrCreate(left, DIRECTORY, () -> ANOTHER).state();
			assertThat(recovered).as(crash::toString).isIn(this.completed, this.begun);
			left.crash(new SplittableRandom(1));
			assertThat(VoteFile.open(left, DIRECTORY).state()).isEqualTo(recovered);
		}

	}

}
