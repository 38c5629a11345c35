package io.dongting.spring.health;

import io.dongting.raft.DiskSpace;
import io.dongting.raft.GroupStatus;
import io.dongting.raft.GroupStatus.Condition;
import io.dongting.spring.actuate.StatusGroup;
import io.dongting.spring.actuate.StatusGroups;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RaftHealthContributor} and {@link RaftGroupHealthIndicator}.
 */
class RaftHealthContributorTests {

	@Test
	void leaderIsUpWithDetails() {
		Health health = health(StatusGroups.leader("kv"));
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("leaderId", 1)
			.containsEntry("term", 5L)
			.containsEntry("commitIndex", 100L)
			.containsEntry("appliedIndex", 99L)
			.containsKey("role")
			.doesNotContainKeys("reason", "detail");
	}

	@ParameterizedTest
	@CsvSource({ "STARTING,0,false,OUT_OF_SERVICE,REPLAYING", "BOOTSTRAPPING,0,false,OUT_OF_SERVICE,BOOTSTRAPPING",
			"RUNNING,0,true,OUT_OF_SERVICE,NO_LEADER", "RUNNING,0,false,OUT_OF_SERVICE,NO_LEADER",
			"RUNNING,2,false,OUT_OF_SERVICE,REPLAYING", "RUNNING,2,true,UP,",
			"NOT_IN_CONFIG,2,false,OUT_OF_SERVICE,NOT_IN_CONFIG", "STORAGE_FAILED,2,true,DOWN,STORAGE_FAILED",
			"APPLY_FAILED,2,true,DOWN,APPLY_FAILED", "INVARIANT_VIOLATED,2,true,DOWN,INVARIANT_VIOLATED",
			"STOPPED,0,false,OUT_OF_SERVICE,STOPPED" })
	void followerIsWhatItsConditionSays(Condition condition, int leaderId, boolean ready, String status,
			@Nullable String reason) {
		Health health = health(StatusGroups.follower("kv", condition, null, leaderId, ready));
		assertThat(health.getStatus()).isEqualTo(new Status(status));
		assertThat(health.getDetails().get("reason")).isEqualTo(reason);
	}

	@ParameterizedTest
	@CsvSource({ "true,false,AMPLE,UP,", "true,true,AMPLE,OUT_OF_SERVICE,LAGGING",
			"true,true,EXHAUSTED,OUT_OF_SERVICE,LAGGING", "false,true,LOW,OUT_OF_SERVICE,REPLAYING",
			"true,false,LOW,UP,DISK_LOW", "true,false,EXHAUSTED,OUT_OF_SERVICE,DISK_LOW" })
	void followerThatRunsSaysWhatIsTheMatter(boolean ready, boolean lagging, DiskSpace diskSpace, String status,
			@Nullable String reason) {
		Health health = health(StatusGroups.follower("kv", ready, lagging, diskSpace));
		assertThat(health.getStatus()).isEqualTo(new Status(status));
		assertThat(health.getDetails().get("reason")).isEqualTo(reason);
	}

	/** It may take no longer than a moment, in which no client should be sent away. */
	@Test
	void nodeThatHasOnlyJustLostItsLeaderIsUp() {
		Health health = health(StatusGroups.electing("kv"));
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).doesNotContainKey("reason").containsEntry("leaderId", 0);
	}

	@ParameterizedTest
	@EnumSource
	void detailIsShownWhateverTheCondition(Condition condition) {
		Health health = health(StatusGroups.follower("kv", condition, "a sentence", 2, true));
		assertThat(health.getDetails()).containsEntry("detail", "a sentence");
	}

	@Test
	void childrenFollowTheGroups() {
		StatusGroups groups = new StatusGroups();
		RaftHealthContributor contributor = new RaftHealthContributor(groups);
		assertThat(contributor.stream()).isEmpty();
		StatusGroup group = groups.add(StatusGroups.leader("kv"));
		assertThat(contributor.stream().map(HealthContributors.Entry::name)).containsExactly("kv");
		RaftGroupHealthIndicator indicator = (RaftGroupHealthIndicator) contributor.getContributor("kv");
		assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
		group.become(StatusGroups.follower("kv", Condition.RUNNING, null, 0, true));
		assertThat(indicator.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(contributor.getContributor("other")).isNull();
	}

	private static Health health(GroupStatus status) {
		return new RaftGroupHealthIndicator(new StatusGroup(status)).health();
	}

}
