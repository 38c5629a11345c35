package io.dongting.spring.autoconfigure.health;

import java.util.Set;

import io.dongting.raft.server.RaftServer;
import io.dongting.spring.RaftGroups;
import io.dongting.spring.autoconfigure.RaftAutoConfiguration;
import io.dongting.spring.health.RaftHealthContributor;
import io.dongting.spring.health.ReadinessGroupPostProcessor;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Auto-configuration of {@link RaftHealthContributor}, and of its place in the readiness
 * of the application.
 */
@AutoConfiguration(after = { RaftAutoConfiguration.class, AvailabilityProbesAutoConfiguration.class },
		before = HealthContributorAutoConfiguration.class)
@ConditionalOnClass({ HealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(RaftServer.class)
@ConditionalOnEnabledHealthIndicator("raft")
@EnableConfigurationProperties(RaftHealthProperties.class)
public final class RaftHealthContributorAutoConfiguration {

	RaftHealthContributorAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(name = { "raftHealthIndicator", "raftHealthContributor" })
	RaftHealthContributor raftHealthContributor(RaftGroups groups) {
		return new RaftHealthContributor(groups);
	}

	/**
	 * Holds unless the application itself keeps the groups out of the readiness group.
	 */
	static class NotExcludedFromReadiness implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			return !Binder.get(context.getEnvironment())
				.bind("management.endpoint.health.group.readiness.exclude", Bindable.setOf(String.class))
				.orElseGet(Set::of)
				.contains("raft");
		}

	}

	/**
	 * Readiness needs the actuator's health endpoint, not only health.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = "org.springframework.boot.actuate.endpoint.annotation.Endpoint",
			value = HealthEndpointGroupsPostProcessor.class)
	@ConditionalOnBooleanProperty(name = "management.health.raft.readiness", matchIfMissing = true)
	static class ReadinessConfiguration {

		@Bean
		@Conditional(NotExcludedFromReadiness.class)
		ReadinessGroupPostProcessor raftReadinessGroupPostProcessor() {
			return new ReadinessGroupPostProcessor();
		}

	}

}
