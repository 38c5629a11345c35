package io.dongting.spring.actuate.operation;

import java.util.Collection;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.RaftGroup;
import io.dongting.spring.RaftGroups;

/**
 * Finds the groups and nodes that operations name.
 */
public final class Targets {

	private final RaftGroups groups;

	private final Supplier<? extends Set<Integer>> nodes;

	/**
	 * Create it.
	 * @param groups the groups of this node
	 * @param nodes asked for the ids of the nodes that this process knows, itself
	 * included
	 */
	public Targets(RaftGroups groups, Supplier<? extends Set<Integer>> nodes) {
		this.groups = groups;
		this.nodes = nodes;
	}

	/**
	 * Find a group.
	 * @param name its name
	 * @return the group
	 * @throws OperationFailedException if this node has no such group
	 */
	public RaftGroup group(String name) {
		return this.groups.find(name)
			.orElseThrow(() -> new OperationFailedException(Failure.NOT_FOUND, "NO_SUCH_GROUP",
					"This node has no Raft group '" + name + "'."));
	}

	/**
	 * Check that nodes exist: that this process knows them, or that they belong to a
	 * group.
	 * @param wanted the nodes
	 * @param group the group
	 * @throws OperationFailedException if one of them does not
	 */
	public void checkKnown(Collection<Integer> wanted, RaftGroup group) {
		SortedSet<Integer> known = new TreeSet<>(this.nodes.get());
		GroupStatus status = group.status();
		known.addAll(status.members());
		known.addAll(status.observers());
		known.addAll(status.preparedMembers());
		known.addAll(status.preparedObservers());
		for (Integer node : wanted) {
			if (!known.contains(node)) {
				throw new OperationFailedException(Failure.NOT_FOUND, "NO_SUCH_NODE",
						"Node " + node + " is not among the nodes " + known + ".");
			}
		}
	}

}
