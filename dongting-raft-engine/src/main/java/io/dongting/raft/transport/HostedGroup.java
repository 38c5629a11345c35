package io.dongting.raft.transport;

import java.util.SortedSet;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What a node says of a group that it hosts.
 *
 * @param groupId the group's number
 * @param name its name
 * @param replica which replica it is (R1), {@code null} while the group does not run: of
 * such a group only number and name are stated
 * @param clusterId the cluster its log belongs to, {@code null} while it has no log
 * @param configurationIndex where the configuration in force stands, 0 without a log
 * @param members the voters of the configuration in force, of both sets when joint;
 * without a log those it is configured to begin with
 * @param observers the other nodes, likewise
 */
public record HostedGroup(int groupId, String name, @Nullable UUID replica, @Nullable UUID clusterId,
		long configurationIndex, SortedSet<Integer> members, SortedSet<Integer> observers) {

	/**
	 * Return whether a node is named by the configuration that is stated.
	 * @param nodeId the node
	 * @return whether it is a member or observer
	 */
	public boolean names(int nodeId) {
		return this.members.contains(nodeId) || this.observers.contains(nodeId);
	}

}
