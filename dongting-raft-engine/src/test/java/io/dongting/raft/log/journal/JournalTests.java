package io.dongting.raft.log.journal;

import java.io.IOException;
import java.util.List;
import java.util.UUID;

import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.TestEntries;
import io.dongting.raft.log.TestEntries.Entry;
import io.dongting.simulation.DiskOperation.Kind;
import io.dongting.simulation.SimulatedFileSystem;
import org.junit.jupiter.api.Test;

import static io.dongting.raft.log.journal.JournalFixture.LARGEST_WRITE_BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Several logs, one write and one sync for all that gathered.
 */
class JournalTests {

	private final JournalFixture fixture;

	private final TestLog first;

	private final TestLog second;

	private final TestLog third;

	JournalTests() throws IOException {
		this.fixture = JournalFixture.opened(new SimulatedFileSystem(), 3);
		this.first = this.fixture.join(1);
		this.second = this.fixture.join(2);
		this.third = this.fixture.join(3);
	}

	@Test
	void oneSyncServesAllThatGathered() throws IOException {
		this.fixture.holdIo = true;
		this.first.append(1);
		this.second.append(3);
		this.third.append(2);
		assertThat(this.fixture.held).hasSize(1);
		this.fixture.releaseOne();
		assertThat(this.fixture.count(Kind.WRITE)).isEqualTo(1);
		assertThat(this.fixture.count(Kind.SYNC)).isEqualTo(1);
		for (TestLog log : List.of(this.first, this.second, this.third)) {
			assertThat(log.written).containsExactly(1L);
			assertThat(this.fixture.replay(log)).isEqualTo(log.entries);
		}
	}

	@Test
	void nobodyIsToldBeforeTheSync() {
		this.fixture.disk.onOperation((operation) -> assertThat(this.first.written).isEmpty());
		this.first.append(1);
		assertThat(this.first.written).hasSize(1);
		assertThat(this.fixture.disk.durableContent(JournalFixture.path(1)))
			.isEqualTo(this.fixture.disk.content(JournalFixture.path(1)));
	}

	@Test
	void writesAreWholePagesOneBehindTheOther() {
		this.first.append(1);
		this.second.append(20);
		this.third.append(1);
		assertThat(this.fixture.operations)
			.filteredOn((operation) -> operation.kind() == Kind.WRITE && operation.path().endsWith(".journal"))
			.extracting((operation) -> operation.position() + " " + operation.sizeBytes())
			.containsExactly("8192 4096", "12288 4096", "16384 4096");
	}

	@Test
	void numbersGrowFromWriteToWrite() {
		for (int i = 0; i < 4; i++) {
			this.first.append(1);
			this.second.append(1);
		}
		assertThat(this.first.written).isSorted().doesNotHaveDuplicates().hasSize(4);
		assertThat(this.second.written).isSorted().doesNotHaveDuplicates().hasSize(4);
	}

	@Test
	void whatGathersDuringAWriteGoesWithTheNext() {
		boolean[] submitted = new boolean[1];
		this.fixture.disk.onOperation((operation) -> {
			if (operation.kind() == Kind.WRITE && !submitted[0]) {
				submitted[0] = true;
				submitFromOutside(this.second);
				submitFromOutside(this.third);
			}
		});
		this.first.append(1);
		assertThat(this.first.written).containsExactly(1L);
		assertThat(this.second.written).containsExactly(2L);
		assertThat(this.third.written).containsExactly(2L);
	}

	/** As another thread would do it in the middle of a write. */
	private static void submitFromOutside(TestLog log) {
		EntryBatch batch = TestEntries.batch(TestEntries.entries(1, 1, 1, 10), 0);
		log.member.append(List.of(batch), 1, log.written::add, log.failed::add);
	}

	@Test
	void recordsTellEpochAndEntries() throws IOException {
		List<Entry> entries = TestEntries.entries(5, 3, 2, 40);
		EntryBatch batch = TestEntries.batch(entries, 2);
		this.first.group.execute(() -> this.first.member.append(List.of(batch.upTo(5), batch.from(6)), 9, (number) -> {
		}, this.first.failed::add));
		this.fixture.settle();
		this.fixture.records().replay(this.first.name(), (epoch, replayed) -> {
			assertThat(epoch).isEqualTo(9);
			assertThat(TestEntries.decode(replayed)).isEqualTo(entries);
		});
		assertThat(this.fixture.records().logs()).containsExactly(this.first.name());
	}

	@Test
	void aReplicaWithAnotherUuidIsAnotherLog() throws IOException {
		TestLog successor = new TestLog(this.fixture, 1, new UUID(8, 1));
		this.first.append(1);
		successor.append(2);
		this.first.append(1);
		assertThat(this.fixture.records().logs()).containsExactly(this.first.name(), successor.name());
		assertThat(this.fixture.replay(successor)).isEqualTo(successor.entries);
		assertThat(this.fixture.replay(this.first)).isEqualTo(this.first.entries);
	}

	@Test
	void aLargeWriteIsNotTaken() {
		assertThat(this.first.member.largestWriteBytes()).isEqualTo(LARGEST_WRITE_BYTES);
		assertThatIllegalArgumentException().isThrownBy(() -> this.first.appendOnly(1, LARGEST_WRITE_BYTES))
			.withMessageContaining("up to " + LARGEST_WRITE_BYTES + " bytes");
		assertThatIllegalArgumentException().isThrownBy(() -> this.first.submit(List.of()));
		assertThat(this.fixture.operations).isEmpty();
	}

	@Test
	void aWriteDoesNotGrowWithoutBound() throws IOException {
		int largest = 256 * 1024;
		JournalFixture large = JournalFixture.opened(new SimulatedFileSystem(),
				new JournalConfiguration(8 * 1024 * 1024, 2, largest));
		List<TestLog> logs = List.of(large.join(1), large.join(2), large.join(3), large.join(4), large.join(5));
		logs.forEach((log) -> log.appendOnly(1, largest - 200));
		large.settle();
		assertThat(logs).flatExtracting((log) -> log.written).containsExactly(1L, 1L, 1L, 1L, 2L);
		for (TestLog log : logs) {
			assertThat(large.replay(log)).isEqualTo(log.entries);
		}
	}

	@Test
	void aWriteThatIsTheLargestFitsTheSmallestFile() throws IOException {
		JournalFixture small = JournalFixture.opened(new SimulatedFileSystem(),
				new JournalConfiguration(4 * 4096, 2, LARGEST_WRITE_BYTES));
		TestLog log = small.join(1);
		log.appendOnly(1, LARGEST_WRITE_BYTES - 44);
		small.settle();
		assertThat(log.written).containsExactly(1L);
	}

	@Test
	void aConfigurationMustBePossible() {
		assertThatIllegalArgumentException().isThrownBy(() -> new JournalConfiguration(1 << 20, 1, 1000))
			.withMessageContaining("1 files");
		assertThatIllegalArgumentException().isThrownBy(() -> new JournalConfiguration((1 << 20) + 1, 2, 1000))
			.withMessageContaining("pages");
		assertThatIllegalArgumentException().isThrownBy(() -> new JournalConfiguration(1 << 20, 2, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> new JournalConfiguration(1 << 20, 2, 1 << 20))
			.withMessageContaining("no room for a write");
		assertThatIllegalArgumentException().isThrownBy(() -> new JournalConfiguration(3 * 4096, 2, 1));
	}

}
