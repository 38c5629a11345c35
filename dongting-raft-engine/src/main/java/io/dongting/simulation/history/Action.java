package io.dongting.simulation.history;

import org.jspecify.annotations.Nullable;

/**
 * What a client asked of a key. A key is absent or holds a text.
 */
public sealed interface Action {

	/**
	 * Set the value.
	 *
	 * @param value the new value
	 */
	record Put(String value) implements Action {

	}

	/**
	 * Read the value.
	 */
	record Get() implements Action {

	}

	/**
	 * Make the key absent.
	 */
	record Delete() implements Action {

	}

	/**
	 * Set the value if it is the expected one.
	 *
	 * @param expected the expected value, {@code null} if the key should be absent
	 * @param value the new value
	 */
	record Cas(@Nullable String expected, String value) implements Action {

	}

	/**
	 * Add to the end of the value; to an absent key as to an empty one.
	 *
	 * @param suffix what to add
	 */
	record Append(String suffix) implements Action {

	}

}
