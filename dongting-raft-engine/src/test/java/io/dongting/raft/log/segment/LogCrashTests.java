package io.dongting.raft.log.segment;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.LogListener;
import io.dongting.raft.log.TestEntries;
import io.dongting.raft.log.TestEntries.Entry;
import io.dongting.simulation.EveryCrash;
import io.dongting.simulation.SimulatedCrash;
import io.dongting.simulation.SimulatedFileSystem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Loses the power after every single operation on the disk, recovers, compares with a
 * model, goes on and loses the power again (traps P3, P4, P7, P24, D23). Tiny segments,
 * so that everything happens at their borders, too.
 */
class LogCrashTests {

	private static final int ROUNDS_AFTER_FIRST_CRASH = 3;

	/** From this seed on there is a journal in front of the log. */
	private static final long FIRST_JOURNALED_SEED = 100;

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 101, 102, 103, 104, 105, 106 })
	void nothingReportedDurableIsLostAndNothingTruncatedReturns(long seed) throws IOException {
		long operations = new Run(seed, Long.MAX_VALUE).play();
		assertThat(operations).isGreaterThan(100);
		for (long crashAfter = 1; crashAfter <= operations; crashAfter++) {
			try {
				new Run(seed, crashAfter).play();
			}
			catch (AssertionError | RuntimeException ex) {
				throw new AssertionError("With seed " + seed + " and a crash after operation " + crashAfter, ex);
			}
		}
	}

	/**
	 * Not chance decides here what a crash leaves, each end it may have is tried: after
	 * every operation, as many as there are.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 11, 12, 13, 14, 15, 16, 111, 112, 113, 114 })
	void everyStateThatACrashMayLeaveIsRecovered(long seed) throws IOException {
		long operations = new Run(seed, Long.MAX_VALUE).play();
		long states = 0;
		for (long crashAfter = 1; crashAfter <= operations; crashAfter++) {
			states += new Run(seed, crashAfter).tryEveryEnd();
		}
		assertThat(states).isGreaterThan(10 * operations);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, FIRST_JOURNALED_SEED })
	void aWorkloadWithoutACrashRollsAndTruncates(long seed) throws IOException {
		Run run = new Run(seed, Long.MAX_VALUE);
		run.play();
		assertThat(run.truncations).isGreaterThan(3);
		assertThat(run.segments()).isGreaterThan(3);
	}

	/** One run of the workload, with crashes. */
	private static final class Run {

		private static final int STEPS = 60;

		private static final int ROOM_BYTES = 900;

		/** Less than many an entry needs. */
		private static final int FIRST_ROOM_BYTES = 60;

		/** Some steps append more than that. */
		private static final int SETTLING_BYTES = 700;

		private static final int MOST_STATES = 3000;

		private final boolean journaled;

		private final LogConfiguration configuration;

		private final SimulatedFileSystem disk = new SimulatedFileSystem();

		/** What is done does not depend on when the power is lost. */
		private final SplittableRandom script;

		private final SplittableRandom luck;

		private LogModel model = new LogModel(List.of());

		private LogFixture fixture;

		private long term = 1;

		private int crashes;

		private int truncations;

		Run(long seed, long crashAfter) {
			this.journaled = seed >= FIRST_JOURNALED_SEED;
			this.configuration = ((seed % 2 == 0) ? LogFixture.growing(FIRST_ROOM_BYTES, ROOM_BYTES)
					: LogFixture.configuration(ROOM_BYTES))
				.withSettling(SETTLING_BYTES);
			this.script = new SplittableRandom(seed);
			this.luck = new SplittableRandom(seed * 1_000_003 + crashAfter);
			this.disk.faults().crashAfter(crashAfter);
		}

		long play() throws IOException {
			return play((crash) -> crash());
		}

		private long play(Consumer<SimulatedCrash> onCrash) throws IOException {
			int step = 0;
			while (step < STEPS) {
				try {
					if (this.fixture == null) {
						open();
					}
					step++;
					step();
				}
				catch (SimulatedCrash ex) {
					onCrash.accept(ex);
				}
			}
			finish(onCrash);
			return this.disk.operations();
		}

		/**
		 * Play until the power goes, then recover from every state the disk may be in.
		 */
		int tryEveryEnd() throws IOException {
			try {
				play(Run::rethrow);
				return 0;
			}
			catch (SimulatedCrash ex) {
				return EveryCrash.tryEach(this.disk, MOST_STATES, this::checkRecovery);
			}
		}

		private void checkRecovery(SimulatedFileSystem left, EveryCrash crash) throws IOException {
			try {
				LogFixture opened = open(left);
				List<Entry> recovered = opened.readAll();
				this.model.check(recovered);
				left.crash(this.luck);
				assertThat(open(left).readAll()).as("once more").isEqualTo(recovered);
			}
			catch (AssertionError | RuntimeException ex) {
				throw new AssertionError("After operation " + left.operations() + " with " + crash, ex);
			}
		}

		private static void rethrow(SimulatedCrash crash) {
			throw crash;
		}

		private void finish(Consumer<SimulatedCrash> onCrash) throws IOException {
			while (true) {
				try {
					if (this.fixture == null) {
						open();
					}
					this.fixture.settle();
					this.fixture.close();
					this.disk.killProcess();
					this.fixture = null;
					assertThat(this.model.durable()).isEqualTo(this.model.entries().size());
					open();
					return;
				}
				catch (SimulatedCrash ex) {
					onCrash.accept(ex);
				}
			}
		}

		private LogFixture open(SimulatedFileSystem disk) throws IOException {
			boolean exists = SegmentedLog.exists(disk, LogFixture.DIRECTORY);
			assertThat(exists || this.model.durable() == 0).isTrue();
			if (this.journaled) {
				return LogFixture.journaled(disk, this.configuration);
			}
			return exists ? LogFixture.opened(disk, this.configuration) : LogFixture.created(disk, this.configuration);
		}

		private void open() throws IOException {
			LogFixture opened = open(this.disk);
			List<Entry> recovered = opened.readAll();
			this.model.check(recovered);
			this.model = new LogModel(recovered);
			opened.listener = new ModelListener();
			this.fixture = opened;
		}

		private void crash() {
			if (this.luck.nextInt(4) == 0) {
				// Only the process ends: what was not synced still reads well
				this.disk.killProcess();
			}
			else {
				this.disk.crash(this.luck);
			}
			this.fixture = null;
			this.crashes++;
			if (this.crashes <= ROUNDS_AFTER_FIRST_CRASH) {
				this.disk.faults().crashAfter(this.disk.operations() + 1 + this.luck.nextInt(40));
			}
		}

		private void step() {
			int choice = this.script.nextInt(10);
			int size = this.script.nextInt(1, 6);
			int settling = this.script.nextInt(3);
			long entrySeed = this.script.nextLong();
			this.fixture.callOnly(() -> {
				if (choice < 2 && !this.model.entries().isEmpty()) {
					truncate(size * 2);
				}
				append(size, entrySeed);
				this.fixture.log.flush();
				return null;
			});
			if (settling == 0) {
				this.fixture.settle();
			}
			else if (settling == 1) {
				this.fixture.world.advance(Duration.ofMillis(150));
			}
			assertThat(this.fixture.failed).isEmpty();
			assertThat(this.fixture.thrown).isEmpty();
		}

		private void append(int count, long entrySeed) {
			long first = this.model.entries().size() + 1;
			List<Entry> entries = TestEntries.random(new SplittableRandom(entrySeed), first, count, this.term, 150);
			EntryBatch batch = TestEntries.batch(entries, this.model.lastTerm());
			this.fixture.log.append(batch);
			this.model.append(entries);
		}

		private void truncate(int count) {
			long from = Math.max(1, this.model.entries().size() - count + 1);
			this.fixture.log.truncateFrom(from);
			this.model.truncateFrom(from, this.fixture.log.truncating());
			this.term++;
			this.truncations++;
		}

		int segments() throws IOException {
			return (int) this.disk.list(LogFixture.DIRECTORY)
				.stream()
				.filter((name) -> name.endsWith(".segment"))
				.count();
		}

		private final class ModelListener implements LogListener {

			@Override
			public void durable(long durableIndex) {
				Run.this.model.reportDurable(durableIndex);
			}

			@Override
			public void truncated() {
				Run.this.model.reportTruncated();
			}

			@Override
			public void failed(Throwable cause) {
				// Seen by the fixture
			}

		}

	}

}
