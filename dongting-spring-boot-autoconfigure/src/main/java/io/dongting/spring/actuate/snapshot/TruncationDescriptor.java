package io.dongting.spring.actuate.snapshot;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Old log of a group was marked for deletion on this node.
 *
 * @param group the name of the group
 * @param nodeId this node
 * @param result that it is marked
 * @param beforeIndex the first entry that is to be kept, {@code null} if a time was given
 * @param before from when on entries are to be kept, {@code null} if an index was given
 */
public record TruncationDescriptor(String group, int nodeId, Result result, @Nullable Long beforeIndex,
		@Nullable Instant before) implements OperationResponseBody {

	/**
	 * What can be done.
	 */
	public enum Result {

		/** It goes as soon as nothing needs it any more. */
		MARKED

	}

}
