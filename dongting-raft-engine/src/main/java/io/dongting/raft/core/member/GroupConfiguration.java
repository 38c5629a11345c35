package io.dongting.raft.core.member;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

import io.dongting.raft.Membership;
import io.dongting.raft.core.member.ChangeState.Stage;
import io.dongting.raft.core.quorum.Quorum;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration entry says. Stands for itself: nothing else is needed to go on
 * from it, so that it can be kept with a snapshot and its index.
 *
 * @param clusterId the cluster, made with the group's first entry (R1)
 * @param founder the replica that wrote the first entry (R4)
 * @param replicas every node of the sets below, by id
 * @param members the voters
 * @param observers those who receive the log without a vote
 * @param preparedMembers the voters a joint configuration leads to, else empty
 * @param preparedObservers the observers it leads to, else empty
 * @param change the change of the membership that the entry is a step of, {@code null} in
 * the first entry
 */
public record GroupConfiguration(UUID clusterId, UUID founder, SortedMap<Integer, Replica> replicas,
		SortedSet<Integer> members, SortedSet<Integer> observers, SortedSet<Integer> preparedMembers,
		SortedSet<Integer> preparedObservers, @Nullable ChangeState change) {

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
		boolean joint = change != null && change.stage() == Stage.JOINT;
		if (joint == preparedMembers.isEmpty()) {
			throw new IllegalArgumentException("A configuration that is " + (joint ? "" : "not ")
					+ "joint leads to the members " + preparedMembers);
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
				Collections.emptySortedSet(), null);
	}

	/**
	 * Return the configuration in which nodes that are new to the group catch up as
	 * observers, the first step of a change.
	 * @param plan the change
	 * @param newcomers the nodes that are new
	 * @return the configuration
	 */
	public GroupConfiguration joining(ChangePlan plan, Map<Integer, Replica> newcomers) {
		SortedMap<Integer, Replica> all = new TreeMap<>(this.replicas);
		newcomers.forEach((node, replica) -> {
			if (all.putIfAbsent(node, replica) != null) {
				throw new IllegalArgumentException("Node " + node + " is bound already");
			}
		});
		SortedSet<Integer> catchingUp = new TreeSet<>(this.observers);
		catchingUp.addAll(newcomers.keySet());
		return new GroupConfiguration(this.clusterId, this.founder, all, this.members, catchingUp,
				Collections.emptySortedSet(), Collections.emptySortedSet(),
				new ChangeState(Stage.JOINING, plan, 0, Collections.emptySortedMap()));
	}

	/**
	 * Return the configuration in which the old and the new members decide together. All
	 * nodes of the new membership must be bound.
	 * @param plan the change
	 * @return the configuration
	 */
	public GroupConfiguration joint(ChangePlan plan) {
		return new GroupConfiguration(this.clusterId, this.founder, this.replicas, this.members, this.observers,
				plan.goal().members(), plan.goal().observers(),
				new ChangeState(Stage.JOINT, plan, 0, Collections.emptySortedMap()));
	}

	/**
	 * Return the configuration to which a change has led.
	 * @param plan the change
	 * @param prepareIndex where its joint entry stands
	 * @return the configuration
	 */
	public GroupConfiguration completed(ChangePlan plan, long prepareIndex) {
		return ended(Stage.COMPLETED, plan, prepareIndex, plan.goal());
	}

	/**
	 * Return the configuration that is in force again when a change is given up.
	 * @param plan the change
	 * @param prepareIndex where its joint entry stands, 0 if it did not get so far
	 * @return the configuration
	 */
	public GroupConfiguration aborted(ChangePlan plan, long prepareIndex) {
		return ended(Stage.ABORTED, plan, prepareIndex, plan.from());
	}

	private GroupConfiguration ended(Stage stage, ChangePlan plan, long prepareIndex, Membership end) {
		SortedMap<Integer, Replica> kept = new TreeMap<>(this.replicas);
		SortedMap<Integer, Replica> removed = new TreeMap<>(this.replicas);
		kept.keySet().retainAll(end.nodes());
		removed.keySet().removeAll(end.nodes());
		return new GroupConfiguration(this.clusterId, this.founder, kept, end.members(), end.observers(),
				Collections.emptySortedSet(), Collections.emptySortedSet(),
				new ChangeState(stage, plan, prepareIndex, removed));
	}

	/**
	 * Return the sets as they are for whoever changes them.
	 * @return members and observers, those that are new to the group among them
	 */
	public Membership membership() {
		return new Membership(this.members, this.observers);
	}

	/**
	 * Return the change that is under way.
	 * @return the change, {@code null} if there is none or it has ended
	 */
	public @Nullable ChangeState openChange() {
		return (this.change != null && this.change.isOpen()) ? this.change : null;
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

	/**
	 * Return whether one replica of a node has a vote.
	 * @param nodeId the node
	 * @param replica the replica it says it is
	 * @return whether it votes
	 */
	public boolean isVoter(int nodeId, UUID replica) {
		return isVoter(nodeId) && replica.equals(boundReplica(nodeId));
	}

}
