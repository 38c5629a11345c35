package io.dongting.raft.log.segment;

import java.io.IOException;

import io.dongting.raft.log.TestEntries;
import io.dongting.simulation.EveryCrash;
import io.dongting.simulation.SimulatedCrash;
import io.dongting.simulation.SimulatedFileSystem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Truncations into segments that were filled by one write, which have but two slots each,
 * and a crash at each step (traps P7, D23).
 */
class TruncationCrashTests {

	private static final int ENTRY_BYTES = 100;

	/** Three entries a segment. */
	private final LogConfiguration configuration = LogFixture.configuration(3 * ENTRY_BYTES);

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 })
	void noTruncationTearsAllSlotsOfItsSegment(int lastKept) throws IOException {
		// The numbers of the slots go on with each write
		crashIn(lastKept, 13);
		crashIn(lastKept, 14);
	}

	private void crashIn(int lastKept, int lastIndex) throws IOException {
		int states = 0;
		boolean done = false;
		for (int operations = 1; !done; operations++) {
			SimulatedFileSystem disk = new SimulatedFileSystem();
			LogFixture fixture = LogFixture.created(disk, this.configuration);
			fixture.append(TestEntries.entries(1, 13, 1, ENTRY_BYTES - 44));
			for (int index = 14; index <= lastIndex; index++) {
				fixture.append(TestEntries.entries(index, 1, 1, ENTRY_BYTES - 44));
			}
			disk.faults().crashAfter(disk.operations() + operations);
			try {
				fixture.truncateFrom(lastKept + 1);
				done = true;
			}
			catch (SimulatedCrash crash) {
				states += openEveryEnd(disk, lastKept, lastIndex);
			}
		}
		assertThat(states).isGreaterThan(5);
	}

	private int openEveryEnd(SimulatedFileSystem disk, long lastKept, long lastIndex) throws IOException {
		return EveryCrash.tryEach(disk, Integer.MAX_VALUE,
				(left, crash) -> assertThat(LogFixture.opened(left, this.configuration).log.lastIndex()).as("%s", crash)
					.isIn(lastKept, lastIndex));
	}

}
