package io.dongting.spring.autoconfigure.properties;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the build has written about the properties, for editors to read.
 */
final class ConfigurationMetadata {

	private ConfigurationMetadata() {
	}

	/** All properties by name. */
	static Map<String, JsonNode> read() {
		try (InputStream metadata = RaftProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			Map<String, JsonNode> properties = new TreeMap<>();
			for (JsonNode property : JsonMapper.shared().readTree(metadata).path("properties")) {
				properties.put(property.path("name").asString(), property);
			}
			return properties;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The names of what can be set for one group: the metadata ends at the map of them.
	 */
	static List<String> ofOneGroup() {
		return names(GroupProperties.class);
	}

	private static List<String> names(Class<?> type) {
		List<String> names = new ArrayList<>();
		for (RecordComponent component : type.getRecordComponents()) {
			String name = dashed(component.getName());
			if (component.getType().isRecord()) {
				names(component.getType()).forEach((nested) -> names.add(name + "." + nested));
			}
			else {
				names.add(name);
			}
		}
		return names;
	}

	static String dashed(String camelCase) {
		return camelCase.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
	}

}
