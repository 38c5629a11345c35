package io.dongting.samples.benchmark.workload;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Arguments of the form {@code name=value}.
 */
public final class Arguments {

	private final Map<String, String> values;

	private Arguments(Map<String, String> values) {
		this.values = values;
	}

	/**
	 * Read arguments.
	 * @param arguments the arguments
	 * @return the values by name
	 * @throws IllegalArgumentException if one is not of the form {@code name=value}
	 */
	public static Arguments parse(String... arguments) {
		Map<String, String> values = new LinkedHashMap<>();
		for (String argument : arguments) {
			String[] parts = argument.split("=", 2);
			if (parts.length != 2) {
				throw new IllegalArgumentException("'" + argument + "' is not name=value");
			}
			values.put(parts[0], parts[1]);
		}
		return new Arguments(values);
	}

	/**
	 * Refuse names that nobody knows.
	 * @param known the names that are known
	 * @return these arguments
	 */
	public Arguments only(Collection<String> known) {
		for (String name : this.values.keySet()) {
			if (!known.contains(name)) {
				throw new IllegalArgumentException("There is no '" + name + "', only " + new TreeSet<>(known));
			}
		}
		return this;
	}

	/**
	 * Return whether there is a value.
	 * @param name its name
	 * @return whether it was given
	 */
	public boolean has(String name) {
		return this.values.containsKey(name);
	}

	/**
	 * Return a value.
	 * @param name its name
	 * @return the value, {@code null} if it was not given
	 */
	public @Nullable String find(String name) {
		return this.values.get(name);
	}

	/**
	 * Return a text.
	 * @param name its name
	 * @param defaultValue what it is if it was not given
	 * @return the text
	 */
	public String text(String name, String defaultValue) {
		return this.values.getOrDefault(name, defaultValue);
	}

	/**
	 * Return a positive number.
	 * @param name its name
	 * @param defaultValue what it is if it was not given
	 * @return the number
	 */
	public int number(String name, int defaultValue) {
		String value = this.values.get(name);
		int number = (value != null) ? Integer.parseInt(value) : defaultValue;
		if (value != null && number < 1) {
			throw new IllegalArgumentException("'" + name + "' must be positive, not " + value);
		}
		return number;
	}

	/**
	 * Return a truth value.
	 * @param name its name
	 * @param defaultValue what it is if it was not given
	 * @return the value
	 */
	public boolean flag(String name, boolean defaultValue) {
		String value = this.values.get(name);
		return (value != null) ? Boolean.parseBoolean(value) : defaultValue;
	}

	<E extends Enum<E>> E constant(String name, E defaultValue) {
		String value = this.values.get(name);
		return (value != null) ? Enum.valueOf(defaultValue.getDeclaringClass(), value) : defaultValue;
	}

	/**
	 * Return the parts of a list, which stand between commas.
	 * @param name its name
	 * @param defaultValue what it is if it was not given
	 * @return the parts
	 */
	public List<String> list(String name, List<String> defaultValue) {
		String value = this.values.get(name);
		return (value != null) ? List.of(value.split(",")) : defaultValue;
	}

}
