package io.dongting.raft.server;

import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.StateMachine;

/**
 * A group that a server is to host.
 *
 * @param config the group
 * @param stateMachine what its log drives on this node; used by this group only
 */
public record RaftGroupDefinition(RaftGroupConfig config, StateMachine stateMachine) {

}
