package io.dongting.raft.log.segment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import io.dongting.raft.log.TestEntries;
import io.dongting.raft.log.TestEntries.Entry;
import io.dongting.simulation.SimulatedFileSystem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every truncation point of every length, across segments of three entries, each followed
 * by every number of new entries, restarts in between (traps P24 and D23).
 */
class TruncateRollRestartTests {

	private static final int ENTRY_BYTES = 60;

	private final LogConfiguration configuration = LogFixture.configuration(3 * ENTRY_BYTES);

	private enum Restart {

		NONE, CLOSE, KILL, POWER

	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 6, 7, 9, 10 })
	void theLogIsWhatAListWouldBe(int length) throws IOException {
		for (int from = 1; from <= length; from++) {
			for (int more = 0; more <= 7; more++) {
				for (Restart restart : Restart.values()) {
					check(length, from, more, restart);
				}
			}
		}
	}

	private void check(int length, int from, int more, Restart restart) throws IOException {
		SimulatedFileSystem disk = new SimulatedFileSystem();
		List<Entry> expected = new ArrayList<>(TestEntries.entries(1, length, 1, ENTRY_BYTES - 44));
		LogFixture fixture = LogFixture.created(disk, this.configuration);
		fixture.append(expected);
		fixture = restart(fixture, disk, restart, 1);

		fixture.truncateFrom(from);
		expected.subList(from - 1, length).clear();
		fixture = restart(fixture, disk, restart, 2);
		assertThat(fixture.readAll()).isEqualTo(expected);

		if (more > 0) {
			List<Entry> added = TestEntries.entries(from, more, 2, ENTRY_BYTES - 44);
			expected.addAll(added);
			fixture.append(added);
		}
		fixture = restart(fixture, disk, restart, 3);
		assertThat(fixture.readAll()).as("%s entries, truncated from %s, %s more, %s", length, from, more, restart)
			.isEqualTo(expected);
		assertThat(fixture.log.durableIndex()).isEqualTo(expected.size());
		assertThat(fixture.failed).isEmpty();
		assertThat(fixture.thrown).isEmpty();
	}

	private LogFixture restart(LogFixture fixture, SimulatedFileSystem disk, Restart restart, long seed)
			throws IOException {
		switch (restart) {
			case NONE -> {
				return fixture;
			}
			case CLOSE -> fixture.close();
			case KILL -> disk.killProcess();
			case POWER -> disk.crash(new SplittableRandom(seed));
		}
		return LogFixture.opened(disk, this.configuration);
	}

}
