package io.dongting.raft.log.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;

import io.dongting.raft.log.TestEntries;
import io.dongting.raft.log.TestEntries.Entry;
import io.dongting.raft.storage.StorageFile;
import io.dongting.simulation.SimulatedCrash;
import io.dongting.simulation.SimulatedFileSystem;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is damaged, the furthest end that is told lies not before what was durable, or
 * it is told that this is not certain (R28).
 */
class LogRemainsTests {

	private static final int ENTRY_BYTES = 100;

	private static final int LAST_INDEX = 13;

	/** Of a header or slot no more is used. */
	private static final int USED_BYTES = 160;

	private final LogConfiguration configuration = LogFixture.configuration(500);

	private final SimulatedFileSystem disk = new SimulatedFileSystem();

	private static List<Entry> entries(long first, int count) {
		return TestEntries.entries(first, count, 1, ENTRY_BYTES - 44);
	}

	/** Three segments. */
	private LogFixture filledLog() throws IOException {
		LogFixture fixture = LogFixture.created(this.disk, this.configuration);
		fixture.append(entries(1, 2));
		fixture.append(entries(3, 2));
		fixture.append(entries(5, 4));
		fixture.append(entries(9, 5));
		return fixture;
	}

	private LogRemains remains() throws IOException {
		return LogRemains.read(this.disk, LogFixture.DIRECTORY);
	}

	private List<String> segments() throws IOException {
		return this.disk.list(LogFixture.DIRECTORY)
			.stream()
			.filter((name) -> name.endsWith(".segment"))
			.map((name) -> LogFixture.DIRECTORY + "/" + name)
			.toList();
	}

	@Test
	void ofAWholeLogTheEndIsTold() throws IOException {
		assertThat(remains()).isEqualTo(new LogRemains(0, 0, false));
		filledLog();
		assertThat(segments()).hasSize(3);
		assertThat(remains()).isEqualTo(new LogRemains(1, LAST_INDEX, true));
	}

	@Test
	void aFlippedBitHidesNoEndUnnoticed() throws IOException {
		filledLog().close();
		int uncertain = 0;
		for (String path : segments()) {
			for (int page = 0; page <= SegmentFormat.SLOTS; page++) {
				for (int i = 0; i < USED_BYTES; i++) {
					int position = page * SegmentFormat.PAGE_BYTES + i;
					this.disk.flipBit(path, position, i % Byte.SIZE);
					LogRemains remains = remains();
					assertThat(remains).as("%s, byte %s", path, position)
						.matches((read) -> !read.complete() || read.lastIndex() == LAST_INDEX);
					uncertain += remains.complete() ? 0 : 1;
					this.disk.flipBit(path, position, i % Byte.SIZE);
				}
			}
		}
		assertThat(uncertain).isGreaterThan(500);
	}

	@Test
	void everySegmentThatIsMissingIsMissed() throws IOException {
		filledLog().close();
		for (String path : segments()) {
			byte[] content = this.disk.content(path);
			this.disk.delete(path);
			assertThat(remains().complete()).as(path).isFalse();
			write(path, content);
			assertThat(remains().complete()).isTrue();
		}
	}

	/** After a truncation the log may have ended in a segment before those there are. */
	@Test
	void aSegmentThatIsMissingBeforeOneThatWasLeftOverIsMissed() throws IOException {
		LogFixture fixture = filledLog();
		String last = segments().get(2);
		byte[] content = this.disk.content(last);
		fixture.truncateFrom(7);
		fixture.append(TestEntries.entries(7, 1, 5, ENTRY_BYTES - 44));
		fixture.close();
		assertThat(remains()).isEqualTo(new LogRemains(5, 7, true));
		String middle = segments().get(1);
		write(last, content);
		assertThat(remains()).matches((read) -> !read.complete() || read.lastTerm() == 5);
		this.disk.delete(middle);
		assertThat(remains().complete()).isFalse();
	}

	private void write(String path, byte[] content) throws IOException {
		try (StorageFile file = this.disk.open(path)) {
			file.write(ByteBuffer.wrap(content), 0);
		}
	}

	@Test
	void whatWasDurableBeforeACrashLiesBeforeTheEndThatIsTold() throws IOException {
		int certain = 0;
		boolean done = false;
		for (int operations = 1; !done; operations++) {
			SimulatedFileSystem crashing = new SimulatedFileSystem();
			LogFixture fixture = LogFixture.created(crashing, this.configuration);
			crashing.faults().crashAfter(crashing.operations() + operations);
			try {
				for (int index = 1; index <= LAST_INDEX; index++) {
					fixture.append(entries(index, 1));
				}
				done = true;
			}
			catch (SimulatedCrash crash) {
				crashing.crash(new SplittableRandom(operations));
			}
			long durable = fixture.durable.isEmpty() ? 0 : fixture.durable.get(fixture.durable.size() - 1);
			LogRemains remains = LogRemains.read(crashing, LogFixture.DIRECTORY);
			assertThat(remains).as("after %s operations", operations)
				.matches((read) -> !read.complete() || read.lastIndex() >= durable);
			certain += remains.complete() ? 1 : 0;
		}
		assertThat(certain).isGreaterThan(10);
	}

}
