package io.dongting.raft.server;

import io.dongting.fiber.FiberFrame;
import io.dongting.fiber.Step;
import io.dongting.raft.HostPort;
import io.dongting.raft.InvalidConfigurationException;
import io.dongting.raft.server.ServerChangeException.Reason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a node known to a running server, or tells it where a known one has moved.
 */
final class AddNode extends FiberFrame<@Nullable Void> {

	private static final Logger log = LoggerFactory.getLogger(AddNode.class);

	private final ServerOperations server;

	private final int nodeId;

	private final HostPort address;

	AddNode(ServerOperations server, int nodeId, HostPort address) {
		this.server = server;
		this.nodeId = nodeId;
		this.address = address;
	}

	@Override
	protected Step execute() {
		check();
		if (this.address.equals(this.server.nodes().addressOf(this.nodeId))) {
			return finish();
		}
		RosterKeeper keeper = this.server.roster();
		return await(
				this.server.changes()
					.onStorage("roster with node " + this.nodeId,
							() -> keeper.write(keeper.roster().withNode(this.nodeId, this.address))),
				(written) -> connect());
	}

	private void check() {
		if (this.nodeId <= 0) {
			throw new InvalidConfigurationException("nodeId",
					"A node id is a positive number, not " + this.nodeId + ".");
		}
		if (this.address.port() == 0) {
			throw new InvalidConfigurationException("address", "A node is not reached at port 0.");
		}
		if (this.server.nodes().isSelf(this.nodeId)) {
			throw new ServerChangeException(Reason.OWN_NODE, "This is node " + this.nodeId + " itself.");
		}
		if (!this.server.hasPort()) {
			throw new ServerChangeException(Reason.NO_PORT, "Node " + this.server.nodeId()
					+ " opens no port, so it cannot have links to other nodes. Give it an address to listen on.");
		}
		int other = this.server.nodes().otherAt(this.nodeId, this.address);
		if (other != 0) {
			throw new ServerChangeException(Reason.ADDRESS_TAKEN, "Node " + other + " is known to be at " + this.address
					+ ", so node " + this.nodeId + " cannot be there too.");
		}
	}

	private Step connect() {
		this.server.nodes().put(this.nodeId, this.address);
		this.server.delivery().forgetProblem(this.nodeId);
		this.server.transport().connect(this.nodeId, this.address);
		log.info("Node {} knows node {} at {}", this.server.nodeId(), this.nodeId, this.address);
		return finish();
	}

}
