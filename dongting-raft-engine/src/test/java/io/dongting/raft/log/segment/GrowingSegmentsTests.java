package io.dongting.raft.log.segment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.dongting.raft.log.TestEntries;
import io.dongting.raft.log.TestEntries.Entry;
import io.dongting.simulation.SimulatedFileSystem;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A log that begins with a small file (R29).
 */
class GrowingSegmentsTests {

	private static final int OVERHEAD = LogConfiguration.SEGMENT_OVERHEAD_BYTES;

	private static final int HEADER_BYTES = 44;

	private final LogConfiguration configuration = LogFixture.growing(1000, 100_000);

	private final SimulatedFileSystem disk = new SimulatedFileSystem();

	@Test
	void aLogWithoutEntriesTakesNoMoreThanItsFirstFile() throws IOException {
		LogFixture.created(this.disk, this.configuration);
		assertThat(sizes()).containsExactly(OVERHEAD + 1000L);
	}

	@Test
	void aLogWithFewEntriesTakesNoMoreEither() throws IOException {
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		fixture.append(TestEntries.entries(1, 3, 1, 50));
		assertThat(sizes()).containsExactly(OVERHEAD + 1000L);
	}

	@Test
	void theNextFileIsMadeReadyWhenTheFirstIsHalfFull() throws IOException {
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		fixture.append(TestEntries.entries(1, 1, 1, 600));
		assertThat(sizes()).containsExactly(OVERHEAD + 1000L, 2 * (OVERHEAD + 1000L));
	}

	/**
	 * Logs that fill up together would stop each other if each took its space at once.
	 */
	@Test
	void theNextFileIsMadeInStepWithThePresentOne() throws IOException {
		int roomBytes = 8 << 20;
		LogFixture fixture = LogFixture.created(this.disk, LogFixture.configuration(roomBytes));
		fixture.append(TestEntries.entries(1, 45, 1, roomBytes / 100));
		assertThat(sizes()).containsExactly((long) OVERHEAD + roomBytes);
		fixture.append(TestEntries.entries(46, 10, 1, roomBytes / 100));
		assertThat(sizes().get(1)).isBetween(roomBytes / 5L, roomBytes / 3L);
		fixture.append(TestEntries.entries(56, 20, 1, roomBytes / 100));
		assertThat(sizes()).containsExactly((long) OVERHEAD + roomBytes, (long) OVERHEAD + roomBytes);
	}

	@Test
	void largeWritesDoNotOutrunTheNextFile() throws IOException {
		int roomBytes = 8 << 20;
		try (SegmentStore store = new LogRecovery(this.disk, LogFixture.DIRECTORY, LogFixture.configuration(roomBytes))
			.create()
			.store()) {
			for (int i = 1; i <= 13; i++) {
				store.append(List.of(TestEntries.batch(TestEntries.entries(i, 1, 1, roomBytes / 16), (i == 1) ? 0 : 1)),
						1);
				if (store.wantsSpare()) {
					store.prepareSpare();
				}
			}
			assertThat(sizes()).containsExactly((long) OVERHEAD + roomBytes, (long) OVERHEAD + roomBytes);
		}
	}

	@Test
	void eachFileIsTwiceAsLargeAsTheOneBefore() throws IOException {
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		List<Entry> entries = TestEntries.entries(1, 400, 1, 200);
		for (Entry entry : entries) {
			fixture.append(List.of(entry));
		}
		assertThat(sizes()).startsWith(OVERHEAD + 1000L, 2 * (OVERHEAD + 1000L), 4 * (OVERHEAD + 1000L));
		assertThat(sizes()).allMatch((size) -> size <= OVERHEAD + 100_000L);
		fixture.close();
		assertThat(LogFixture.opened(this.disk, this.configuration).readAll()).isEqualTo(entries);
	}

	@Test
	void growthGoesOnAfterARestart() throws IOException {
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		fixture.append(TestEntries.entries(1, 1, 1, 900));
		fixture.append(TestEntries.entries(2, 1, 1, 900));
		fixture.close();
		LogFixture reopened = LogFixture.opened(this.disk, this.configuration);
		reopened.append(TestEntries.entries(3, 1, 1, 25_000));
		assertThat(sizes()).containsExactly(OVERHEAD + 1000L, 2 * (OVERHEAD + 1000L), 4 * (OVERHEAD + 1000L));
	}

	@Test
	void aFirstEntryThatIsTooLargeForTheFirstFileGetsALargerOne() throws IOException {
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		List<Entry> entries = new ArrayList<>(TestEntries.entries(1, 1, 1, 100_000 - HEADER_BYTES));
		fixture.append(entries);
		assertThat(fixture.log.durableIndex()).isEqualTo(1);
		assertThat(this.disk.list(LogFixture.DIRECTORY)).containsExactly("00000000000000000001.segment", "next.spare");
		assertThat(sizes()).startsWith(OVERHEAD + 100_000L);
		entries.addAll(TestEntries.entries(2, 2, 1, 50));
		fixture.append(entries.subList(1, 3));
		fixture.close();
		LogFixture reopened = LogFixture.opened(this.disk, this.configuration);
		assertThat(reopened.readAll()).isEqualTo(entries);
		assertThat(reopened.failed).isEmpty();
	}

	@Test
	void aLaterEntryThatIsTooLargeForTheNextFileGetsALargerOne() throws IOException {
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		List<Entry> entries = new ArrayList<>(TestEntries.entries(1, 1, 1, 600));
		fixture.append(entries);
		entries.addAll(TestEntries.entries(2, 1, 1, 90_000));
		fixture.append(entries.subList(1, 2));
		assertThat(fixture.log.durableIndex()).isEqualTo(2);
		fixture.close();
		assertThat(LogFixture.opened(this.disk, this.configuration).readAll()).isEqualTo(entries);
	}

	@Test
	void aFullDiskIsWaitedForWhereTheFirstFileIsReplaced() throws IOException {
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		this.disk.faults().limitSpace(0);
		List<Entry> entries = TestEntries.entries(1, 1, 1, 50_000);
		fixture.append(entries);
		assertThat(fixture.log.waitingForSpace()).isTrue();
		assertThat(fixture.log.durableIndex()).isZero();
		this.disk.faults().freeSpace();
		fixture.world.advance(this.configuration.spaceRetryInterval().multipliedBy(2));
		assertThat(fixture.log.durableIndex()).isEqualTo(1);
		assertThat(fixture.failed).isEmpty();
	}

	@Test
	void aFirstFileOfAnImpossibleSizeIsNotConfigured() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.configuration.withFirstSegment(OVERHEAD));
		assertThatIllegalArgumentException().isThrownBy(() -> this.configuration.withFirstSegment(OVERHEAD + 100_001));
	}

	/** In the order of the names: the spare file comes last. */
	private List<Long> sizes() throws IOException {
		List<Long> sizes = new ArrayList<>();
		for (String name : this.disk.list(LogFixture.DIRECTORY).stream().sorted().toList()) {
			sizes.add((long) this.disk.content(LogFixture.DIRECTORY + "/" + name).length);
		}
		return sizes;
	}

}
