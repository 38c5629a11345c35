package io.dongting.spring.actuate.server;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A group was added to this node, or removed from it.
 *
 * @param group the name of the group
 * @param groupId its number, {@code null} when it was removed
 * @param result what was done
 */
public record GroupChangeDescriptor(String group, @Nullable Integer groupId,
		Result result) implements OperationResponseBody {

	/**
	 * What can be done.
	 */
	public enum Result {

		/** The group runs on this node. */
		ADDED,

		/** This node does not host the group any more, and has set its data aside. */
		REMOVED

	}

}
