package io.dongting.raft.log.segment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

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
 * Loses the power after every operation while the head of a log is deleted and while it
 * begins anew behind snapshots, and recovers from every state that may leave (traps P6,
 * P24, P25, D21): the old log or the new one, never neither, never one with a hole.
 */
class LogHeadCrashTests {

	private static final int ROOM_BYTES = 900;

	private static final int STEPS = 40;

	private static final int MOST_STATES = 2000;

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6 })
	void everyStateThatACrashMayLeaveIsTheOldLogOrTheNew(long seed) throws IOException {
		Run whole = new Run(seed, Long.MAX_VALUE);
		whole.play();
		assertThat(whole.deletions).isPositive();
		assertThat(whole.beginnings).isPositive();
		long operations = whole.disk.operations();
		for (long crashAfter = 1; crashAfter <= operations; crashAfter++) {
			Run run = new Run(seed, crashAfter);
			try {
				run.play();
			}
			catch (SimulatedCrash ex) {
				run.recoverFromEveryEnd();
			}
		}
	}

	/** One life of a log: from one beginning to the next. */
	private static final class Life {

		private final long previousIndex;

		private final long previousTerm;

		private final List<Entry> entries = new ArrayList<>();

		private long durableIndex;

		/** Deleted up to here for sure, and perhaps. */
		private long leastFirst;

		private long mostFirst;

		Life(long previousIndex, long previousTerm) {
			this.previousIndex = previousIndex;
			this.previousTerm = previousTerm;
			this.durableIndex = previousIndex;
			this.leastFirst = previousIndex + 1;
			this.mostFirst = previousIndex + 1;
		}

		long lastIndex() {
			return this.previousIndex + this.entries.size();
		}

		long termAt(long index) {
			return (index == this.previousIndex) ? this.previousTerm
					: this.entries.get((int) (index - this.previousIndex - 1)).term();
		}

		boolean explains(SegmentedLog log, List<Entry> found) {
			long first = log.firstIndex();
			long last = log.lastIndex();
			return first >= this.leastFirst && first <= this.mostFirst && last >= this.durableIndex
					&& last <= lastIndex() && log.termAt(first - 1) == termAt(first - 1)
					&& this.entries.subList((int) (first - this.previousIndex - 1), (int) (last - this.previousIndex))
						.equals(found);
		}

	}

	private static final class Run implements LogListener {

		private final LogConfiguration configuration = LogFixture.configuration(ROOM_BYTES);

		private final SimulatedFileSystem disk = new SimulatedFileSystem();

		private final SplittableRandom script;

		private LogFixture fixture;

		/**
		 * The present life is the last; those before are possible until it is durable.
		 */
		private final List<Life> lives = new ArrayList<>(List.of(new Life(0, 0)));

		private long term = 1;

		private int deletions;

		private int beginnings;

		Run(long seed, long crashAfter) {
			this.script = new SplittableRandom(seed);
			this.disk.faults().crashAfter(crashAfter);
		}

		private Life life() {
			return this.lives.get(this.lives.size() - 1);
		}

		void play() throws IOException {
			this.fixture = LogFixture.created(this.disk, this.configuration);
			this.fixture.listener = this;
			for (int i = 0; i < STEPS; i++) {
				int choice = this.script.nextInt(8);
				this.fixture.callOnly(() -> {
					step(choice);
					this.fixture.log.flush();
					return null;
				});
				if (this.script.nextInt(3) > 0) {
					this.fixture.settle();
					life().leastFirst = this.fixture.log.firstIndex();
				}
				assertThat(this.fixture.failed).isEmpty();
				assertThat(this.fixture.thrown).isEmpty();
			}
		}

		private void step(int choice) {
			if (choice == 0) {
				beginBehind();
			}
			else if (choice <= 2 && life().durableIndex > life().leastFirst) {
				long index = life().leastFirst
						+ this.script.nextInt((int) (life().durableIndex - life().leastFirst) + 1);
				this.fixture.log.raiseTruncationFloor(index);
				this.fixture.log.deleteBefore(index);
				life().mostFirst = Math.max(life().mostFirst, index);
				this.deletions++;
			}
			else {
				List<Entry> entries = TestEntries.random(this.script, life().lastIndex() + 1,
						1 + this.script.nextInt(8), this.term, 150);
				this.fixture.log.append(TestEntries.batch(entries, this.fixture.log.lastTerm()));
				life().entries.addAll(entries);
			}
		}

		/** Sometimes before the end of the log, sometimes far behind it. */
		private void beginBehind() {
			long index = Math.max(life().mostFirst, life().lastIndex() - 5) + this.script.nextInt(20);
			this.term += 2;
			this.fixture.log.beginBehind(index, this.term);
			this.lives.add(new Life(index, this.term));
			this.beginnings++;
		}

		void recoverFromEveryEnd() throws IOException {
			EveryCrash crash = new EveryCrash();
			int states = 0;
			do {
				SimulatedFileSystem left = this.disk.copy();
				left.crash(crash);
				boolean exists = SegmentedLog.exists(left, LogFixture.DIRECTORY);
				assertThat(exists || life().durableIndex == 0).isTrue();
				if (exists) {
					LogFixture opened = LogFixture.opened(left, this.configuration);
					List<Entry> found = opened.readAll();
					assertThat(this.lives)
						.as("after operation %d with %s: %d to %d", left.operations(), crash, opened.log.firstIndex(),
								opened.log.lastIndex())
						.anyMatch((life) -> life.explains(opened.log, found));
				}
				states++;
			}
			while (crash.advance() && states < MOST_STATES);
		}

		@Override
		public void durable(long durableIndex) {
			life().durableIndex = durableIndex;
		}

		@Override
		public void truncated() {
			this.lives.subList(0, this.lives.size() - 1).clear();
		}

		@Override
		public void failed(Throwable cause) {
			// Seen by the fixture
		}

	}

}
