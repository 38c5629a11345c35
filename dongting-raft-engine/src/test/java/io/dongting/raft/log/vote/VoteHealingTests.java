package io.dongting.raft.log.vote;

import java.io.IOException;
import java.util.SplittableRandom;
import java.util.UUID;

import io.dongting.raft.storage.NoSpaceException;
import io.dongting.simulation.SimulatedCrash;
import io.dongting.simulation.SimulatedFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Opening term and vote where a crash has torn one of their copies.
 */
class VoteHealingTests {

	private static final String DIRECTORY = "groups/7";

	private static final VoteState EARLIER = VoteState.initial(new UUID(1, 2)).withVote(1, 1);

	private static final VoteState LATER = EARLIER.withVote(2, 2);

	private static final int CRASHES = 30;

	private SimulatedFileSystem disk = new SimulatedFileSystem();

	/** The first copy is durable, the second perhaps torn. */
	private void crashBetweenTheCopies(long seed) throws IOException {
		this.disk = new SimulatedFileSystem();
		VoteFile file = VoteFile.openOrCreate(this.disk, DIRECTORY, EARLIER::replicaUuid);
		file.save(EARLIER);
		this.disk.faults().crashAfter(this.disk.operations() + 3);
		assertThatExceptionOfType(SimulatedCrash.class).isThrownBy(() -> file.save(LATER));
		this.disk.crash(new SplittableRandom(seed));
	}

	@BeforeEach
	void aSaveWritesAndSyncsOneCopyAfterTheOther() throws IOException {
		VoteFile file = VoteFile.openOrCreate(this.disk, DIRECTORY, EARLIER::replicaUuid);
		long before = this.disk.operations();
		file.save(EARLIER);
		assertThat(this.disk.operations() - before).isEqualTo(4);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 })
	void aCrashWhileABadCopyIsHealedLeavesTheGoodOne(long seed) throws IOException {
		for (int second = 1; second <= CRASHES; second++) {
			crashBetweenTheCopies(seed);
			this.disk.faults().crashAfter(this.disk.operations() + 1);
			assertThatExceptionOfType(SimulatedCrash.class).isThrownBy(() -> VoteFile.open(this.disk, DIRECTORY));
			this.disk.crash(new SplittableRandom(seed * CRASHES + second));
			assertThat(VoteFile.open(this.disk, DIRECTORY).state()).isEqualTo(LATER);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 20, 60 })
	void aFullDiskWhileABadCopyIsHealedLeavesTheGoodOne(int spaceBytes) throws IOException {
		for (int seed = 1; seed <= CRASHES; seed++) {
			crashBetweenTheCopies(seed);
			this.disk.faults().limitSpace(spaceBytes);
			assertThatExceptionOfType(NoSpaceException.class).isThrownBy(() -> VoteFile.open(this.disk, DIRECTORY));
			this.disk.faults().freeSpace();
			assertThat(VoteFile.open(this.disk, DIRECTORY).state()).isEqualTo(LATER);
		}
	}

}
