package io.dongting.spring.autoconfigure.properties;

import io.dongting.raft.InvalidConfigurationException;

import org.springframework.util.unit.DataSize;

/**
 * Sizes that have to fit a Java array or file buffer.
 */
final class Sizes {

	private Sizes() {
	}

	static int intBytes(String name, DataSize size) {
		if (size.isNegative() || size.toBytes() > Integer.MAX_VALUE) {
			throw new InvalidConfigurationException(name, size + " is not between 0 and 2 GB.");
		}
		return (int) size.toBytes();
	}

}
