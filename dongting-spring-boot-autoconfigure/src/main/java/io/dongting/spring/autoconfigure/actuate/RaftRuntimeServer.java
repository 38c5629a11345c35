package io.dongting.spring.autoconfigure.actuate;

import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.dongting.raft.HostPort;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.StateMachineFactory;
import io.dongting.raft.server.NodeStatus;
import io.dongting.raft.server.RaftServer;
import io.dongting.raft.server.ServerChangeException;
import io.dongting.spring.actuate.operation.Failure;
import io.dongting.spring.actuate.operation.OperationFailedException;
import io.dongting.spring.actuate.server.NodeDescriptor;
import io.dongting.spring.actuate.server.RuntimeServer;
import io.dongting.spring.autoconfigure.RaftGroupDefinitions;
import io.dongting.spring.autoconfigure.properties.GroupConfigReader;
import io.dongting.spring.statemachine.InvalidStateMachineException;
import org.jspecify.annotations.Nullable;

/**
 * The engine's server in the words of the endpoints.
 */
class RaftRuntimeServer implements RuntimeServer {

	private final RaftServer server;

	private final StateMachineFactory stateMachines;

	RaftRuntimeServer(RaftServer server, RaftGroupDefinitions groups) {
		this.server = server;
		this.stateMachines = groups.atRuntime();
	}

	@Override
	public int nodeId() {
		return this.server.nodeId();
	}

	@Override
	public List<NodeDescriptor> nodes() {
		return this.server.nodes().stream().map(RaftRuntimeServer::describe).toList();
	}

	private static NodeDescriptor describe(NodeStatus node) {
		return new NodeDescriptor(node.nodeId(), node.address().toString(), node.self(), node.configured(),
				node.linked(), node.problem());
	}

	@Override
	public CompletableFuture<?> addNode(int nodeId, HostPort address) {
		return RaftRuntimeServer.<@Nullable Void>translated(this.server.addNode(nodeId, address));
	}

	@Override
	public CompletableFuture<?> removeNode(int nodeId) {
		return RaftRuntimeServer.<@Nullable Void>translated(this.server.removeNode(nodeId));
	}

	@Override
	public CompletableFuture<Integer> addGroup(String name, @Nullable Integer groupId, SortedSet<Integer> members,
			SortedSet<Integer> observers) {
		int id = (groupId != null) ? groupId : GroupConfigReader.defaultId(name);
		RaftGroupConfig config = new RaftGroupConfig(name, id, members, observers, this.stateMachines.options(name));
		return translated(this.server.addGroup(config)).thenApply(RaftGroup::groupId);
	}

	@Override
	public CompletableFuture<?> removeGroup(String name) {
		return RaftRuntimeServer.<@Nullable Void>translated(this.server.removeGroup(name));
	}

	private static <T extends @Nullable Object> CompletableFuture<T> translated(CompletableFuture<T> change) {
		return change.exceptionallyCompose((failure) -> CompletableFuture.failedFuture(translate(failure)));
	}

	private static Throwable translate(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (cause instanceof InvalidStateMachineException unfit) {
			// Made before anything is changed
			return new OperationFailedException(Failure.CONFLICT, "INVALID_STATE_MACHINE",
					unfit.getMessage() + " " + unfit.action(), unfit);
		}
		return (cause instanceof ServerChangeException refusal) ? translate(refusal) : cause;
	}

	private static OperationFailedException translate(ServerChangeException refusal) {
		return switch (refusal.reason()) {
			case NOT_RUNNING, OVERLOADED -> failed(Failure.UNAVAILABLE, refusal.reason().name(), refusal);
			case UNKNOWN_GROUP -> failed(Failure.NOT_FOUND, "NO_SUCH_GROUP", refusal);
			case UNKNOWN_NODE -> failed(Failure.NOT_FOUND, "NO_SUCH_NODE", refusal);
			case NAME_TAKEN, ID_TAKEN, NO_STATE_MACHINE, OWN_NODE, NO_PORT, ADDRESS_TAKEN, NODE_IN_USE, NOT_DAMAGED,
					NO_OTHER_NODE, END_UNKNOWN, VOTE_LOST, DATA_KEPT ->
				failed(Failure.CONFLICT, refusal.reason().name(), refusal);
		};
	}

	private static OperationFailedException failed(Failure failure, String result, ServerChangeException refusal) {
		return new OperationFailedException(failure, result, String.valueOf(refusal.getMessage()), refusal);
	}

}
