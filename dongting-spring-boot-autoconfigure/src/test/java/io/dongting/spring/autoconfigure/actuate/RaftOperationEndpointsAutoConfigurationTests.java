package io.dongting.spring.autoconfigure.actuate;

import java.util.List;
import java.util.stream.Stream;

import io.dongting.raft.server.RaftServer;
import io.dongting.spring.actuate.config.RaftConfigEndpoint;
import io.dongting.spring.actuate.config.RaftConfigEndpointWebExtension;
import io.dongting.spring.actuate.leader.RaftLeaderEndpoint;
import io.dongting.spring.actuate.leader.RaftLeaderEndpointWebExtension;
import io.dongting.spring.actuate.operation.Targets;
import io.dongting.spring.actuate.server.RaftGroupsEndpoint;
import io.dongting.spring.actuate.server.RaftGroupsEndpointWebExtension;
import io.dongting.spring.actuate.server.RaftNodesEndpoint;
import io.dongting.spring.actuate.server.RaftNodesEndpointWebExtension;
import io.dongting.spring.actuate.snapshot.RaftSnapshotEndpoint;
import io.dongting.spring.actuate.snapshot.RaftSnapshotEndpointWebExtension;
import io.dongting.spring.autoconfigure.RaftAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link RaftOperationEndpointsAutoConfiguration}.
 */
class RaftOperationEndpointsAutoConfigurationTests {

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(RaftAutoConfiguration.class, RaftOperationEndpointsAutoConfiguration.class,
						EndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class))
		.withPropertyValues("dongting.raft.storage=memory");

	static Stream<Arguments> writingEndpoints() {
		return Stream.of(Arguments.of("raftleader", RaftLeaderEndpoint.class, RaftLeaderEndpointWebExtension.class),
				Arguments.of("raftconfig", RaftConfigEndpoint.class, RaftConfigEndpointWebExtension.class),
				Arguments.of("raftsnapshot", RaftSnapshotEndpoint.class, RaftSnapshotEndpointWebExtension.class),
				Arguments.of("raftgroups", RaftGroupsEndpoint.class, RaftGroupsEndpointWebExtension.class));
	}

	@ParameterizedTest
	@MethodSource("writingEndpoints")
	void isClosedUntilItIsOpened(String id, Class<?> endpoint, Class<?> extension) {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=*")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(endpoint).doesNotHaveBean(extension));
	}

	@ParameterizedTest
	@MethodSource("writingEndpoints")
	void isThereWhenItIsExposedAndOpen(String id, Class<?> endpoint, Class<?> extension) {
		this.contextRunner
			.withPropertyValues("management.endpoints.web.exposure.include=" + id,
					"management.endpoint." + id + ".access=UNRESTRICTED")
			.run((context) -> assertThat(context).hasSingleBean(endpoint).hasSingleBean(extension));
	}

	@ParameterizedTest
	@MethodSource("writingEndpoints")
	void isNotThereWhenItIsOpenButNotExposed(String id, Class<?> endpoint, Class<?> extension) {
		this.contextRunner.withPropertyValues("management.endpoint." + id + ".access=UNRESTRICTED")
			.run((context) -> assertThat(context).doesNotHaveBean(endpoint).doesNotHaveBean(extension));
	}

	@ParameterizedTest
	@MethodSource("writingEndpoints")
	void webExtensionIsNotThereWhereOnlyJmxIsExposed(String id, Class<?> endpoint, Class<?> extension) {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.exclude=*", "spring.jmx.enabled=true",
				"management.endpoints.jmx.exposure.include=" + id, "management.endpoint." + id + ".access=UNRESTRICTED")
			.run((context) -> assertThat(context).hasSingleBean(endpoint).doesNotHaveBean(extension));
	}

	@Test
	void theNodesCanBeSeenButNotChangedUntilThatIsOpened() {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=*").run((context) -> {
			assertThat(context).hasSingleBean(RaftNodesEndpoint.class)
				.hasSingleBean(RaftNodesEndpointWebExtension.class);
			assertThat(operations(context)).containsExactly("GET");
		});
		this.contextRunner
			.withPropertyValues("management.endpoints.web.exposure.include=*",
					"management.endpoint.raftnodes.access=UNRESTRICTED")
			.run((context) -> assertThat(operations(context)).containsExactlyInAnyOrder("GET", "POST", "DELETE"));
		this.contextRunner
			.withPropertyValues("management.endpoints.web.exposure.include=*",
					"management.endpoint.raftnodes.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(RaftNodesEndpoint.class)
				.doesNotHaveBean(RaftNodesEndpointWebExtension.class));
	}

	private static List<String> operations(ApplicationContext context) {
		return context.getBean(WebEndpointsSupplier.class)
			.getEndpoints()
			.stream()
			.filter((endpoint) -> endpoint.getEndpointId().equals(EndpointId.of("raftnodes")))
			.flatMap((endpoint) -> endpoint.getOperations().stream())
			.map((operation) -> operation.getRequestPredicate().getHttpMethod().name())
			.toList();
	}

	@Test
	void endpointOfTheApplicationIsKept() {
		this.contextRunner
			.withPropertyValues("management.endpoints.web.exposure.include=raftconfig",
					"management.endpoint.raftconfig.access=UNRESTRICTED")
			.withBean("ownEndpoint", RaftConfigEndpoint.class, () -> new RaftConfigEndpoint(mock(Targets.class)))
			.run((context) -> assertThat(context).hasSingleBean(RaftConfigEndpoint.class).hasBean("ownEndpoint"));
	}

	@Test
	void applicationWithoutActuatorIsFine() {
		new WebApplicationContextRunner().withClassLoader(new FilteredClassLoader(Endpoint.class))
			.withConfiguration(
					AutoConfigurations.of(RaftAutoConfiguration.class, RaftOperationEndpointsAutoConfiguration.class))
			.withPropertyValues("dongting.raft.storage=memory")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(RaftServer.class)
				.doesNotHaveBean(Targets.class));
	}

}
