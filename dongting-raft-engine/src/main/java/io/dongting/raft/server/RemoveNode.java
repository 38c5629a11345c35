package io.dongting.raft.server;

import java.util.SortedSet;
import java.util.TreeSet;

import io.dongting.fiber.FiberFrame;
import io.dongting.fiber.Step;
import io.dongting.raft.GroupStatus;
import io.dongting.raft.HostPort;
import io.dongting.raft.core.RaftGroupImpl;
import io.dongting.raft.server.ServerChangeException.Reason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a running server forget a node that none of its groups needs.
 */
final class RemoveNode extends FiberFrame<@Nullable Void> {

	private static final Logger log = LoggerFactory.getLogger(RemoveNode.class);

	private final ServerOperations server;

	private final int nodeId;

	RemoveNode(ServerOperations server, int nodeId) {
		this.server = server;
		this.nodeId = nodeId;
	}

	@Override
	protected Step execute() {
		check();
		RosterKeeper keeper = this.server.roster();
		return await(this.server.changes()
			.onStorage("roster without node " + this.nodeId,
					() -> keeper.write(keeper.roster().withoutNode(this.nodeId))),
				(written) -> disconnect());
	}

	private void check() {
		if (this.server.nodes().isSelf(this.nodeId)) {
			throw new ServerChangeException(Reason.OWN_NODE, "This is node " + this.nodeId + " itself.");
		}
		if (!this.server.nodes().isKnown(this.nodeId)) {
			throw new ServerChangeException(Reason.UNKNOWN_NODE, "Node " + this.server.nodeId() + " does not know node "
					+ this.nodeId + ", only " + this.server.nodes().addresses().keySet() + ".");
		}
		requireUnused();
	}

	private void requireUnused() {
		SortedSet<String> users = users();
		if (!users.isEmpty()) {
			throw new ServerChangeException(Reason.NODE_IN_USE, "Node " + this.nodeId + " belongs to the groups "
					+ users + " on node " + this.server.nodeId() + ". Take it out of them first.");
		}
	}

	/** By their logs, or by what they were told as long as they have none. */
	private SortedSet<String> users() {
		SortedSet<String> users = new TreeSet<>();
		for (RaftGroupImpl group : this.server.groups().all()) {
			GroupStatus status = group.status();
			SortedSet<Integer> nodes = new TreeSet<>(status.members());
			nodes.addAll(status.observers());
			nodes.addAll(status.preparedMembers());
			nodes.addAll(status.preparedObservers());
			if (nodes.isEmpty()) {
				nodes.addAll(group.config().members());
				nodes.addAll(group.config().observers());
			}
			if (nodes.contains(this.nodeId)) {
				users.add(group.name());
			}
		}
		return users;
	}

	private Step disconnect() {
		HostPort address = this.server.nodes().addressOf(this.nodeId);
		this.server.nodes().remove(this.nodeId);
		return await(this.server.changes()
			.elsewhere("end of the link to node " + this.nodeId, this.server.transport().disconnect(this.nodeId)),
				(ended) -> (address == null || users().isEmpty()) ? finishForgotten() : takeBack(address));
	}

	private Step finishForgotten() {
		this.server.delivery().forgetProblem(this.nodeId);
		log.info("Node {} knows node {} no more", this.server.nodeId(), this.nodeId);
		return finish();
	}

	/** A group has taken the node in meanwhile, and needs the link to it. */
	private Step takeBack(HostPort address) {
		this.server.nodes().put(this.nodeId, address);
		this.server.transport().connect(this.nodeId, address);
		RosterKeeper keeper = this.server.roster();
		return await(this.server.changes()
			.onStorage("roster with node " + this.nodeId,
					() -> keeper.write(keeper.roster().withNode(this.nodeId, address))),
				(written) -> {
					requireUnused();
					return finish();
				});
	}

}
