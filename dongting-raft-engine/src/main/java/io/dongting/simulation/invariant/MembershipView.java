package io.dongting.simulation.invariant;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;

import io.dongting.raft.core.member.GroupConfiguration;
import io.dongting.simulation.SimulatedNode;
import org.jspecify.annotations.Nullable;

/**
 * Who belongs to a group and who may come to, as somebody sees it who sees all logs.
 */
public final class MembershipView {

	private final ConfigurationHistory configurations;

	private final Supplier<Collection<ReplicaWatch>> replicas;

	MembershipView(ConfigurationHistory configurations, Supplier<Collection<ReplicaWatch>> replicas) {
		this.configurations = configurations;
		this.replicas = replicas;
	}

	/**
	 * Return a configuration that is committed.
	 * @param index where it stands
	 * @return the configuration, {@code null} if no replica has found one to be committed
	 * there
	 */
	public @Nullable GroupConfiguration committedAt(long index) {
		return this.configurations.committedAt(index);
	}

	/**
	 * Return the last configuration that is committed.
	 * @return the configuration, {@code null} if none is
	 */
	public @Nullable GroupConfiguration committed() {
		return this.configurations.lastCommitted();
	}

	/**
	 * Return every configuration that may be in force when the next leader is elected.
	 * @return the last that is committed, if any, and later ones that replicas hold
	 */
	public List<GroupConfiguration> possible() {
		List<GroupConfiguration> possible = new ArrayList<>();
		GroupConfiguration committed = committed();
		if (committed != null) {
			possible.add(committed);
		}
		this.replicas.get()
			.stream()
			.filter((replica) -> replica.configurationIndex() > this.configurations.lastCommittedIndex())
			.map(ReplicaWatch::configuration)
			.filter(Objects::nonNull)
			.forEach(possible::add);
		return possible;
	}

	/**
	 * Return whether nothing is to come of itself: no change is open, and nobody who
	 * belongs to the group holds a configuration that is not committed. One that has
	 * failed is not waited for: nothing is cut off there any more.
	 * @return whether it is so
	 */
	public boolean isSettled() {
		GroupConfiguration committed = committed();
		return committed != null && committed.openChange() == null
				&& this.replicas.get()
					.stream()
					.filter((replica) -> isPart(committed, replica) && !replica.hasFailed())
					.noneMatch((replica) -> replica.configurationIndex() > this.configurations.lastCommittedIndex());
	}

	private static boolean isPart(GroupConfiguration configuration, ReplicaWatch replica) {
		UUID uuid = replica.uuid();
		return uuid != null && uuid.equals(configuration.boundReplica(replica.nodeId()));
	}

	/**
	 * Return whether a node holds another replica than the one that a configuration binds
	 * it to that may be in force.
	 * @param node the node
	 * @return whether its place is empty
	 */
	public boolean isReplaced(SimulatedNode node) {
		UUID uuid = this.replicas.get()
			.stream()
			.filter((replica) -> replica.nodeId() == node.nodeId())
			.map(ReplicaWatch::uuid)
			.findFirst()
			.orElse(null);
		return possible().stream()
			.map((configuration) -> configuration.boundReplica(node.nodeId()))
			.anyMatch((bound) -> bound != null && !bound.equals(uuid));
	}

}
