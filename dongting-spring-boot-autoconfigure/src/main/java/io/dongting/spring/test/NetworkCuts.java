package io.dongting.spring.test;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

import io.dongting.simulation.SimulatedCluster;
import io.dongting.simulation.SimulatedNode;

/**
 * Which nodes do not reach each other.
 */
final class NetworkCuts {

	private final SimulatedCluster cluster;

	private final int size;

	private final boolean[][] cut;

	NetworkCuts(SimulatedCluster cluster) {
		this.cluster = cluster;
		this.size = cluster.nodes().size();
		this.cut = new boolean[this.size + 1][this.size + 1];
	}

	/** Cut a node off from all others. */
	void isolate(int nodeId) {
		for (int other = 1; other <= this.size; other++) {
			cut(nodeId, other);
		}
	}

	/**
	 * Let nodes reach exactly those on their side; nodes on no side reach nobody.
	 */
	void partition(Collection<? extends Set<Integer>> sides) {
		Set<Integer> seen = new TreeSet<>();
		for (Set<Integer> side : sides) {
			for (int nodeId : side) {
				this.cluster.node(nodeId);
				if (!seen.add(nodeId)) {
					throw new IllegalArgumentException("Node " + nodeId + " is on two sides of " + sides);
				}
			}
		}
		heal();
		for (int one = 1; one <= this.size; one++) {
			for (int other = one + 1; other <= this.size; other++) {
				if (!together(sides, one, other)) {
					cut(one, other);
				}
			}
		}
	}

	private static boolean together(Collection<? extends Set<Integer>> sides, int one, int other) {
		return sides.stream().anyMatch((side) -> side.contains(one) && side.contains(other));
	}

	/** Let all nodes reach each other. */
	void heal() {
		for (boolean[] row : this.cut) {
			Arrays.fill(row, false);
		}
		this.cluster.network().healAll();
	}

	/** Return whether a node, which runs, and those it reaches are a majority. */
	boolean reachesMajority(int nodeId) {
		int count = 0;
		for (SimulatedNode node : this.cluster.nodes()) {
			if (node.isRunning() && !this.cut[nodeId][node.nodeId()]) {
				count++;
			}
		}
		return count > this.size / 2;
	}

	private void cut(int one, int other) {
		if (one != other) {
			this.cut[one][other] = true;
			this.cut[other][one] = true;
			this.cluster.network().cut(one, other);
			this.cluster.network().cut(other, one);
		}
	}

}
