package io.dongting.spring.autoconfigure.metrics;

import io.dongting.raft.core.meter.GroupMeters;
import io.dongting.raft.metrics.RaftMeters;
import io.dongting.spring.autoconfigure.RaftAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of {@link RaftMeters}, which the server tells what its groups do,
 * and which Boot binds to the registry like every other binder.
 */
@AutoConfiguration(before = RaftAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
public final class RaftMetricsAutoConfiguration {

	RaftMetricsAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(GroupMeters.Source.class)
	RaftMeters raftMeters() {
		return new RaftMeters();
	}

}
