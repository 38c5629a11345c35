package io.dongting.raft.core.member;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

import io.dongting.raft.core.quorum.Quorum;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration entry says.
 *
 * @param clusterId the cluster, made with the group's first entry (R1)
 * @param founder the replica that wrote the first entry (R4)
 * @param replicas every node of the sets below, by id
 * @param members the voters
 * @param observers those who receive the log without a vote
 * @param preparedMembers the voters a joint configuration leads to, else empty
 * @param preparedObservers the observers it leads to, else empty
 */
public record GroupConfiguration(UUID clusterId, UUID founder, SortedMap<Integer, Replica> replicas,
		SortedSet<Integer> members, SortedSet<Integer> observers, SortedSet<Integer> preparedMembers,
		SortedSet<Integer> preparedObservers) {

	public GroupConfiguration {
		replicas = Collections.unmodifiableSortedMap(new TreeMap<>(replicas));
		members = Collections.unmodifiableSortedSet(new TreeSet<>(members));
		observers = Collections.unmodifiableSortedSet(new TreeSet<>(observers));
		preparedMembers = Collections.unmodifiableSortedSet(new TreeSet<>(preparedMembers));
		preparedObservers = Collections.unmodifiableSortedSet(new TreeSet<>(preparedObservers));
		SortedSet<Integer> named = new TreeSet<>(members);
		named.addAll(observers);
		named.addAll(preparedMembers);
		named.addAll(preparedObservers);
		if (members.isEmpty() || !named.equals(replicas.keySet())) {
			throw new IllegalArgumentException(
					"A configuration of the nodes " + named + " binds the nodes " + replicas.keySet());
		}
	}

	/**
	 * Return the configuration with which a group begins.
	 * @param clusterId the new cluster
	 * @param founder the replica that writes it
	 * @param replicas all nodes
	 * @param members the voters
	 * @param observers the observers
	 * @return the configuration
	 */
	public static GroupConfiguration founding(UUID clusterId, UUID founder, SortedMap<Integer, Replica> replicas,
			SortedSet<Integer> members, SortedSet<Integer> observers) {
		return new GroupConfiguration(clusterId, founder, replicas, members, observers, Collections.emptySortedSet(),
				Collections.emptySortedSet());
	}

	/**
	 * Return who decides.
	 * @return the quorum
	 */
	public Quorum quorum() {
		return new Quorum(this.members, this.preparedMembers);
	}

	/**
	 * Return whether a node has a vote, in either set when joint.
	 * @param nodeId the node
	 * @return whether it votes
	 */
	public boolean isVoter(int nodeId) {
		return this.members.contains(nodeId) || this.preparedMembers.contains(nodeId);
	}

	/**
	 * Return the replica uuid bound to a node.
	 * @param nodeId the node
	 * @return its uuid, {@code null} for a node that is not in the configuration
	 */
	public @Nullable UUID boundReplica(int nodeId) {
		Replica replica = this.replicas.get(nodeId);
		return (replica != null) ? replica.uuid() : null;
	}

}
