package io.dongting.spring.autoconfigure.properties;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.dongting.raft.DiskSpaceOptions;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.SnapshotOptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the metadata of the properties, and that properties and engine agree.
 */
class ConfigurationMetadataTests {

	private final Map<String, JsonNode> properties = read();

	@Test
	void everyPropertyHasADescription() {
		assertThat(this.properties).isNotEmpty();
		this.properties.forEach((name, property) -> assertThat(property.path("description").asString("")).as(name)
			.hasSizeGreaterThan(10)
			.endsWith(".")
			.doesNotStartWith("The ")
			.doesNotStartWith("A "));
	}

	@Test
	void everyPropertyOfTheContractIsThere() {
		assertThat(this.properties.keySet()).contains("dongting.raft.node-id", "dongting.raft.nodes",
				"dongting.raft.listen", "dongting.raft.data-dir", "dongting.raft.storage",
				"dongting.raft.disk-space.low-bytes", "dongting.raft.disk-space.minimum-bytes",
				"dongting.raft.disk-space.check-interval", "dongting.raft.ssl.bundle", "dongting.raft.ssl.verify-host",
				"dongting.raft.request-timeout", "dongting.raft.groups", "management.health.raft.enabled",
				"management.health.raft.readiness", "management.endpoint.raft.access",
				"management.endpoint.raftleader.access", "management.endpoint.raftconfig.access",
				"management.endpoint.raftsnapshot.access", "management.endpoint.raftnodes.access",
				"management.endpoint.raftgroups.access");
	}

	@Test
	void everyOptionOfAGroupHasADefaultAndCanBeOverridden() {
		List<String> groupComponents = components(GroupProperties.class);
		assertThat(groupComponents).startsWith("id", "members", "observers");
		List<String> options = new ArrayList<>(components(RaftGroupOptions.class));
		assertThat(options.remove("snapshots")).isTrue();
		for (String option : options) {
			String dashed = option.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
			assertThat(this.properties).containsKey("dongting.raft.defaults." + dashed);
			assertThat(this.properties.get("dongting.raft.defaults." + dashed).has("defaultValue")).as(option).isTrue();
			assertThat(groupComponents).contains(option);
		}
	}

	@Test
	void everyOptionOfSnapshotsHasADefaultAndCanBeOverridden() {
		assertThat(components(GroupProperties.class)).contains("snapshots");
		assertThat(components(SnapshotProperties.class)).isEqualTo(components(SnapshotOptions.class));
		for (String option : components(SnapshotOptions.class)) {
			String dashed = option.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
			assertThat(this.properties).containsKey("dongting.raft.defaults.snapshots." + dashed);
			assertThat(this.properties.get("dongting.raft.defaults.snapshots." + dashed).has("defaultValue")).as(option)
				.isTrue();
		}
	}

	@Test
	void defaultsAreThoseOfTheEngine() {
		RaftProperties bound = new Binder(ConfigurationPropertySources.get(attached(new MockEnvironment())))
			.bindOrCreate("dongting.raft", Bindable.of(RaftProperties.class));
		assertThat(bound.diskSpace().toOptions()).isEqualTo(DiskSpaceOptions.DEFAULTS);
		assertThat(bound.defaults().toOptions()).isEqualTo(RaftGroupOptions.DEFAULTS);
		assertThat(GroupProperties.NONE.toOptions(bound.defaults())).isEqualTo(RaftGroupOptions.DEFAULTS);
	}

	@Test
	void idOfAGroupThatIsNotGivenOneNeverChanges() {
		assertThat(GroupConfigReader.defaultId("kv")).isEqualTo(2125886618);
		assertThat(GroupConfigReader.defaultId("inventory")).isNotEqualTo(GroupConfigReader.defaultId("kv"));
	}

	private static MockEnvironment attached(MockEnvironment environment) {
		ConfigurationPropertySources.attach(environment);
		return environment;
	}

	private static List<String> components(Class<?> type) {
		return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
	}

	private static Map<String, JsonNode> read() {
		try (InputStream metadata = RaftProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			Map<String, JsonNode> properties = new TreeMap<>();
			for (JsonNode property : JsonMapper.shared().readTree(metadata).path("properties")) {
				properties.put(property.path("name").asString(), property);
			}
			return properties;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
