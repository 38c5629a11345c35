package io.dongting.spring.statemachine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What values look like in bytes, as JSON: the name of a simple kind, with {@value #SET}
 * behind it where it cannot be null, or an object with one of the fields {@code array},
 * {@code map}, {@code enum} and {@code object}. An object has the shapes of its parts and
 * names those that must not be missing; within it, {@code ^1} is the object itself,
 * {@code ^2} the one around it. Where it says so, it also has the names that parts are
 * read by beside their own, and the parts that are left out when it is read.
 */
final class Shapes {

	static final String ANY = "any";

	static final String TEXT = "string";

	static final String SET = "!";

	private static final String ARRAY = "array";

	private static final String MAP = "map";

	private static final String ENUM = "enum";

	private static final String OBJECT = "object";

	private static final String REQUIRED = "required";

	private static final String ALIASES = "aliases";

	private static final String IGNORED = "ignored";

	/** What else each kind of number is read as, without loss. */
	private static final Map<String, List<String>> WIDER = Map.of("INT",
			List.of("LONG", "BIG_INTEGER", "DOUBLE", "BIG_DECIMAL"), "LONG", List.of("BIG_INTEGER", "BIG_DECIMAL"),
			"BIG_INTEGER", List.of("BIG_DECIMAL"), "FLOAT", List.of("DOUBLE", "BIG_DECIMAL"), "DOUBLE",
			List.of("BIG_DECIMAL"));

	private static final JsonMapper mapper = JsonMapper.shared();

	private static final JsonNodeFactory nodes = JsonNodeFactory.instance;

	private Shapes() {
	}

	static JsonNode simple(String kind) {
		return nodes.stringNode(kind);
	}

	static JsonNode array(JsonNode items) {
		return nodes.objectNode().set(ARRAY, items);
	}

	static JsonNode map(JsonNode values) {
		return nodes.objectNode().set(MAP, values);
	}

	static JsonNode constants(Collection<String> names) {
		ArrayNode constants = nodes.arrayNode();
		names.stream().sorted().forEach(constants::add);
		return nodes.objectNode().set(ENUM, constants);
	}

	static JsonNode object(Map<String, JsonNode> parts) {
		return object(parts, List.of(), Map.of(), List.of());
	}

	static JsonNode object(Map<String, JsonNode> parts, Collection<String> required,
			Map<String, ? extends Collection<String>> aliases, Collection<String> ignored) {
		ObjectNode object = nodes.objectNode();
		object.set(OBJECT, nodes.objectNode().setAll(parts));
		if (!required.isEmpty()) {
			object.set(REQUIRED, names(required));
		}
		if (!aliases.isEmpty()) {
			ObjectNode others = object.putObject(ALIASES);
			aliases.forEach((name, more) -> others.set(name, names(more)));
		}
		if (!ignored.isEmpty()) {
			object.set(IGNORED, names(ignored));
		}
		return object;
	}

	private static ArrayNode names(Collection<String> names) {
		ArrayNode array = nodes.arrayNode();
		names.forEach(array::add);
		return array;
	}

	static String toText(JsonNode shape) {
		return mapper.writeValueAsString(shape);
	}

	/**
	 * Say why values of one shape cannot be read as values of another, by a later version
	 * of the application: it may leave out what nothing depends on any more.
	 * @return the reason, {@code null} if there is none
	 */
	static @Nullable String mismatch(String written, String read) {
		return mismatch(written, read, Readers.LATER);
	}

	/**
	 * Say why two versions that run at the same time would not make the same of values
	 * that one of them writes: beside what cannot be read, what is left out by one of
	 * them and read by the other. A part that the writer has never heard of is none of
	 * these, since no other version fills it either as long as the writer's is there.
	 * @return the reason, {@code null} if there is none
	 */
	static @Nullable String disagreement(String written, String read) {
		return mismatch(written, read, Readers.MEANWHILE);
	}

	private static @Nullable String mismatch(String written, String read, Readers readers) {
		return (written.equals(read)) ? null : mismatch(mapper.readTree(written), mapper.readTree(read), "", readers);
	}

	private static @Nullable String mismatch(JsonNode written, JsonNode read, String path, Readers readers) {
		if (written.equals(read) || read.equals(simple(ANY))) {
			return null;
		}
		if (written.isString() && read.isString()) {
			return simpleMismatch(written.asString(), read.asString(), path);
		}
		if (written.has(ENUM)) {
			return enumMismatch(written, read, path);
		}
		for (String container : List.of(ARRAY, MAP)) {
			if (written.has(container) && read.has(container)) {
				return mismatch(written.get(container), read.get(container), path + "[]", readers);
			}
		}
		if (written.has(OBJECT) && read.has(OBJECT)) {
			return objectMismatch(written, read, path, readers);
		}
		return changed(written, read, path);
	}

	private static @Nullable String simpleMismatch(String written, String read, String path) {
		if (read.endsWith(SET) && !written.endsWith(SET)) {
			return subject(path) + "could be null and cannot any more";
		}
		String from = kind(written);
		String to = kind(read);
		boolean readable = from.equals(to) || (from.startsWith(TEXT) && to.equals(TEXT))
				|| WIDER.getOrDefault(from, List.of()).contains(to);
		return (readable) ? null : subject(path) + "was " + from + " and is " + to;
	}

	private static String kind(String simple) {
		return (simple.endsWith(SET)) ? simple.substring(0, simple.length() - SET.length()) : simple;
	}

	private static @Nullable String enumMismatch(JsonNode written, JsonNode read, String path) {
		if (read.equals(simple(TEXT))) {
			return null;
		}
		if (!read.has(ENUM)) {
			return changed(written, read, path);
		}
		List<String> gone = written.get(ENUM)
			.values()
			.stream()
			.filter((name) -> read.get(ENUM).values().stream().noneMatch(name::equals))
			.map(JsonNode::asString)
			.toList();
		return (gone.isEmpty()) ? null : subject(path) + "has no constants " + gone + " any more";
	}

	private static @Nullable String objectMismatch(JsonNode written, JsonNode read, String path, Readers readers) {
		Map<String, String> writtenByRead = new HashMap<>();
		for (Map.Entry<String, JsonNode> part : written.get(OBJECT).properties()) {
			String nameWhenRead = nameWhenRead(part.getKey(), read);
			String other = writtenByRead.put(nameWhenRead, part.getKey());
			if (other != null) {
				return "'" + name(other, path) + "' and '" + name(part.getKey(), path) + "' would both be read as '"
						+ nameWhenRead + "'";
			}
			String mismatch = partMismatch(part.getKey(), written, read, path, readers);
			if (mismatch != null) {
				return mismatch;
			}
		}
		for (JsonNode required : read.path(REQUIRED).values()) {
			if (!writtenByRead.containsKey(required.asString())) {
				return "'" + name(required.asString(), path)
						+ "' is new and primitive, but missing in what was written: make it nullable, such as Integer "
						+ "for int";
			}
		}
		return (readers == Readers.MEANWHILE) ? leftOutByWriter(written, read, path, writtenByRead.keySet()) : null;
	}

	private static @Nullable String partMismatch(String writtenName, JsonNode written, JsonNode read, String path,
			Readers readers) {
		String name = name(writtenName, path);
		boolean leftOut = contains(read.path(IGNORED), writtenName);
		// What is left out by both was never more than bytes
		if (leftOut && readers == Readers.MEANWHILE && !contains(written.path(IGNORED), writtenName)) {
			return "'" + name + "' is left out when it is read";
		}
		JsonNode now = read.get(OBJECT).get(nameWhenRead(writtenName, read));
		if (now != null) {
			return mismatch(written.get(OBJECT).get(writtenName), now, name, readers);
		}
		return (leftOut) ? null : "'" + name + "' is gone";
	}

	/** A part that the writer once had would be missing to those that have it still. */
	private static @Nullable String leftOutByWriter(JsonNode written, JsonNode read, String path,
			Set<String> readParts) {
		for (String part : read.get(OBJECT).propertyNames()) {
			if (!readParts.contains(part) && !contains(read.path(IGNORED), part)) {
				for (String name : namesWhenRead(part, read)) {
					if (contains(written.path(IGNORED), name)) {
						return "'" + name(name, path) + "' is not written any more, but read";
					}
				}
			}
		}
		return null;
	}

	private static List<String> namesWhenRead(String part, JsonNode read) {
		List<String> names = new ArrayList<>();
		names.add(part);
		read.path(ALIASES).path(part).values().forEach((alias) -> names.add(alias.asString()));
		return names;
	}

	private static String nameWhenRead(String written, JsonNode read) {
		if (read.get(OBJECT).has(written)) {
			return written;
		}
		for (Map.Entry<String, JsonNode> aliases : read.path(ALIASES).properties()) {
			if (contains(aliases.getValue(), written)) {
				return aliases.getKey();
			}
		}
		return written;
	}

	private static boolean contains(JsonNode names, String name) {
		return names.values().stream().anyMatch((candidate) -> candidate.asString().equals(name));
	}

	private static String name(String part, String path) {
		return (path.isEmpty()) ? part : path + "." + part;
	}

	private static String changed(JsonNode written, JsonNode read, String path) {
		return subject(path) + "was " + name(written) + " and is " + name(read);
	}

	private static String name(JsonNode shape) {
		return (shape.isString()) ? kind(shape.asString()) : shape.propertyNames().iterator().next();
	}

	private static String subject(String path) {
		return (path.isEmpty()) ? "it " : "'" + path + "' ";
	}

	/**
	 * Who reads what was written.
	 */
	private enum Readers {

		/** Versions that come after that of the writer, on every node. */
		LATER,

		/** Nodes that run another version beside that of the writer. */
		MEANWHILE

	}

}
