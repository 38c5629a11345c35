package io.dongting.raft.server;

import io.dongting.raft.RaftServerConfig;
import io.dongting.raft.transport.Transport;

/**
 * The parts of a running server that its changes work on.
 *
 * @param config what the process is to the cluster
 * @param groups the groups it hosts
 * @param nodes the nodes it knows
 * @param delivery brings messages to the groups
 * @param transport carries messages to the nodes
 * @param roster what is kept on disk of groups and nodes that were added
 * @param starter brings groups up
 * @param changes carries the changes out
 */
record ServerOperations(RaftServerConfig config, HostedGroups groups, KnownNodes nodes, MessageDelivery delivery,
		Transport transport, RosterKeeper roster, GroupStarter starter, ServerChanges changes) {

	int nodeId() {
		return this.config.nodeId();
	}

	boolean hasPort() {
		return this.config.listen() != null;
	}

	GroupChecks checks() {
		return new GroupChecks(this.groups, this.nodes);
	}

}
