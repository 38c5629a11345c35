package io.dongting.raft.log.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;

import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.TestEntries;
import io.dongting.raft.log.TestEntries.Entry;
import io.dongting.simulation.EveryCrash;
import io.dongting.simulation.SimulatedCrash;
import io.dongting.simulation.SimulatedFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Loses the power after every single operation on the disk, reads the journal, compares
 * with what each log was told, begins anew, goes on and loses the power again (traps P3,
 * P4, P5). Tiny files, so that they often go round.
 */
class JournalCrashTests {

	private static final int ROUNDS_AFTER_FIRST_CRASH = 3;

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void nothingAcknowledgedIsLostAndNothingElseIsFound(long seed) throws IOException {
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
	@ValueSource(longs = { 11, 12 })
	void everyStateThatACrashMayLeaveIsRead(long seed) throws IOException {
		long operations = new Run(seed, Long.MAX_VALUE).play();
		long states = 0;
		for (long crashAfter = 1; crashAfter <= operations; crashAfter++) {
			states += new Run(seed, crashAfter).tryEveryEnd();
		}
		assertThat(states).isGreaterThan(5 * operations);
	}

	@Test
	void aWorkloadWithoutACrashGoesRoundAndWaits() throws IOException {
		Run run = new Run(1, Long.MAX_VALUE);
		run.play();
		assertThat(run.newestFile).isGreaterThan(6);
		assertThat(run.timesAsked).isGreaterThan(3);
	}

	/** What one log knows, outside of the journal. */
	private static final class Model {

		private final int groupId;

		/** All that was handed to the journal, or found there. */
		private List<Entry> entries = new ArrayList<>();

		private long acknowledged;

		private long lastNumber;

		/** Durable in files of its own. */
		private long settled;

		private boolean writing;

		Model(int groupId) {
			this.groupId = groupId;
		}

		JournaledLog name() {
			return new JournaledLog(this.groupId, new UUID(7, this.groupId));
		}

		EntryBatch next(SplittableRandom random, long term) {
			List<Entry> next = TestEntries.random(random, this.entries.size() + 1, random.nextInt(1, 4), term, 200);
			long previousTerm = this.entries.isEmpty() ? 0 : this.entries.get(this.entries.size() - 1).term();
			this.entries.addAll(next);
			return TestEntries.batch(next, previousTerm);
		}

		/** Take to its own files what the journal has, as a start does. */
		void replay(JournalRecords records) throws IOException {
			records.replay(name(), (epoch, batch) -> {
				assertThat(batch.firstIndex()).as("no gap in " + name()).isLessThanOrEqualTo(this.settled + 1);
				assertThat(batch.lastIndex()).isLessThanOrEqualTo(this.entries.size());
				assertThat(TestEntries.decode(batch))
					.isEqualTo(this.entries.subList((int) batch.firstIndex() - 1, (int) batch.lastIndex()));
				assertThat(epoch).isEqualTo(this.entries.get((int) batch.lastIndex() - 1).term());
				this.settled = Math.max(this.settled, batch.lastIndex());
			});
			assertThat(this.settled).as("acknowledged in " + name()).isGreaterThanOrEqualTo(this.acknowledged);
		}

		Model copy() {
			Model copy = new Model(this.groupId);
			copy.entries = new ArrayList<>(this.entries);
			copy.acknowledged = this.acknowledged;
			copy.settled = this.settled;
			return copy;
		}

		/** What was not found will never be. */
		void restart() {
			this.entries = new ArrayList<>(this.entries.subList(0, (int) this.settled));
			this.acknowledged = this.settled;
			this.lastNumber = 0;
			this.writing = false;
		}

	}

	/** One run of the workload, with crashes. */
	private static final class Run {

		private static final int STEPS = 60;

		private static final int MOST_STATES = 1000;

		private final SimulatedFileSystem disk = new SimulatedFileSystem();

		/** What is done does not depend on when the power is lost. */
		private final SplittableRandom script;

		private final SplittableRandom luck;

		private final List<Model> models = List.of(new Model(1), new Model(2), new Model(3));

		private final List<TestLog> logs = new ArrayList<>();

		private JournalFixture fixture;

		private long term = 1;

		private int crashes;

		private int timesAsked;

		private long newestFile;

		Run(long seed, long crashAfter) {
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

		/** Play until the power goes, then read every state the disk may be in. */
		int tryEveryEnd() throws IOException {
			try {
				play(Run::rethrow);
				return 0;
			}
			catch (SimulatedCrash ex) {
				return EveryCrash.tryEach(this.disk, MOST_STATES, this::check);
			}
		}

		private void check(SimulatedFileSystem left, EveryCrash crash) throws IOException {
			try {
				JournalRecords records = JournalRecords.read(left, JournalFixture.DIRECTORY);
				for (Model model : this.models) {
					model.copy().replay(records);
				}
			}
			catch (AssertionError | RuntimeException ex) {
				throw new AssertionError("With " + crash, ex);
			}
		}

		private static void rethrow(SimulatedCrash crash) {
			throw crash;
		}

		private void open() throws IOException {
			JournalRecords records = JournalRecords.read(this.disk, JournalFixture.DIRECTORY);
			for (Model model : this.models) {
				model.replay(records);
			}
			this.logs.clear();
			JournalFixture opened = JournalFixture.opened(this.disk, 3);
			for (Model model : this.models) {
				model.restart();
				TestLog log = opened.join(model.groupId);
				log.whenAsked = () -> {
					this.timesAsked++;
					settle(model, log);
				};
				this.logs.add(log);
			}
			this.term++;
			this.fixture = opened;
		}

		private void settle(Model model, TestLog log) {
			model.settled = model.acknowledged;
			log.member.settled(model.lastNumber);
		}

		private void step() throws IOException {
			int chosen = this.script.nextInt(this.models.size());
			int choice = this.script.nextInt(10);
			long seed = this.script.nextLong();
			Model model = this.models.get(chosen);
			TestLog log = this.logs.get(chosen);
			log.group.execute(() -> {
				if (choice < 2) {
					settle(model, log);
				}
				else if (!model.writing) {
					submit(model, log, new SplittableRandom(seed));
				}
			});
			if (choice < 8) {
				this.fixture.settle();
			}
			assertThat(this.fixture.thrown).isEmpty();
			assertThat(log.failed).isEmpty();
		}

		private void submit(Model model, TestLog log, SplittableRandom random) {
			EntryBatch batch = model.next(random, this.term);
			model.writing = true;
			log.member.append(List.of(batch), this.term, (number) -> {
				model.writing = false;
				model.acknowledged = batch.lastIndex();
				model.lastNumber = number;
			}, log.failed::add);
		}

		private void finish(Consumer<SimulatedCrash> onCrash) throws IOException {
			while (true) {
				try {
					if (this.fixture == null) {
						open();
					}
					this.fixture.settle();
					List<String> names = this.fixture.fileNames();
					this.newestFile = Long.parseLong(names.get(names.size() - 1).substring(0, 20));
					for (int i = 0; i < this.models.size(); i++) {
						settle(this.models.get(i), this.logs.get(i));
						this.logs.get(i).member.leave();
					}
					this.fixture.journal.close();
					assertThat(this.fixture.records().logs()).isEmpty();
					return;
				}
				catch (SimulatedCrash ex) {
					onCrash.accept(ex);
				}
			}
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

	}

}
