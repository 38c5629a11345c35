package io.dongting.spring.autoconfigure.properties;

import java.util.Locale;
import java.util.function.Supplier;

import io.dongting.raft.InvalidConfigurationException;

/**
 * A place among the properties: translates what the engine says about its configuration
 * records into names the user knows.
 *
 * @param prefix the name of the place
 */
record PropertyPath(String prefix) {

	PropertyPath child(String name) {
		return new PropertyPath(this.prefix + "." + name);
	}

	/**
	 * Make something of properties below this place.
	 * @throws InvalidRaftPropertyException if the engine refuses it
	 */
	<T> T check(Supplier<T> configuration) {
		try {
			return configuration.get();
		}
		catch (InvalidConfigurationException ex) {
			String property = this.prefix + "." + dashed(ex.name());
			throw new InvalidRaftPropertyException(property, ex.reason(),
					"Change '" + property + "', or what it is compared with. Values that are not set come from '"
							+ RaftProperties.PREFIX + ".defaults'.");
		}
	}

	/**
	 * Make something of the value at this place itself.
	 * @throws InvalidRaftPropertyException if the engine refuses it
	 */
	<T> T checkValue(Supplier<T> value, String action) {
		try {
			return value.get();
		}
		catch (InvalidConfigurationException ex) {
			throw new InvalidRaftPropertyException(this.prefix, ex.reason(), action);
		}
	}

	private static String dashed(String camelCase) {
		return camelCase.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
	}

}
