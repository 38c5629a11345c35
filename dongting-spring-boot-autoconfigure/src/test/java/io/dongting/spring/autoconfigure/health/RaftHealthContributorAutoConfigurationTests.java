package io.dongting.spring.autoconfigure.health;

import java.util.List;

import io.dongting.raft.GroupStatus.Condition;
import io.dongting.spring.RaftGroups;
import io.dongting.spring.actuate.StatusGroup;
import io.dongting.spring.actuate.StatusGroups;
import io.dongting.spring.autoconfigure.RaftAutoConfiguration;
import io.dongting.spring.health.RaftHealthContributor;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.web.AdditionalPathsMapper;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.application.AvailabilityHealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RaftHealthContributorAutoConfiguration}.
 */
class RaftHealthContributorAutoConfigurationTests {

	private final StatusGroups groups = new StatusGroups();

	private final StatusGroup group = this.groups.add(StatusGroups.leader("kv"));

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RaftAutoConfiguration.class,
				RaftHealthContributorAutoConfiguration.class, HealthContributorAutoConfiguration.class,
				HealthContributorRegistryAutoConfiguration.class, HealthEndpointAutoConfiguration.class,
				AvailabilityProbesAutoConfiguration.class, AvailabilityHealthContributorAutoConfiguration.class,
				ApplicationAvailabilityAutoConfiguration.class, EndpointAutoConfiguration.class,
				WebEndpointAutoConfiguration.class))
		.withBean(RaftGroups.class, () -> this.groups)
		.withPropertyValues("dongting.raft.storage=memory");

	@Test
	void readinessFollowsTheGroups() {
		this.contextRunner.run((context) -> {
			accept(context);
			assertThat(status(context, "readiness")).isEqualTo(Status.UP);
			this.group.become(StatusGroups.follower("kv", Condition.RUNNING, null, 0, true));
			assertThat(status(context, "readiness")).isEqualTo(Status.OUT_OF_SERVICE);
			assertThat(status(context, "readiness", "raft")).isEqualTo(Status.OUT_OF_SERVICE);
			assertThat(status(context, "raft", "kv")).isEqualTo(Status.OUT_OF_SERVICE);
			assertThat(status(context)).isEqualTo(Status.OUT_OF_SERVICE);
		});
	}

	@Test
	void livenessNeverDependsOnTheGroups() {
		this.contextRunner.run((context) -> {
			accept(context);
			this.group.become(StatusGroups.follower("kv", Condition.STORAGE_FAILED, null, 0, false));
			assertThat(status(context, "liveness")).isEqualTo(Status.UP);
			assertThat(context.getBean(HealthEndpointGroups.class).get("liveness").isMember("raft")).isFalse();
		});
	}

	@Test
	void readinessStillFollowsTheApplication() {
		this.contextRunner.run((context) -> {
			accept(context);
			AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
			assertThat(status(context, "readiness")).isEqualTo(Status.OUT_OF_SERVICE);
		});
	}

	@Test
	void applicationWithoutGroupsIsReady() {
		this.groups.clear();
		this.contextRunner.run((context) -> {
			accept(context);
			assertThat(status(context, "readiness")).isEqualTo(Status.UP);
			assertThat(status(context)).isEqualTo(Status.UP);
		});
	}

	@Test
	void propertyKeepsTheGroupsOutOfReadiness() {
		this.contextRunner.withPropertyValues("management.health.raft.readiness=false").run((context) -> {
			accept(context);
			this.group.become(StatusGroups.follower("kv", Condition.RUNNING, null, 0, true));
			assertThat(status(context, "readiness")).isEqualTo(Status.UP);
			assertThat(status(context, "raft")).isEqualTo(Status.OUT_OF_SERVICE);
		});
	}

	@Test
	void exclusionByTheApplicationCounts() {
		this.contextRunner
			.withPropertyValues("management.endpoint.health.group.readiness.include=*",
					"management.endpoint.health.group.readiness.exclude=raft")
			.run((context) -> {
				accept(context);
				this.group.become(StatusGroups.follower("kv", Condition.RUNNING, null, 0, true));
				assertThat(status(context, "readiness")).isEqualTo(Status.UP);
			});
	}

	@Test
	void groupsJoinAReadinessGroupOfTheApplication() {
		this.contextRunner.withPropertyValues("management.endpoint.health.group.readiness.include=readinessState")
			.run((context) -> {
				accept(context);
				this.group.become(StatusGroups.follower("kv", Condition.RUNNING, null, 0, true));
				assertThat(status(context, "readiness")).isEqualTo(Status.OUT_OF_SERVICE);
			});
	}

	@Test
	void additionalPathsOfTheProbesStay() {
		this.contextRunner.withPropertyValues("management.endpoint.health.probes.add-additional-paths=true")
			.run((context) -> {
				HealthEndpointGroups groups = context.getBean(HealthEndpointGroups.class);
				assertThat(groups).isInstanceOf(AdditionalPathsMapper.class);
				assertThat(((AdditionalPathsMapper) groups).getAdditionalPaths(HealthEndpoint.ID,
						WebServerNamespace.SERVER))
					.containsExactlyInAnyOrderElementsOf(List.of("/livez", "/readyz"));
				assertThat(groups.getAllWithAdditionalPath(WebServerNamespace.SERVER)).hasSize(2);
			});
	}

	@Test
	void withoutProbesThereIsNoReadinessToJoin() {
		this.contextRunner.withPropertyValues("management.endpoint.health.probes.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(HealthEndpointGroups.class).get("readiness")).isNull();
		});
	}

	@Test
	void healthCanBeDisabled() {
		this.contextRunner.withPropertyValues("management.health.raft.enabled=false").run((context) -> {
			accept(context);
			this.group.become(StatusGroups.follower("kv", Condition.RUNNING, null, 0, true));
			assertThat(context).doesNotHaveBean(RaftHealthContributor.class);
			assertThat(status(context, "readiness")).isEqualTo(Status.UP);
		});
	}

	@Test
	void healthOfTheApplicationIsKept() {
		this.contextRunner
			.withBean("raftHealthIndicator", RaftHealthContributor.class, () -> new RaftHealthContributor(this.groups))
			.run((context) -> assertThat(context).hasSingleBean(RaftHealthContributor.class)
				.hasBean("raftHealthIndicator"));
	}

	@Test
	void applicationWithoutHealthIsFine() {
		new WebApplicationContextRunner().withClassLoader(new FilteredClassLoader(HealthContributor.class))
			.withConfiguration(
					AutoConfigurations.of(RaftAutoConfiguration.class, RaftHealthContributorAutoConfiguration.class))
			.withPropertyValues("dongting.raft.storage=memory")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("raftHealthContributor"));
	}

	private static void accept(AssertableWebApplicationContext context) {
		assertThat(context).hasNotFailed();
		AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
		AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
	}

	private static Status status(AssertableWebApplicationContext context, String... path) {
		HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
		return ((path.length > 0) ? endpoint.healthForPath(path) : endpoint.health()).getStatus();
	}

}
