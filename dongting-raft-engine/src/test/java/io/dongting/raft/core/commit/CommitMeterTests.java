package io.dongting.raft.core.commit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

import io.dongting.fiber.VirtualDispatcher;
import io.dongting.fiber.VirtualTime;
import io.dongting.raft.DiskSpace;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.core.meter.GroupMeters;
import io.dongting.raft.core.state.Failpoints;
import io.dongting.raft.core.state.GroupContext;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CommitMeterTests {

	private final VirtualTime world = new VirtualTime(1);

	private final List<Long> measuredMillis = new ArrayList<>();

	private final CommitMeter meter = new CommitMeter(new GroupContext(1,
			new RaftGroupConfig("group", 1, new TreeSet<>(List.of(1)), Collections.emptySortedSet(),
					RaftGroupOptions.DEFAULTS),
			new VirtualDispatcher(this.world, "dispatcher").createGroup("group", (group, source, failure) -> {
			}), new SplittableRandom(1), Failpoints.NONE, () -> DiskSpace.AMPLE, new GroupMeters() {

				@Override
				public void committed(long nanos) {
					CommitMeterTests.this.measuredMillis.add(Duration.ofNanos(nanos).toMillis());
				}

			}));

	private void append(long lastIndex) {
		this.meter.appended(lastIndex, this.world.clock().nanoTime());
	}

	private void pass(long millis) {
		this.world.advance(Duration.ofMillis(millis));
	}

	@Test
	void whatWasAppendedTogetherIsMeasuredByItsLastEntry() {
		append(3);
		pass(10);
		append(5);
		this.meter.committed(2);
		assertThat(this.measuredMillis).isEmpty();
		this.meter.committed(4);
		assertThat(this.measuredMillis).containsExactly(10L);
		pass(7);
		this.meter.committed(9);
		assertThat(this.measuredMillis).containsExactly(10L, 7L);
		this.meter.committed(10);
		assertThat(this.measuredMillis).hasSize(2);
	}

	@Test
	void whatIsCommittedAtOnceIsMeasuredEachFromItsOwnTime() {
		append(1);
		pass(5);
		append(2);
		pass(1);
		this.meter.committed(2);
		assertThat(this.measuredMillis).containsExactly(6L, 1L);
	}

	@Test
	void ofVeryMuchThatWaitsTheOldestIsMeasured() {
		for (int round = 0; round < 3; round++) {
			this.measuredMillis.clear();
			for (int i = 1; i <= 1000; i++) {
				append(round * 1000 + i);
				pass(1);
			}
			this.meter.committed(round * 1000 + 1000);
			assertThat(this.measuredMillis).hasSize(256).startsWith(1000L, 999L).endsWith(745L);
		}
	}

	@Test
	void whatAnotherLeaderCommitsIsNotMeasured() {
		append(1);
		this.meter.leadershipEnded();
		this.meter.committed(1);
		assertThat(this.measuredMillis).isEmpty();
		append(2);
		pass(3);
		this.meter.committed(2);
		assertThat(this.measuredMillis).containsExactly(3L);
	}

}
