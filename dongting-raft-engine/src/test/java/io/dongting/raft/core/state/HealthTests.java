package io.dongting.raft.core.state;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

import io.dongting.fiber.VirtualDispatcher;
import io.dongting.fiber.VirtualTime;
import io.dongting.raft.DiskSpace;
import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.core.meter.GroupMeters;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is left of a replica after a failure, and after a stop.
 */
class HealthTests {

	private final Health health = new Health(new GroupContext(1,
			new RaftGroupConfig("group", 1, new TreeSet<>(List.of(1)), Collections.emptySortedSet(),
					RaftGroupOptions.DEFAULTS),
			new VirtualDispatcher(new VirtualTime(1), "dispatcher").createGroup("group", (group, source, failure) -> {
			}), new SplittableRandom(1), Failpoints.NONE, () -> DiskSpace.AMPLE, GroupMeters.NONE));

	/** Its files are closed: a vote of it could not be written any more. */
	@Test
	void aReplicaThatAppliesNothingMoreIsStoppedLikeOthers() {
		this.health.become(Condition.RUNNING, null);
		this.health.applyFailed(new IOException("broken"));
		assertThat(this.health.mayAcknowledge()).isTrue();
		this.health.stop();
		assertThat(this.health.mayAcknowledge()).isFalse();
		assertThat(this.health.condition()).isEqualTo(Condition.STOPPED);
	}

	@Test
	void aFailureThatEndedAllAcknowledgementsIsToldAfterTheStopToo() {
		this.health.storageFailed(new IOException("broken"));
		this.health.stop();
		assertThat(this.health.condition()).isEqualTo(Condition.STORAGE_FAILED);
	}

	@Test
	void nothingFailsAfterTheStop() {
		this.health.stop();
		this.health.storageFailed(new IOException("broken"));
		this.health.become(Condition.RUNNING, null);
		assertThat(this.health.condition()).isEqualTo(Condition.STOPPED);
	}

}
