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
 * @param problem a sentence for people that says why what answers at the address was last
 * refused, {@code null} if nothing was since the link was open
 */
public record NodeStatus(int nodeId, HostPort address, boolean self, boolean configured, boolean linked,
		@Nullable String problem) {

}
