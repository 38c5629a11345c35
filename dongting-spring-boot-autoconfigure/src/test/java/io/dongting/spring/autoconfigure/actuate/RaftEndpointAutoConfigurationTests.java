package io.dongting.spring.autoconfigure.actuate;

import io.dongting.raft.server.RaftServer;
import io.dongting.spring.RaftGroups;
import io.dongting.spring.actuate.RaftEndpoint;
import io.dongting.spring.actuate.RaftEndpointWebExtension;
import io.dongting.spring.autoconfigure.RaftAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RaftEndpointAutoConfiguration}.
 */
class RaftEndpointAutoConfigurationTests {

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RaftAutoConfiguration.class, RaftEndpointAutoConfiguration.class,
				EndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class))
		.withPropertyValues("dongting.raft.storage=memory");

	@Test
	void endpointIsThereWhenItIsExposed() {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=raft")
			.run((context) -> assertThat(context).hasSingleBean(RaftEndpoint.class)
				.hasSingleBean(RaftEndpointWebExtension.class));
	}

	@Test
	void endpointIsNotThereWhenItIsNotExposed() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(RaftEndpoint.class)
			.doesNotHaveBean(RaftEndpointWebExtension.class));
	}

	@Test
	void endpointIsNotThereWithoutAccess() {
		this.contextRunner
			.withPropertyValues("management.endpoints.web.exposure.include=raft",
					"management.endpoint.raft.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(RaftEndpoint.class));
	}

	@Test
	void webExtensionIsNotThereWhereOnlyJmxIsExposed() {
		this.contextRunner
			.withPropertyValues("management.endpoints.web.exposure.exclude=*", "spring.jmx.enabled=true",
					"management.endpoints.jmx.exposure.include=raft")
			.run((context) -> assertThat(context).hasSingleBean(RaftEndpoint.class)
				.doesNotHaveBean(RaftEndpointWebExtension.class));
	}

	@Test
	void endpointOfTheApplicationIsKept() {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=raft")
			.withBean("ownEndpoint", RaftEndpoint.class, () -> new RaftEndpoint(9, null))
			.run((context) -> assertThat(context).hasSingleBean(RaftEndpoint.class).hasBean("ownEndpoint"));
	}

	@Test
	void applicationWithoutActuatorIsFine() {
		new WebApplicationContextRunner().withClassLoader(new FilteredClassLoader(Endpoint.class))
			.withConfiguration(AutoConfigurations.of(RaftAutoConfiguration.class, RaftEndpointAutoConfiguration.class))
			.withPropertyValues("dongting.raft.storage=memory")
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(RaftServer.class).hasSingleBean(RaftGroups.class);
				assertThat(context).doesNotHaveBean("raftEndpoint");
			});
	}

}
