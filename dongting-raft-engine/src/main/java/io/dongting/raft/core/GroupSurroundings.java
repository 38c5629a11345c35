package io.dongting.raft.core;

import java.util.SortedMap;
import java.util.concurrent.Executor;

import io.dongting.raft.HostPort;
import io.dongting.raft.StateMachine;
import io.dongting.raft.core.replicate.HeartbeatPhase;
import io.dongting.raft.transport.Transport;

/**
 * What a group is given by the server it runs in.
 *
 * @param startNumber how often this node was started
 * @param addresses where the nodes are reached, by this node's configuration
 * @param transport carries messages to the other nodes
 * @param heartbeatPhase when leaders of this process send heartbeats
 * @param stateMachine what the log drives
 * @param applyExecutor runs the state machine; its threads may block
 * @param storageExecutor writes and reads snapshots; its threads may block
 * @param statusChanged called when the status of the group has changed in more than its
 * indexes; must neither block nor throw
 */
public record GroupSurroundings(long startNumber, SortedMap<Integer, HostPort> addresses, Transport transport,
		HeartbeatPhase heartbeatPhase, StateMachine stateMachine, Executor applyExecutor, Executor storageExecutor,
		Runnable statusChanged) {

}
