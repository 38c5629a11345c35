package io.dongting.raft.core;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.core.member.GroupConfiguration;
import io.dongting.raft.transport.HostedGroup;
import org.jspecify.annotations.Nullable;

/**
 * What a node can say of a group that it hosts.
 *
 * @param config what it was told
 * @param replica which replica it is, {@code null} while it does not run or still reads
 * its log
 * @param configuration the configuration in force, {@code null} while it has no log
 * @param configurationIndex where that stands, 0 while it has no log
 */
public record GroupFacts(RaftGroupConfig config, @Nullable UUID replica, @Nullable GroupConfiguration configuration,
		long configurationIndex) {

	/**
	 * Return what is known of a group that does not run.
	 * @param config what the node was told
	 * @return the facts
	 */
	static GroupFacts idle(RaftGroupConfig config) {
		return new GroupFacts(config, null, null, 0);
	}

	public int groupId() {
		return this.config.groupId();
	}

	public String name() {
		return this.config.name();
	}

	/**
	 * Return the replica uuid bound to a node.
	 * @param nodeId the node
	 * @return its uuid, {@code null} for a node that is not in the configuration
	 */
	public @Nullable UUID boundReplica(int nodeId) {
		return (this.configuration != null) ? this.configuration.boundReplica(nodeId) : null;
	}

	/**
	 * Return the facts as another node is told them.
	 * @return what is said
	 */
	public HostedGroup said() {
		if (this.replica == null) {
			return new HostedGroup(groupId(), name(), null, null, 0, Collections.emptySortedSet(),
					Collections.emptySortedSet());
		}
		if (this.configuration == null) {
			return new HostedGroup(groupId(), name(), this.replica, null, 0, this.config.members(),
					this.config.observers());
		}
		SortedSet<Integer> members = new TreeSet<>(this.configuration.members());
		members.addAll(this.configuration.preparedMembers());
		SortedSet<Integer> others = new TreeSet<>(this.configuration.replicas().keySet());
		others.removeAll(members);
		return new HostedGroup(groupId(), name(), this.replica, this.configuration.clusterId(), this.configurationIndex,
				Collections.unmodifiableSortedSet(members), Collections.unmodifiableSortedSet(others));
	}

}
