package io.dongting.spring.autoconfigure.properties;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the node id that comes from the name of a pod.
 */
class PodNameTests {

	private final MockEnvironment environment = new MockEnvironment()
		.withProperty("dongting.raft.nodes.1", "kv-store-0.kv-store-nodes:9331")
		.withProperty("dongting.raft.nodes.2", "kv-store-1.kv-store-nodes:9331")
		.withProperty("dongting.raft.nodes.3", "kv-store-2.kv-store-nodes:9331");

	@ParameterizedTest
	@CsvSource({ "kv-store-0, 1", "kv-store-2, 3", "web-10, 11", "kv-store-1.kv-store-nodes.default.svc, 2",
			"x-2147483646, 2147483647", "node-007, 8" })
	void nodeIdIsTheOrdinalPlusOne(String name, int nodeId) {
		assertThat(PodName.nodeId(name)).isEqualTo(nodeId);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "kv-store", "localhost", "-0", "0", "kv-store-", "kv-store-7d9f5-x2vbq", "kv-store-0x",
			"host.domain-1", "x-2147483647", "x-99999999999999999999" })
	void nameWithoutAnOrdinalIsRefused(String name) {
		assertThatExceptionOfType(InvalidRaftPropertyException.class).isThrownBy(() -> PodName.nodeId(name))
			.satisfies((ex) -> {
				assertThat(ex.property()).isEqualTo("dongting.raft.pod-name");
				assertThat(ex.reason()).contains("'" + name + "'");
				assertThat(ex.action()).contains("name of a pod");
			});
	}

	@Test
	void podNameDecidesWhichOfTheNodesThisIs() {
		this.environment.setProperty("dongting.raft.pod-name", "kv-store-1");
		assertThat(reader().read().nodeId()).isEqualTo(2);
	}

	@Test
	void nodeIdMayBeSetToTheSame() {
		this.environment.setProperty("dongting.raft.pod-name", "kv-store-1");
		this.environment.setProperty("dongting.raft.node-id", "2");
		assertThat(reader().read().nodeId()).isEqualTo(2);
	}

	@Test
	void nodeIdThatSaysOtherwiseIsRefused() {
		this.environment.setProperty("dongting.raft.pod-name", "kv-store-1");
		this.environment.setProperty("dongting.raft.node-id", "1");
		assertThatExceptionOfType(InvalidRaftPropertyException.class).isThrownBy(() -> reader().read())
			.satisfies((ex) -> assertThat(ex.reason()).contains("runs node 2", "this is node 1"));
	}

	@Test
	void podBeyondTheNodesIsRefused() {
		this.environment.setProperty("dongting.raft.pod-name", "kv-store-3");
		assertThatExceptionOfType(InvalidRaftPropertyException.class).isThrownBy(() -> reader().read())
			.satisfies((ex) -> {
				assertThat(ex.property()).isEqualTo("dongting.raft.pod-name");
				assertThat(ex.reason()).contains("Node 4 is not among the nodes [1, 2, 3]");
				assertThat(ex.action()).contains("dongting.raft.nodes.4");
			});
	}

	private ServerConfigReader reader() {
		ConfigurationPropertySources.attach(this.environment);
		return new ServerConfigReader(
				Binder.get(this.environment).bindOrCreate("dongting.raft", Bindable.of(RaftProperties.class)));
	}

}
