package io.dongting.spring.autoconfigure.properties;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.dongting.spring.autoconfigure.FailureReports;
import io.dongting.spring.autoconfigure.Machines.CounterApplication;
import io.dongting.spring.autoconfigure.RaftAutoConfiguration;
import io.dongting.spring.autoconfigure.actuate.RaftEndpointAutoConfiguration;
import io.dongting.spring.autoconfigure.actuate.RaftInfoContributorAutoConfiguration;
import io.dongting.spring.autoconfigure.actuate.RaftOperationEndpointsAutoConfiguration;
import io.dongting.spring.autoconfigure.health.RaftHealthContributorAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A wrong value of any property stops the start, with a report that names the property
 * and says what to change. The properties are those of the metadata: one that has no
 * wrong value here fails the test.
 */
class WrongValueTests {

	/** What a group has, and the defaults of all groups have. */
	private static final String OPTIONS = """
			election-timeout = 0s | 2d | soon
			lease-promise = 0s | 1500ms | soon
			heartbeat-interval = 0s | 300ms | soon
			max-pending-tasks = 0 | many
			max-pending-bytes = 1B | many
			max-entry-bytes = 17MB | 3GB | large
			max-batch-bytes = 0B | 3GB | large
			window-messages = 0 | few
			window-bytes = 0B | wide
			apply-batch-bytes = 0B | 3GB | large
			segment-bytes = 1KB | 4MB | large
			cache-bytes = -1B | large
			snapshots.every-entries = -1 | all
			snapshots.every-bytes = -1B | all
			snapshots.every-interval = -1s | 400d | never
			snapshots.on-close = perhaps
			snapshots.kept = 0 | all
			snapshots.log-entries-kept = -1 | all
			snapshots.block-bytes = 1B | 5MB | large
			snapshots.max-bytes-per-second = -1B | fast
			snapshots.max-installs = 0 | all
			""";

	/** What only a group has. */
	private static final String GROUP = """
			id = 0 | first
			members = 7 | '' | me
			observers = 7 | me
			""";

	private static final String NODE = """
			dongting.raft.node-id = 0 | one
			dongting.raft.pod-name = kv-store | kv-store-x
			dongting.raft.nodes.1 = here | here:0
			dongting.raft.listen = 9331
			dongting.raft.data-dir = ' '
			dongting.raft.storage = tape
			dongting.raft.disk-space.low-bytes = -1B | low
			dongting.raft.disk-space.minimum-bytes = -1B | 1GB | low
			dongting.raft.disk-space.check-interval = 0s | 2d | soon
			dongting.raft.ssl.bundle = ' ' | nowhere
			dongting.raft.ssl.verify-host = perhaps
			dongting.raft.request-timeout = 0s | soon
			dongting.raft.groups.Orders = ''
			""";

	private static final String MANAGEMENT = """
			management.endpoint.raft.access = some
			management.endpoint.raft.cache.time-to-live = soon
			management.endpoint.raftconfig.access = some
			management.endpoint.raftgroups.access = some
			management.endpoint.raftleader.access = some
			management.endpoint.raftnodes.access = some
			management.endpoint.raftnodes.cache.time-to-live = soon
			management.endpoint.raftsnapshot.access = some
			management.health.raft.enabled = perhaps
			management.health.raft.readiness = perhaps
			management.info.raft.enabled = perhaps
			""";

	private static final String DEFAULTS_PREFIX = "dongting.raft.defaults.";

	private static final String GROUP_PREFIX = "dongting.raft.groups.counter.";

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RaftAutoConfiguration.class, RaftEndpointAutoConfiguration.class,
				RaftOperationEndpointsAutoConfiguration.class, RaftInfoContributorAutoConfiguration.class,
				RaftHealthContributorAutoConfiguration.class, EndpointAutoConfiguration.class,
				WebEndpointAutoConfiguration.class))
		.withUserConfiguration(CounterApplication.class, EndpointsInUse.class)
		.withPropertyValues("dongting.raft.storage=memory", "management.endpoints.web.exposure.include=*");

	@Test
	void everyPropertyHasAWrongValue() {
		Set<String> tried = new TreeSet<>();
		wrongValues().forEach((wrong) -> tried.add(wrong.property()));
		for (String name : ConfigurationMetadata.read().keySet()) {
			assertThat(tried).as(name).anyMatch((property) -> property.equals(name) || property.startsWith(name + "."));
		}
		assertThat(tried)
			.containsAll(ConfigurationMetadata.ofOneGroup().stream().map((name) -> GROUP_PREFIX + name).toList());
	}

	@ParameterizedTest
	@MethodSource("wrongValues")
	void wrongValueIsRefused(WrongValue wrong) {
		String assignment = wrong.property() + "=" + wrong.value();
		this.contextRunner.withPropertyValues(assignment).run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis report = FailureReports.report(context.getStartupFailure(), assignment);
			assertThat(report.getDescription()).contains("Property: " + wrong.property());
			assertThat(report.getAction()).containsAnyOf("'dongting.raft.", "'management.", "Set it to",
					"Rename the group", "Name only known nodes", "Update your application's configuration");
		});
	}

	@Test
	void applicationStartsWithoutThem() {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed());
	}

	static Stream<WrongValue> wrongValues() {
		return Stream
			.of(read("", NODE), read("", MANAGEMENT), read(DEFAULTS_PREFIX, OPTIONS), read(GROUP_PREFIX, OPTIONS),
					read(GROUP_PREFIX, GROUP))
			.flatMap(List::stream);
	}

	private static List<WrongValue> read(String prefix, String table) {
		List<WrongValue> values = new ArrayList<>();
		table.lines().forEach((line) -> {
			String[] sides = line.split(" = ", 2);
			for (String value : sides[1].split(" \\| ")) {
				values.add(new WrongValue(prefix + sides[0], value.replace("'", "")));
			}
		});
		return values;
	}

	/**
	 * A value that a property cannot have.
	 *
	 * @param property the name of the property
	 * @param value the value
	 */
	record WrongValue(String property, String value) {

	}

	/** Makes what is otherwise made when a web server needs it. */
	@Configuration(proxyBeanMethods = false)
	static class EndpointsInUse {

		@Bean
		List<String> endpointsInUse(WebEndpointsSupplier supplier) {
			return supplier.getEndpoints().stream().map((endpoint) -> endpoint.getRootPath()).toList();
		}

	}

}
