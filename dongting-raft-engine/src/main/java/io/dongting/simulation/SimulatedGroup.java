package io.dongting.simulation;

import java.util.function.IntFunction;

import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.StateMachine;

/**
 * A group that every node of a {@link SimulatedCluster} hosts.
 *
 * @param config the group
 * @param stateMachines makes the state machine for a start of a node; asked with the node
 * id at each start, since what a state machine holds is gone with its process
 */
public record SimulatedGroup(RaftGroupConfig config, IntFunction<StateMachine> stateMachines) {

}
