package io.dongting.raft.server;

import io.dongting.raft.HostPort;
import org.jspecify.annotations.Nullable;

/**
 * What a server knows of one node.
 *
 * @param nodeId the node
 * @param address where this server reaches it
 * @param self whether it is the server's own node
 * @param configured whether the configuration of the server names it; if not, it was
 * added while the server ran
 * @param linked whether there is a link to it now
 * @param problem sentences for people, {@code null} if there is nothing to say: why what
 * answers at the address was last refused; else which groups that node and this one do
 * not mean the same by, or have configured so that they cannot come together
 */
public record NodeStatus(int nodeId, HostPort address, boolean self, boolean configured, boolean linked,
		@Nullable String problem) {

}
