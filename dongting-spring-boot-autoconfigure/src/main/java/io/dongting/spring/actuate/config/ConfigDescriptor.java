package io.dongting.spring.actuate.config;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The configuration of a group was changed.
 *
 * @param group the name of the group
 * @param result what was done
 * @param index the index of the configuration that is in force now
 * @param prepareIndex the same after a preparation, with which it is committed; else
 * {@code null}
 */
public record ConfigDescriptor(String group, Result result, long index,
		@Nullable Long prepareIndex) implements OperationResponseBody {

	static ConfigDescriptor prepared(String group, long index) {
		return new ConfigDescriptor(group, Result.PREPARED, index, index);
	}

	static ConfigDescriptor done(String group, Result result, long index) {
		return new ConfigDescriptor(group, result, index, null);
	}

	/**
	 * What can be done, also when it had been done before.
	 */
	public enum Result {

		/** Old and new members decide together. */
		PREPARED,

		/** The new members decide alone. */
		COMMITTED,

		/** The old members decide alone again. */
		ABORTED,

		/** The whole change is done. */
		CHANGED

	}

}
