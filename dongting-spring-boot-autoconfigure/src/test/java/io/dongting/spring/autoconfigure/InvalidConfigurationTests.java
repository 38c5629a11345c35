package io.dongting.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.dongting.raft.InvalidConfigurationException;
import io.dongting.raft.LogItem;
import io.dongting.raft.StateMachine;
import io.dongting.spring.RaftCommand;
import io.dongting.spring.RaftStateMachine;
import io.dongting.spring.autoconfigure.Machines.CounterApplication;
import io.dongting.spring.autoconfigure.Machines.Recorder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what stops start-up, and for the report that says what to change.
 */
class InvalidConfigurationTests {

	private static final String[] THREE_NODES = { "dongting.raft.nodes.1=127.0.0.1:19331",
			"dongting.raft.nodes.2=127.0.0.1:19332", "dongting.raft.nodes.3=127.0.0.1:19333" };

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RaftAutoConfiguration.class));

	@Test
	void missingNodeIdWithSeveralNodes() {
		report(CounterApplication.class, THREE_NODES).says("nothing says which of them this one is")
			.advises("dongting.raft.node-id");
	}

	@Test
	void nodeIdNotAmongTheNodes() {
		report(CounterApplication.class, THREE_NODES, "dongting.raft.node-id=4")
			.says("Node 4 is not among the nodes [1, 2, 3]", "Property: dongting.raft.node-id", "Value: 4")
			.advises("dongting.raft.nodes.4");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1" })
	void nodeIdThatIsNotPositive(String nodeId) {
		report(CounterApplication.class, "dongting.raft.node-id=" + nodeId)
			.says("positive number, not " + nodeId, "Property: dongting.raft.node-id")
			.advises("dongting.raft.node-id");
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "localhost:", "localhost:x", "localhost:70000", ":9331", "::1:9331" })
	void badAddressOfANode(String address) {
		report(CounterApplication.class, "dongting.raft.nodes.1=" + address)
			.says("Property: dongting.raft.nodes.1", "Value: " + address)
			.advises("10.0.0.1:9331");
	}

	@Test
	void portZeroOfANode() {
		report(CounterApplication.class, "dongting.raft.nodes.1=localhost:0").says("cannot reach port 0")
			.advises("10.0.0.1:9331");
	}

	@Test
	void twoNodesWithTheSameAddress() {
		report(CounterApplication.class, "dongting.raft.node-id=1", "dongting.raft.nodes.1=localhost:19331",
				"dongting.raft.nodes.2=localhost:19331")
			.says("Nodes 1 and 2 have the same address localhost:19331", "Property: dongting.raft.nodes")
			.advises("dongting.raft.nodes");
	}

	@Test
	void badAddressToListenOn() {
		report(CounterApplication.class, THREE_NODES, "dongting.raft.node-id=1", "dongting.raft.listen=9331")
			.says("Property: dongting.raft.listen", "'9331' is not an address")
			.advises("0.0.0.0:9331");
	}

	@Test
	void addressToListenOnWithoutNodes() {
		report(CounterApplication.class, "dongting.raft.listen=localhost:19331").says("no nodes that could call")
			.advises("dongting.raft.nodes");
	}

	@Test
	void unknownMember() {
		report(CounterApplication.class, THREE_NODES, "dongting.raft.node-id=1",
				"dongting.raft.groups.counter.members=1,2,7")
			.says("Node 7 is not among the nodes [1, 2, 3]", "Property: dongting.raft.groups.counter.members",
					"Value: 1,2,7")
			.advises("dongting.raft.nodes.7");
	}

	@Test
	void watermarksThatContradictEachOther() {
		report(CounterApplication.class, "dongting.raft.disk-space.low-bytes=1MB")
			.says("Property: dongting.raft.disk-space.minimum-bytes", "above the low mark of 1048576 bytes")
			.advises("dongting.raft.disk-space.minimum-bytes");
		report(CounterApplication.class, "dongting.raft.disk-space.check-interval=0s")
			.says("Property: dongting.raft.disk-space.check-interval", "Value: 0s", "not between 1 ms and 1 day")
			.advises("dongting.raft.disk-space.check-interval");
	}

	@Test
	void badOptionOfSnapshots() {
		report(CounterApplication.class, "dongting.raft.defaults.snapshots.kept=0")
			.says("Property: dongting.raft.defaults.snapshots.kept", "Value: 0", "0 is not between 1 and 1000")
			.advises("dongting.raft.defaults.snapshots.kept");
		report(CounterApplication.class, "dongting.raft.groups.counter.snapshots.every-entries=-1")
			.says("Property: dongting.raft.groups.counter.snapshots.every-entries", "Value: -1")
			.advises("dongting.raft.groups.counter.snapshots.every-entries");
	}

	@Test
	void unknownObserver() {
		report(CounterApplication.class, "dongting.raft.groups.counter.observers=2")
			.says("Node 2 is not among the nodes [1]", "Property: dongting.raft.groups.counter.observers")
			.advises("dongting.raft.nodes.2");
	}

	@Test
	void memberNamedTwice() {
		report(CounterApplication.class, THREE_NODES, "dongting.raft.node-id=1",
				"dongting.raft.groups.counter.members=1,2,2")
			.says("Node 2 is named twice", "Property: dongting.raft.groups.counter.members")
			.advises("once");
	}

	@Test
	void memberThatIsAnObserver() {
		report(CounterApplication.class, THREE_NODES, "dongting.raft.node-id=1",
				"dongting.raft.groups.counter.members=1,2", "dongting.raft.groups.counter.observers=2,3")
			.says("[2] are members and observers", "Property: dongting.raft.groups.counter.observers")
			.advises("dongting.raft.groups.counter.observers");
	}

	@Test
	void noMembers() {
		report(CounterApplication.class, "dongting.raft.groups.counter.members=")
			.says("Group 'counter' has no members", "Property: dongting.raft.groups.counter.members")
			.advises("dongting.raft.groups.counter.members");
	}

	@Test
	void twoGroupsWithTheSameId() {
		report(TwoGroups.class, "dongting.raft.groups.first.id=7", "dongting.raft.groups.second.id=7")
			.says("'first' and 'second' have the same id 7", "Property: dongting.raft.groups.second.id")
			.advises("dongting.raft.groups.second.id");
	}

	@Test
	void groupIdThatIsNotPositive() {
		report(CounterApplication.class, "dongting.raft.groups.counter.id=0")
			.says("positive number, not 0", "Property: dongting.raft.groups.counter.id")
			.advises("dongting.raft.groups.counter.id");
	}

	@ParameterizedTest
	@CsvSource({ "heartbeat-interval,300ms,heartbeat interval PT0.3S must be shorter than the lease promise PT0.3S",
			"lease-promise,1500ms,lease promise PT1.5S must be shorter than the election timeout PT1.5S",
			"election-timeout,2d,is not between 1 ms and 1 day", "lease-promise,0s,is not between 1 ms and 1 day",
			"max-pending-tasks,0,0 is not between", "max-pending-bytes,1B,1 is not between",
			"max-entry-bytes,17MB,is not between", "max-entry-bytes,3GB,is not between 0 and 2 GB",
			"max-batch-bytes,0,0 is not between", "window-messages,0,0 is not between",
			"window-bytes,0,0 is not between", "apply-batch-bytes,0,0 is not between",
			"segment-bytes,1KB,is not between", "segment-bytes,4MB,has no room for the largest entry",
			"cache-bytes,-1,-1 is not between" })
	void badSettingOfAGroupOrOfTheDefaults(String name, String value, String reason) {
		for (String place : List.of("dongting.raft.defaults.", "dongting.raft.groups.counter.")) {
			report(CounterApplication.class, place + name + "=" + value)
				.says(reason, "Property: " + place + name, "Value: " + value)
				.advises(place + name);
		}
	}

	@Test
	void settingThatDoesNotFitTheDefaults() {
		report(CounterApplication.class, "dongting.raft.defaults.lease-promise=1s",
				"dongting.raft.groups.counter.election-timeout=900ms")
			.says("must be shorter than the election timeout PT0.9S",
					"Property: dongting.raft.groups.counter.lease-promise")
			.advises("dongting.raft.defaults");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0s", "-1s" })
	void requestTimeoutOfNothing(String timeout) {
		report(CounterApplication.class, "dongting.raft.request-timeout=" + timeout)
			.says("Property: dongting.raft.request-timeout", "Value: " + timeout)
			.advises("5s");
	}

	@Test
	void dataDirectoryWithoutAName() {
		report(CounterApplication.class, "dongting.raft.data-dir= ").says("Property: dongting.raft.data-dir")
			.advises("./data/raft");
	}

	@Test
	void mistypedProperty() {
		report(CounterApplication.class, "dongting.raft.groups.counter.lease-promis=1s")
			.says("dongting.raft.groups.counter.lease-promis")
			.advises("Update your application's configuration");
	}

	@Test
	void unknownStorage() {
		report(CounterApplication.class, "dongting.raft.storage=tape").says("dongting.raft.storage", "tape")
			.advises("Update your application's configuration");
	}

	@Test
	void nodeThatIsNotANumber() {
		report(CounterApplication.class, "dongting.raft.nodes.one=localhost:19331").says("dongting.raft.nodes", "one")
			.advises("Update your application's configuration");
	}

	@Test
	void badNameOfAConfiguredGroup() {
		report(CounterApplication.class, "dongting.raft.groups.Orders.id=1")
			.says("The group name 'Orders' is not a lower-case letter")
			.advises("Rename");
	}

	@Test
	void badNameOfAnAnnotatedGroup() {
		report(BadName.class).says("'badMachine'", "The group name 'Not A Name' is not a lower-case letter")
			.advises("@RaftStateMachine");
	}

	@Test
	void groupWithoutStateMachine() {
		report(CounterApplication.class, "dongting.raft.groups.orders.id=1").says("'orders' has no state machine")
			.advises("@RaftStateMachine(group = \"orders\")");
	}

	@Test
	void twoStateMachinesOfOneGroup() {
		report(SameGroup.class).says("'same' has two state machines", "'one'", "'two'").advises("@RaftStateMachine");
	}

	@Test
	void stateMachineThatIsNoSingleton() {
		report(Prototype.class).says("'fresh' is no singleton").advises("scope");
	}

	@Test
	void stateMachineThatIsDrivenBothWays() {
		report(BothWays.class).says("implements StateMachine and has commands").advises("Remove the interface");
	}

	@Test
	void stateMachineThatCannotWork() {
		report(Broken.class).says("static").advises("method of the bean");
	}

	@Test
	void configurationOfTheApplicationItself() {
		FailureAnalysis analysis = FailureReports
			.report(new IllegalStateException(new InvalidConfigurationException("members", "There are none.")));
		assertThat(analysis.getDescription()).contains("There are none.");
		assertThat(analysis.getAction()).contains("members");
	}

	private Report report(Class<?> application, String[] properties, String... more) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.addAll(List.of(more));
		return report(application, all.toArray(String[]::new));
	}

	private Report report(Class<?> application, String... properties) {
		List<FailureAnalysis> analyses = new ArrayList<>();
		this.contextRunner.withPropertyValues("dongting.raft.storage=memory")
			.withPropertyValues(properties)
			.withUserConfiguration(application)
			.run((context) -> {
				assertThat(context).hasFailed();
				analyses.add(FailureReports.report(context.getStartupFailure(), properties));
			});
		return new Report(analyses.get(0));
	}

	private record Report(FailureAnalysis analysis) {

		Report says(String... texts) {
			assertThat(this.analysis.getDescription()).contains(texts);
			return this;
		}

		void advises(String... texts) {
			assertThat(this.analysis.getAction()).contains(texts);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoGroups {

		@Bean
		@RaftStateMachine(group = "first")
		Recorder one() {
			return new Recorder();
		}

		@Bean
		@RaftStateMachine(group = "second")
		Recorder two() {
			return new Recorder();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SameGroup {

		@Bean
		@RaftStateMachine(group = "same")
		Recorder one() {
			return new Recorder();
		}

		@Bean
		@RaftStateMachine(group = "same")
		Recorder two() {
			return new Recorder();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BadName {

		@Bean
		@RaftStateMachine(group = "Not A Name")
		Recorder badMachine() {
			return new Recorder();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Prototype {

		@Bean
		@Scope("prototype")
		@RaftStateMachine(group = "fresh")
		Recorder fresh() {
			return new Recorder();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BothWays {

		@Bean
		@RaftStateMachine(group = "both")
		StateMachine both() {
			return new StateMachine() {

				@Override
				public byte[] apply(LogItem item) {
					return new byte[0];
				}

				@RaftCommand
				public void typed() {
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Broken {

		@Bean
		@RaftStateMachine(group = "broken")
		BrokenMachine brokenMachine() {
			return new BrokenMachine();
		}

	}

	static class BrokenMachine {

		@RaftCommand
		public static void global() {
		}

	}

}
