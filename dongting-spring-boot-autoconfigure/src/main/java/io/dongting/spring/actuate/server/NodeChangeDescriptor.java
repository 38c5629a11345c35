package io.dongting.spring.actuate.server;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A node was made known to this process, or forgotten.
 *
 * @param nodeId the node
 * @param result what was done
 */
public record NodeChangeDescriptor(int nodeId, Result result) implements OperationResponseBody {

	/**
	 * What can be done.
	 */
	public enum Result {

		/** The node is known, at the given address. */
		ADDED,

		/** The node is not known any more. */
		REMOVED

	}

}
