package io.dongting.samples.benchmark.contest;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The states of all groups on all nodes.
 */
public final class Replicas {

	private final List<List<Replica>> byNode;

	/**
	 * Create empty states.
	 * @param voters how many nodes there are
	 * @param groups how many groups
	 */
	public Replicas(int voters, int groups) {
		this.byNode = IntStream.range(0, voters)
			.mapToObj((node) -> Stream.generate(Replica::new).limit(groups).toList())
			.toList();
	}

	/**
	 * Return the state of a group on a node.
	 * @param node the node, from 1 on
	 * @param group the group, from 0 on
	 * @return its state
	 */
	public Replica of(int node, int group) {
		return this.byNode.get(node - 1).get(group);
	}

	/**
	 * Return how many commands of a group were applied on each node.
	 * @param group the group, from 0 on
	 * @return their numbers in the order of the nodes
	 */
	public List<Long> applied(int group) {
		return this.byNode.stream().map((groups) -> groups.get(group).applied()).toList();
	}

}
