package io.dongting.spring.autoconfigure.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.dongting.spring.autoconfigure.LoopbackPorts;
import io.dongting.spring.autoconfigure.Machines;
import io.dongting.spring.autoconfigure.RaftAutoConfiguration;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The tables in {@code METERS.md} hold what three nodes register, no more and no less.
 */
class MeterTableTests {

	private static final int NODES = 3;

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	@BeforeEach
	void start() {
		List<Integer> ports = LoopbackPorts.free(NODES);
		for (int node = 1; node <= NODES; node++) {
			List<String> arguments = new ArrayList<>(List.of("--dongting.raft.node-id=" + node,
					"--dongting.raft.storage=memory", "--dongting.raft.request-timeout=20s"));
			arguments.addAll(LoopbackPorts.addresses(ports));
			this.contexts.add(new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
				.run(arguments.toArray(String[]::new)));
		}
		await().atMost(Duration.ofSeconds(30)).until(() -> registered("dongting.raft.peer.lag").size() == NODES - 1);
	}

	@AfterEach
	void stop() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
	}

	private List<Meter> registered(String prefix) {
		return this.contexts.stream()
			.flatMap((context) -> context.getBean(MeterRegistry.class).getMeters().stream())
			.filter((meter) -> meter.getId().getName().startsWith(prefix))
			.toList();
	}

	@Test
	void everyMeterIsInATableAsItIs() throws IOException {
		callEachNode();
		awaitDurable();
		Set<Row> registered = registered("dongting.").stream()
			.map(Meter::getId)
			.map(Row::of)
			.collect(Collectors.toCollection(TreeSet::new));
		List<Row> documented = Files.readAllLines(Path.of("METERS.md"))
			.stream()
			.filter((line) -> line.startsWith("| `dongting."))
			.map(Row::of)
			.toList();
		assertThat(documented).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(registered);
	}

	private void callEachNode() {
		for (ConfigurableApplicationContext context : this.contexts) {
			Machines.Counter counter = context.getBean(Machines.Counter.class);
			assertThat(counter.value()).isNotNegative();
			assertThat(counter.add(1)).isPositive();
		}
	}

	/**
	 * A command ends without having been durable on the leader if the disks of the two
	 * others are sooner, so one command may not be enough.
	 */
	private void awaitDurable() {
		await().atMost(Duration.ofSeconds(30)).until(() -> {
			callEachNode();
			return !registered("dongting.raft.proposal.durable").isEmpty();
		});
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ RaftAutoConfiguration.class, RaftMetricsAutoConfiguration.class,
			MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
			SimpleMetricsExportAutoConfiguration.class })
	@Import(Machines.CounterMachine.class)
	static class Application {

		/** As Boot has it with the actuator: timers are made of observations. */
		@Bean
		ObservationRegistry observationRegistry(MeterRegistry meters) {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
			return registry;
		}

	}

	/**
	 * A line of the table.
	 *
	 * @param text the line
	 */
	record Row(String text) implements Comparable<Row> {

		static Row of(Meter.Id id) {
			String type = switch (id.getType()) {
				case DISTRIBUTION_SUMMARY -> "summary";
				case LONG_TASK_TIMER -> "long task timer";
				default -> id.getType().name().toLowerCase(Locale.ROOT);
			};
			String unit = Objects.requireNonNullElse(id.getBaseUnit(), "");
			String tags = id.getTags()
				.stream()
				.map(Tag::getKey)
				.map((key) -> "`" + key + "`")
				.collect(Collectors.joining(", "));
			Stream<String> columns = Stream.of("`" + id.getName() + "`", type, unit, tags, id.getDescription());
			return new Row(columns.filter(Objects::nonNull).collect(Collectors.joining(" | ")));
		}

		static Row of(String line) {
			return new Row(
					Arrays.stream(line.split("\\|")).skip(1).map(String::strip).collect(Collectors.joining(" | ")));
		}

		@Override
		public int compareTo(Row other) {
			return this.text.compareTo(other.text);
		}

	}

}
