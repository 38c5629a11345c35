package io.dongting.spring.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.RaftInput;
import io.dongting.raft.RaftServerConfig;
import io.dongting.raft.server.RaftEnvironment;
import io.dongting.raft.server.RaftGroupDefinition;
import io.dongting.raft.server.RaftServer;
import io.dongting.spring.RaftGroups;
import io.dongting.spring.RaftStateMachine;
import io.dongting.spring.autoconfigure.Machines.Counter;
import io.dongting.spring.autoconfigure.Machines.CounterApplication;
import io.dongting.spring.autoconfigure.Machines.CounterMachine;
import io.dongting.spring.autoconfigure.Machines.Recorder;
import io.dongting.spring.autoconfigure.Machines.RecorderApplication;
import io.dongting.spring.autoconfigure.properties.RaftProperties;
import io.dongting.spring.statemachine.ValueCodecs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RaftAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class RaftAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RaftAutoConfiguration.class))
		.withPropertyValues("dongting.raft.storage=memory");

	@TempDir
	private Path directory;

	@Test
	void nothingConfiguredIsOneDurableNodeWithoutPort() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(RaftAutoConfiguration.class))
			.withPropertyValues("dongting.raft.data-dir=" + this.directory.resolve("data"))
			.withUserConfiguration(CounterApplication.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(RaftServer.class).nodeId()).isOne();
				assertThat(context.getBean(RaftServerConfig.class)).isEqualTo(RaftServerConfig.alone(1));
				assertThat(context.getBean(Counter.class).add(2)).isEqualTo(2);
				GroupStatus status = context.getBean(RaftGroup.class).status();
				assertThat(status.group()).isEqualTo("counter");
				assertThat(status.members()).containsExactly(1);
				assertThat(this.directory.resolve("data")).isNotEmptyDirectory();
			});
	}

	@Test
	void dataDirectoryDefaultsToOneBelowTheWorkingDirectory() {
		this.contextRunner.run((context) -> assertThat(context.getBean(RaftProperties.class).dataDirectory())
			.isEqualTo(Path.of("./data/raft")));
	}

	@Test
	void applicationWithoutGroupsIsLeftAlone(CapturedOutput output) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(RaftAutoConfiguration.class))
			.withPropertyValues("dongting.raft.data-dir=" + this.directory.resolve("data"))
			.run((context) -> {
				assertThat(context.getBean(RaftServer.class).isRunning()).isFalse();
				assertThat(this.directory.resolve("data")).doesNotExist();
				assertThat(output).contains("There is neither a Raft group nor another node");
			});
	}

	@Test
	void severalContextsInMemoryLiveSideBySide() {
		this.contextRunner.withUserConfiguration(CounterApplication.class)
			.run((first) -> this.contextRunner.withUserConfiguration(CounterApplication.class).run((second) -> {
				first.getBean(Counter.class).add(5);
				assertThat(second.getBean(Counter.class).value()).isZero();
				assertThat(first.getBean(Counter.class).value()).isEqualTo(5);
			}));
	}

	@Test
	void injectedBeanIsAProxyAndItsTargetIsDrivenByTheLog() {
		this.contextRunner.withUserConfiguration(CounterApplication.class, CounterClient.class).run((context) -> {
			Counter counter = context.getBean(CounterClient.class).counter;
			assertThat(AopUtils.isJdkDynamicProxy(counter)).isTrue();
			assertThat(counter.add(1)).isOne();
			assertThat(context.getBean(RaftGroup.class).status().appliedIndex()).isPositive();
			assertThat(context).doesNotHaveBean(CounterMachine.class);
		});
	}

	@Test
	void groupIsInjectedByQualifierAndByParameterName() {
		this.contextRunner
			.withUserConfiguration(CounterApplication.class, RecorderApplication.class, GroupsByName.class)
			.run((context) -> {
				GroupsByName groups = context.getBean(GroupsByName.class);
				assertThat(groups.qualified.name()).isEqualTo("recorder");
				assertThat(groups.byParameter.name()).isEqualTo("counter");
				assertThat(context.getBean("counterRaftGroup")).isSameAs(context.getBean("counter"));
				assertThat(context.getBeansOfType(RaftGroup.class)).containsOnlyKeys("counterRaftGroup",
						"recorderRaftGroup");
			});
	}

	@Test
	void aliasIsLeftOutWhereABeanHasTheName(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(NameTaken.class).run((context) -> {
			assertThat(context.getBean("orders")).isInstanceOf(Recorder.class);
			assertThat(context.getBean("ordersRaftGroup", RaftGroup.class).name()).isEqualTo("orders");
			assertThat(context.getBean(OrdersClient.class).group.name()).isEqualTo("orders");
			assertThat(output).contains("There is already a bean 'orders'");
		});
	}

	@Test
	void groupBeanOfTheApplicationIsKept(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(CounterApplication.class)
			.withBean("counterRaftGroup", String.class, () -> "mine")
			.run((context) -> {
				assertThat(context.getBean("counterRaftGroup")).isEqualTo("mine");
				assertThat(context.getBean(RaftGroups.class).get("counter").name()).isEqualTo("counter");
				assertThat(output).contains("There is already a bean 'counterRaftGroup'");
			});
	}

	@Test
	void registryKnowsAllGroups() {
		this.contextRunner.withUserConfiguration(CounterApplication.class, RecorderApplication.class).run((context) -> {
			RaftGroups groups = context.getBean(RaftGroups.class);
			assertThat(groups).extracting(RaftGroup::name).containsExactlyInAnyOrder("counter", "recorder");
			assertThat(groups.find("counter")).isPresent();
			assertThat(groups.find("other")).isEmpty();
		});
	}

	@Test
	void stateMachineOfBytesIsUsedAsItIs() {
		this.contextRunner.withUserConfiguration(RecorderApplication.class).run((context) -> {
			Recorder recorder = context.getBean(Recorder.class);
			assertThat(AopUtils.isAopProxy(recorder)).isFalse();
			assertThat(context.getBean(RaftGroup.class)
				.submit(new RaftInput("hello".getBytes(), Duration.ofSeconds(10)))
				.join()
				.result()).isEqualTo("hello".getBytes());
			assertThat(recorder.applied).containsExactly("hello");
		});
	}

	@Test
	void groupsAreConfiguredByNameWithDefaults() {
		this.contextRunner.withUserConfiguration(CounterApplication.class, RecorderApplication.class)
			.withPropertyValues("dongting.raft.node-id=2", "dongting.raft.nodes.1=127.0.0.1:19431",
					"dongting.raft.nodes.2=127.0.0.1:0", "dongting.raft.nodes.3=127.0.0.1:19433")
			.run((context) -> assertThat(context).hasFailed());
		this.contextRunner.withUserConfiguration(CounterApplication.class, RecorderApplication.class)
			.withPropertyValues("dongting.raft.node-id=2", "dongting.raft.nodes.1=127.0.0.1:19431",
					"dongting.raft.nodes.2=127.0.0.1:19432", "dongting.raft.nodes.3=127.0.0.1:19433",
					"dongting.raft.listen=127.0.0.1:0", "dongting.raft.defaults.lease-promise=400ms",
					"dongting.raft.defaults.cache-bytes=1MB", "dongting.raft.groups.counter.id=7",
					"dongting.raft.groups.counter.observers=3", "dongting.raft.groups.counter.lease-promise=500ms",
					"dongting.raft.groups.counter.max-pending-tasks=5")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				RaftGroupDefinitions definitions = context.getBean(RaftGroupDefinitions.class);
				RaftGroupConfig counter = config(definitions, "counter");
				RaftGroupConfig recorder = config(definitions, "recorder");
				assertThat(counter.groupId()).isEqualTo(7);
				assertThat(counter.members()).containsExactly(1, 2);
				assertThat(counter.observers()).containsExactly(3);
				assertThat(counter.options().leasePromise()).hasMillis(500);
				assertThat(counter.options().cacheBytes()).isEqualTo(1024 * 1024);
				assertThat(counter.options().maxPendingTasks()).isEqualTo(5);
				assertThat(recorder.groupId()).isPositive();
				assertThat(recorder.members()).containsExactly(1, 2, 3);
				assertThat(recorder.observers()).isEmpty();
				assertThat(recorder.options().leasePromise()).hasMillis(400);
				assertThat(recorder.options().maxPendingTasks()).isEqualTo(RaftGroupOptions.DEFAULTS.maxPendingTasks());
			});
	}

	private static RaftGroupConfig config(RaftGroupDefinitions definitions, String name) {
		return definitions.all()
			.stream()
			.map(RaftGroupDefinition::config)
			.filter((config) -> config.name().equals(name))
			.findAny()
			.orElseThrow();
	}

	@Test
	void serverStartsBeforeAndStopsAfterWhatProposes() {
		this.contextRunner.withUserConfiguration(CounterApplication.class).run((context) -> {
			RaftServerLifecycle lifecycle = context.getBean(RaftServerLifecycle.class);
			assertThat(lifecycle.getPhase()).isEqualTo(Integer.MAX_VALUE / 2 - 1024);
			assertThat(lifecycle.isAutoStartup()).isTrue();
			assertThat(lifecycle.isPauseable()).isFalse();
			assertThat(lifecycle.isRunning()).isTrue();
			RaftServer server = context.getBean(RaftServer.class);
			context.close();
			assertThat(server.isRunning()).isFalse();
		});
	}

	@Test
	void effectiveConfigurationIsLoggedOnce(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(CounterApplication.class)
			.withPropertyValues("dongting.raft.groups.counter.id=77")
			.run((context) -> {
				assertThat(output.toString().split("Raft node 1: ")).hasSize(2);
				assertThat(output).contains("listening on no port", "in memory only", "Raft group 'counter': id 77",
						"first members [1]", "electionTimeout=PT1.5S");
				assertThat(output).doesNotContain("without encryption");
			});
	}

	@Test
	void openReplicationPortIsWarnedAbout(CapturedOutput output) {
		this.contextRunner.withPropertyValues("dongting.raft.nodes.1=127.0.0.1:19435", "dongting.raft.listen=0.0.0.0:0")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output).contains("WARN").contains("0.0.0.0:0 is open to other machines");
			});
	}

	@Test
	void loopbackReplicationPortIsNotWarnedAbout(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues("dongting.raft.nodes.1=127.0.0.1:19436", "dongting.raft.listen=localhost:0")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output).contains("listening on localhost:0").doesNotContain("open to other machines");
			});
	}

	@Test
	void everyBeanBacksOff() {
		this.contextRunner.withUserConfiguration(CounterApplication.class, OwnBeans.class).run((context) -> {
			assertThat(context).hasSingleBean(RaftServer.class).hasBean("ownServer");
			assertThat(context).hasSingleBean(RaftServerConfig.class).hasBean("ownServerConfig");
			assertThat(context).hasSingleBean(RaftEnvironment.class).hasBean("ownEnvironment");
			assertThat(context).hasSingleBean(RaftGroupDefinitions.class).hasBean("ownDefinitions");
			assertThat(context).hasSingleBean(ValueCodecs.class).hasBean("ownCodecs");
			assertThat(context).hasSingleBean(RaftGroups.class).hasBean("ownGroups");
			assertThat(context).hasSingleBean(RaftServerLifecycle.class).hasBean("ownLifecycle");
			assertThat(context.getBean(RaftServer.class).nodeId()).isEqualTo(9);
		});
	}

	@Test
	void serverOfTheApplicationTakesTheFoundGroups() {
		this.contextRunner.withUserConfiguration(CounterApplication.class, OwnServer.class).run((context) -> {
			assertThat(context).hasSingleBean(RaftServer.class).hasBean("ownServer");
			assertThat(context.getBean(Counter.class).add(3)).isEqualTo(3);
		});
	}

	@Test
	void taskExecutorOfSpringBootStaysInPlace() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
			.withUserConfiguration(CounterApplication.class)
			.run((context) -> assertThat(context).hasBean("applicationTaskExecutor"));
	}

	@Test
	void commaListReplacesAListOfALowerSource() {
		this.contextRunner.withUserConfiguration(CounterApplication.class)
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addLast(new MapPropertySource("yaml",
						Map.of("dongting.raft.groups.counter.members[0]", "1",
								"dongting.raft.groups.counter.members[1]", "2"))))
			.withPropertyValues("dongting.raft.node-id=1", "dongting.raft.nodes.1=127.0.0.1:19441",
					"dongting.raft.nodes.2=127.0.0.1:19442", "dongting.raft.nodes.3=127.0.0.1:19443",
					"dongting.raft.listen=127.0.0.1:0", "dongting.raft.groups.counter.members=1,2,3")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(config(context.getBean(RaftGroupDefinitions.class), "counter").members()).containsExactly(1,
						2, 3);
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class CounterClient {

		private final Counter counter;

		CounterClient(Counter counter) {
			this.counter = counter;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class GroupsByName {

		private final RaftGroup qualified;

		private final RaftGroup byParameter;

		GroupsByName(@Qualifier("recorder") RaftGroup any, RaftGroup counter) {
			this.qualified = any;
			this.byParameter = counter;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ OrdersClient.class, CounterMachine.class })
	static class NameTaken {

		@Bean
		@RaftStateMachine(group = "orders")
		Recorder orders() {
			return new Recorder();
		}

	}

	static class OrdersClient {

		private final RaftGroup group;

		OrdersClient(@Qualifier("orders") RaftGroup group) {
			this.group = group;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnServer {

		@Bean
		RaftServer ownServer(RaftServerConfig config, RaftGroupDefinitions groups, RaftEnvironment environment) {
			return new RaftServer(config, groups.all(), environment);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBeans {

		@Bean
		RaftServerConfig ownServerConfig() {
			return RaftServerConfig.alone(9);
		}

		@Bean
		RaftEnvironment ownEnvironment() {
			return RaftEnvironment.inMemory();
		}

		@Bean
		RaftGroupDefinitions ownDefinitions() {
			RaftGroupConfig config = new RaftGroupConfig("own", 1, new TreeSet<>(Set.of(9)), new TreeSet<>(),
					RaftGroupOptions.DEFAULTS);
			return new RaftGroupDefinitions(List.of(new RaftGroupDefinition(config, new Recorder())));
		}

		@Bean
		RaftServer ownServer(RaftServerConfig config, RaftGroupDefinitions groups, RaftEnvironment environment) {
			return new RaftServer(config, groups.all(), environment);
		}

		@Bean
		ValueCodecs ownCodecs() {
			return ValueCodecs.builtIn();
		}

		@Bean
		RaftGroups ownGroups(RaftServer server) {
			return new ServerRaftGroups(server);
		}

		@Bean
		RaftServerLifecycle ownLifecycle(RaftServer server, RaftServerConfig config, RaftGroupDefinitions groups) {
			return new RaftServerLifecycle(server, config, groups);
		}

	}

}
