package io.dongting.raft.core.member;

import java.util.UUID;

import io.dongting.raft.HostPort;

/**
 * A node as a configuration binds it.
 *
 * @param nodeId the node
 * @param address where it is reached
 * @param uuid which replica of the group it holds: another disk under the same id is not
 * this replica (R2)
 */
public record Replica(int nodeId, HostPort address, UUID uuid) {

}
