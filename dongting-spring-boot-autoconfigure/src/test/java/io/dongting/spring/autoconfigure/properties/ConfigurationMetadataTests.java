package io.dongting.spring.autoconfigure.properties;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.dongting.raft.DiskSpaceOptions;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.SnapshotOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.convert.ConversionService;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the metadata of the properties, and that properties and engine agree.
 */
class ConfigurationMetadataTests {

	private final Map<String, JsonNode> properties = ConfigurationMetadata.read();

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
	void everyPropertyHasAType() {
		this.properties.forEach((name, property) -> assertThat(property.path("type").asString("")).as(name)
			.matches("[\\w.]+\\.\\w+(<.+>)?"));
	}

	@Test
	void defaultsAreWhatIsBoundWithoutAnyProperty() {
		RaftProperties bound = bindDefaults();
		ConversionService conversion = ApplicationConversionService.getSharedInstance();
		this.properties.forEach((name, property) -> {
			if (name.startsWith(RaftProperties.PREFIX + ".")) {
				Object value = value(bound, name.substring(RaftProperties.PREFIX.length() + 1).split("\\."), 0);
				JsonNode text = property.path("defaultValue");
				if (name.equals(RaftSslProperties.BUNDLE)) {
					// Without it there is nothing to have defaults
					assertThat(text.isMissingNode()).isTrue();
				}
				else if (text.isMissingNode()) {
					assertThat(value).as(name).isIn(null, Map.of());
				}
				else {
					assertThat(value).as(name).isNotNull();
					assertThat(conversion.convert(text.asString(), value.getClass())).as(name).isEqualTo(value);
				}
			}
		});
	}

	@Test
	void everyPropertyOfTheContractIsThere() {
		assertThat(this.properties.keySet()).contains("dongting.raft.node-id", "dongting.raft.nodes",
				"dongting.raft.pod-name", "dongting.raft.listen", "dongting.raft.data-dir", "dongting.raft.storage",
				"dongting.raft.disk-space.low-bytes", "dongting.raft.disk-space.minimum-bytes",
				"dongting.raft.disk-space.check-interval", "dongting.raft.ssl.bundle", "dongting.raft.ssl.verify-host",
				"dongting.raft.request-timeout", "dongting.raft.groups", "management.health.raft.enabled",
				"management.health.raft.readiness", "management.info.raft.enabled", "management.endpoint.raft.access",
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
			String dashed = ConfigurationMetadata.dashed(option);
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
			String dashed = ConfigurationMetadata.dashed(option);
			assertThat(this.properties).containsKey("dongting.raft.defaults.snapshots." + dashed);
			assertThat(this.properties.get("dongting.raft.defaults.snapshots." + dashed).has("defaultValue")).as(option)
				.isTrue();
		}
	}

	@Test
	void defaultsAreThoseOfTheEngine() {
		RaftProperties bound = bindDefaults();
		assertThat(bound.diskSpace().toOptions()).isEqualTo(DiskSpaceOptions.DEFAULTS);
		assertThat(bound.defaults().toOptions()).isEqualTo(RaftGroupOptions.DEFAULTS);
		assertThat(GroupProperties.NONE.toOptions(bound.defaults())).isEqualTo(RaftGroupOptions.DEFAULTS);
	}

	@Test
	void idOfAGroupThatIsNotGivenOneNeverChanges() {
		assertThat(GroupConfigReader.defaultId("kv")).isEqualTo(2125886618);
		assertThat(GroupConfigReader.defaultId("inventory")).isNotEqualTo(GroupConfigReader.defaultId("kv"));
	}

	private static RaftProperties bindDefaults() {
		MockEnvironment environment = new MockEnvironment().withProperty(RaftSslProperties.BUNDLE, "any");
		return new Binder(ConfigurationPropertySources.get(attached(environment))).bindOrCreate("dongting.raft",
				Bindable.of(RaftProperties.class));
	}

	/** The component of a record that a name leads to. */
	private static @Nullable Object value(@Nullable Object parent, String[] names, int depth) {
		if (parent == null || depth == names.length) {
			return parent;
		}
		RecordComponent component = Arrays.stream(parent.getClass().getRecordComponents())
			.filter((candidate) -> ConfigurationMetadata.dashed(candidate.getName()).equals(names[depth]))
			.findFirst()
			.orElseThrow();
		return value(ReflectionUtils.invokeMethod(component.getAccessor(), parent), names, depth + 1);
	}

	private static MockEnvironment attached(MockEnvironment environment) {
		ConfigurationPropertySources.attach(environment);
		return environment;
	}

	private static List<String> components(Class<?> type) {
		return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
	}

}
