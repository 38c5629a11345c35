package io.dongting.spring.actuate.server;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A node as this process knows it.
 *
 * @param nodeId the node
 * @param address where this process reaches it
 * @param self whether it is this node
 * @param configured whether the configuration names it; if not, it was added at runtime
 * @param linked whether there is a connection to it now
 * @param problem why it was last refused, {@code null} if it was not
 */
public record NodeDescriptor(int nodeId, String address, boolean self, boolean configured, boolean linked,
		@Nullable String problem) implements OperationResponseBody {

}
