package io.dongting.spring.actuate.server;

import java.time.Duration;

import io.dongting.raft.HostPort;
import io.dongting.spring.actuate.operation.Argument;
import io.dongting.spring.actuate.operation.EngineCall;
import io.dongting.spring.actuate.operation.OperationFailedException;
import io.dongting.spring.actuate.server.NodeChangeDescriptor.Result;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Shows and changes which nodes this process knows. Changes are closed until they are
 * opened with {@code management.endpoint.raftnodes.access=unrestricted}.
 */
@Endpoint(id = "raftnodes", defaultAccess = Access.READ_ONLY)
public class RaftNodesEndpoint {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final RuntimeServer server;

	/**
	 * Create the endpoint.
	 * @param server the server of this process
	 */
	public RaftNodesEndpoint(RuntimeServer server) {
		this.server = server;
	}

	/**
	 * Show the nodes this process knows.
	 * @return the nodes
	 */
	@ReadOperation
	public NodesDescriptor nodes() {
		return new NodesDescriptor(this.server.nodeId(), this.server.nodes());
	}

	/**
	 * Make a node known, or tell where a known one has moved.
	 * @param id the node
	 * @param address where it is reached, as {@code host:port}
	 * @return what was done
	 * @throws OperationFailedException if that is not done
	 */
	@WriteOperation
	public NodeChangeDescriptor add(@Selector String id, @Nullable String address) {
		int nodeId = new Argument("id", id).nodeId();
		Argument given = new Argument("address", address);
		HostPort target = EngineCall.checked(() -> HostPort.parse(given.text("an address: host:port")));
		if (target.port() == 0) {
			throw given.bad("has to have a port that the node can be reached at, not 0.");
		}
		EngineCall.await(TIMEOUT, () -> this.server.addNode(nodeId, target));
		return new NodeChangeDescriptor(nodeId, Result.ADDED);
	}

	/**
	 * Forget a node.
	 * @param id the node
	 * @return what was done
	 * @throws OperationFailedException if that is not done
	 */
	@DeleteOperation
	public NodeChangeDescriptor remove(@Selector String id) {
		int nodeId = new Argument("id", id).nodeId();
		EngineCall.await(TIMEOUT, () -> this.server.removeNode(nodeId));
		return new NodeChangeDescriptor(nodeId, Result.REMOVED);
	}

}
