package io.dongting.raft.core.member;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

import io.dongting.raft.HostPort;
import io.dongting.raft.Membership;

/**
 * Configurations for tests. The replica of each node is derived from its id.
 */
final class Configurations {

	static final UUID CLUSTER = new UUID(1, 1);

	private Configurations() {
	}

	static Replica replica(int node) {
		return new Replica(node, new HostPort("node-" + node, 9331), uuid(node));
	}

	static UUID uuid(int node) {
		return new UUID(7, node);
	}

	static SortedMap<Integer, Replica> replicas(Iterable<Integer> nodes) {
		SortedMap<Integer, Replica> replicas = new TreeMap<>();
		nodes.forEach((node) -> replicas.put(node, replica(node)));
		return replicas;
	}

	static GroupConfiguration founding(Integer... members) {
		Membership first = Membership.of(Set.of(members), Set.of());
		return GroupConfiguration.founding(CLUSTER, uuid(1), replicas(first.members()), first.members(),
				first.observers());
	}

	static ChangePlan plan(GroupConfiguration from, Membership goal, long originIndex) {
		return new ChangePlan(from.membership(), goal, true, 5000, originIndex);
	}

}
