package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

import io.dongting.raft.HostPort;
import io.dongting.raft.server.NodeStatus;
import io.dongting.raft.server.ServerChangeException;
import io.dongting.raft.server.ServerChangeException.Reason;
import io.dongting.simulation.SimulatedCluster;
import io.dongting.simulation.SimulatedNode;
import io.dongting.simulation.invariant.InvariantViolation;
import org.jspecify.annotations.Nullable;

/**
 * Nodes forget others while they run and are told of them again, or hear that they have
 * moved. What a group needs is never forgotten.
 */
final class AddressTroubles {

	private static final int PORT = 9331;

	private static final int MOST_MOVES = 1000;

	private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(10);

	private final Troubles troubles;

	private final SimulatedCluster cluster;

	private @Nullable InvariantViolation violation;

	AddressTroubles(Troubles troubles) {
		this.troubles = troubles;
		this.cluster = troubles.cluster();
	}

	void strike(SimulatedNode node, SplittableRandom chance) {
		List<SimulatedNode> others = this.cluster.nodes().stream().filter((other) -> other != node).toList();
		if (!node.isRunning() || node.isStopping() || others.isEmpty()) {
			return;
		}
		int other = others.get(chance.nextInt(others.size())).nodeId();
		if (chance.nextInt(4) == 0) {
			introduce(node, other, address(other, 1 + chance.nextInt(MOST_MOVES)));
		}
		else {
			forget(node, other, this.troubles.drawWhile(chance));
		}
	}

	/** Addresses are all alike to the network: a link is opened anew, no more. */
	private static HostPort address(int nodeId, int move) {
		return new HostPort("node-" + nodeId, PORT + move);
	}

	private void forget(SimulatedNode node, int other, Duration duration) {
		node.server().removeNode(other).whenComplete((nothing, failure) -> {
			count("forgotten", failure);
			if (failure == null) {
				requireKnown(node, other, false);
				introduceAgain(node, other, duration);
			}
		});
	}

	/**
	 * A disk that was stuck may have kept the node from forgetting until all is healed.
	 */
	private void introduceAgain(SimulatedNode node, int other, Duration duration) {
		int start = node.starts();
		if (this.troubles.isOver()) {
			introduce(node, other, address(other, 0));
			return;
		}
		this.troubles.later(duration, () -> {
			if (node.isRunning() && node.starts() == start) {
				introduce(node, other, address(other, 0));
			}
		});
	}

	private void introduce(SimulatedNode node, int other, HostPort address) {
		node.server().addNode(other, address).whenComplete((nothing, failure) -> {
			count("introduced", failure);
			if (failure == null) {
				requireKnown(node, other, true);
			}
		});
	}

	private void count(String what, @Nullable Throwable failure) {
		if (!(failure instanceof ServerChangeException refusal)) {
			this.troubles.coverage().add((failure == null) ? "nodes " + what : "nodes not " + what, 1);
			return;
		}
		Reason reason = refusal.reason();
		this.troubles.coverage().add("nodes not " + what + ", " + reason, 1);
		if (reason != Reason.NODE_IN_USE && reason != Reason.UNKNOWN_NODE && reason != Reason.NOT_RUNNING) {
			violated("a node is not " + what + ": " + failure);
		}
	}

	private void requireKnown(SimulatedNode node, int other, boolean known) {
		boolean found = node.server().nodes().stream().anyMatch((status) -> status.nodeId() == other);
		if (found != known) {
			violated("node " + node.nodeId() + " was told about node " + other + ", but known is " + found);
		}
	}

	private void violated(String what) {
		if (this.violation == null) {
			this.violation = new InvariantViolation("Addresses: " + what);
		}
	}

	void rethrow() {
		if (this.violation != null) {
			throw this.violation;
		}
	}

	/** With everything healed each node is told of all, and all have links. */
	void requireConnected() {
		for (SimulatedNode node : this.cluster.nodes()) {
			TreeSet<Integer> missing = new TreeSet<>(this.cluster.nodes().stream().map(SimulatedNode::nodeId).toList());
			node.server().nodes().forEach((status) -> missing.remove(status.nodeId()));
			missing.forEach((other) -> introduce(node, other, address(other, 0)));
		}
		if (!this.cluster.runUntil(this::isConnected, CONNECTED_WITHIN)) {
			throw new InvariantViolation("Liveness: nodes without links: "
					+ this.cluster.nodes().stream().map((node) -> node.server().nodes()).toList());
		}
		rethrow();
	}

	private boolean isConnected() {
		return this.cluster.nodes().stream().map((node) -> node.server().nodes()).allMatch(this::isConnected);
	}

	private boolean isConnected(List<NodeStatus> known) {
		return known.size() == this.cluster.nodes().size()
				&& known.stream().allMatch((status) -> status.self() || status.linked());
	}

}
