package io.dongting.spring.autoconfigure.actuate;

import java.util.Map;
import java.util.Set;

import io.dongting.raft.server.RaftServer;
import io.dongting.spring.actuate.RaftInfoContributor;
import io.dongting.spring.autoconfigure.Machines.CounterApplication;
import io.dongting.spring.autoconfigure.RaftAutoConfiguration;
import io.dongting.spring.autoconfigure.properties.GroupConfigReader;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.info.InfoContributorAutoConfiguration;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RaftInfoContributorAutoConfiguration}.
 */
class RaftInfoContributorAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RaftAutoConfiguration.class, InfoContributorAutoConfiguration.class,
				RaftInfoContributorAutoConfiguration.class))
		.withUserConfiguration(CounterApplication.class)
		.withPropertyValues("dongting.raft.storage=memory");

	@Test
	void infoIsSilentUnlessItIsTurnedOn() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(RaftInfoContributor.class));
	}

	@Test
	void infoTellsTheNodeAndItsGroups() {
		this.contextRunner.withPropertyValues("management.info.raft.enabled=true", "dongting.raft.node-id=7")
			.run((context) -> {
				RaftInfoContributor contributor = context.getBean(RaftInfoContributor.class);
				Awaitility.await("the group is founded").untilAsserted(() -> {
					Info.Builder builder = new Info.Builder();
					contributor.contribute(builder);
					assertThat(builder.build().getDetails()).extractingByKey("raft", InstanceOfAssertFactories.MAP)
						.containsEntry("nodeId", 7)
						.containsEntry("nodes", Map.of())
						.extractingByKey("groups", InstanceOfAssertFactories.MAP)
						.extractingByKey("counter", InstanceOfAssertFactories.MAP)
						.containsEntry("id", GroupConfigReader.defaultId("counter"))
						.containsEntry("members", Set.of(7))
						.containsKeys("role", "leaderId", "observers");
				});
			});
	}

	@Test
	void infoNamesTheNodesOfTheConfiguration() {
		this.contextRunner
			.withPropertyValues("management.info.raft.enabled=true", "dongting.raft.nodes.1=localhost:9331",
					"dongting.raft.listen=127.0.0.1:0")
			.run((context) -> {
				Info.Builder builder = new Info.Builder();
				context.getBean(RaftInfoContributor.class).contribute(builder);
				assertThat(builder.build().getDetails()).extractingByKey("raft", InstanceOfAssertFactories.MAP)
					.containsEntry("nodes", Map.of("1", "localhost:9331"));
			});
	}

	@Test
	void contributorOfTheApplicationIsKept() {
		this.contextRunner.withPropertyValues("management.info.raft.enabled=true")
			.withBean("ownContributor", RaftInfoContributor.class, () -> new RaftInfoContributor(null, null))
			.run((context) -> assertThat(context).hasSingleBean(RaftInfoContributor.class).hasBean("ownContributor"));
	}

	@Test
	void applicationWithoutActuatorIsFine() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(InfoContributor.class))
			.withPropertyValues("management.info.raft.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(RaftServer.class)
				.doesNotHaveBean("raftInfoContributor"));
	}

}
