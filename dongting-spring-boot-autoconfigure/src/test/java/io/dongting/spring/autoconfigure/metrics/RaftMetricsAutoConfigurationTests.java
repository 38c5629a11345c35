package io.dongting.spring.autoconfigure.metrics;

import io.dongting.raft.core.meter.GroupMeters;
import io.dongting.raft.metrics.RaftMeters;
import io.dongting.raft.server.RaftServer;
import io.dongting.spring.autoconfigure.Machines;
import io.dongting.spring.autoconfigure.RaftAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RaftMetricsAutoConfiguration}.
 */
class RaftMetricsAutoConfigurationTests {

	private final ApplicationContextRunner withoutMetrics = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RaftAutoConfiguration.class, RaftMetricsAutoConfiguration.class))
		.withUserConfiguration(Machines.CounterMachine.class)
		.withPropertyValues("dongting.raft.storage=memory", "dongting.raft.request-timeout=20s");

	private final ApplicationContextRunner contextRunner = this.withoutMetrics
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class));

	@Test
	void groupsAreMeasured() {
		this.contextRunner.run((context) -> {
			assertThat(context.getBean(Machines.Counter.class).add(2)).isEqualTo(2);
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("dongting.raft.role").tags("group", "counter", "role", "leader").gauge().value())
				.isEqualTo(1);
			// The command, and perhaps already what the node announces
			assertThat(registry.get("dongting.raft.append.batch").tag("group", "counter").summary().totalAmount())
				.isBetween(1.0, 2.0);
		});
	}

	@Test
	void metersMayBeTurnedOffLikeAllOthers() {
		this.contextRunner.withPropertyValues("management.metrics.enable.dongting.raft=false").run((context) -> {
			assertThat(context.getBean(Machines.Counter.class).add(2)).isEqualTo(2);
			assertThat(context.getBean(MeterRegistry.class).find("dongting.raft.role").gauges()).isEmpty();
		});
	}

	@Test
	void nothingIsMeasuredWithoutARegistry() {
		this.withoutMetrics.run((context) -> {
			assertThat(context).doesNotHaveBean(RaftMeters.class).hasSingleBean(RaftServer.class);
			assertThat(context.getBean(Machines.Counter.class).add(2)).isEqualTo(2);
		});
	}

	@Test
	void groupsRunWithoutMicrometer() {
		this.withoutMetrics.withClassLoader(new FilteredClassLoader("io.micrometer.core")).run((context) -> {
			assertThat(context).doesNotHaveBean(RaftMeters.class).hasSingleBean(RaftServer.class);
			assertThat(context.getBean(Machines.Counter.class).add(2)).isEqualTo(2);
		});
	}

	@Test
	void metersOfTheApplicationCount() {
		this.contextRunner.withBean("mine", RaftMeters.class, () -> new RaftMeters(Tags.of("node", "one")))
			.run((context) -> {
				assertThat(context).hasSingleBean(GroupMeters.Source.class);
				assertThat(context.getBean(MeterRegistry.class).get("dongting.raft.role").gauges())
					.allMatch((gauge) -> "one".equals(gauge.getId().getTag("node")));
			});
	}

}
