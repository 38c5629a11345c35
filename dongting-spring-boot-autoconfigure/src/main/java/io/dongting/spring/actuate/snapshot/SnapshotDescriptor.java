package io.dongting.spring.actuate.snapshot;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The state of a group is saved on this node.
 *
 * @param group the name of the group
 * @param nodeId this node
 * @param result that it is saved, now or before
 * @param index the last index the snapshot covers
 */
public record SnapshotDescriptor(String group, int nodeId, Result result, long index) implements OperationResponseBody {

	/**
	 * What can be done.
	 */
	public enum Result {

		/** There is a snapshot of all that was applied when it was asked for. */
		SAVED

	}

}
