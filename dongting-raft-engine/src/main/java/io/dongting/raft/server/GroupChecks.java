package io.dongting.raft.server;

import java.util.SortedSet;
import java.util.TreeSet;

import io.dongting.raft.InvalidConfigurationException;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.core.RaftGroupImpl;
import org.jspecify.annotations.Nullable;

/**
 * Whether a group fits among the groups and nodes of a server.
 *
 * @param groups the groups there are
 * @param nodes the nodes the server knows
 */
record GroupChecks(HostedGroups groups, KnownNodes nodes) {

	/**
	 * Look for what stands against hosting a group.
	 * @param group the group
	 * @return the first thing found, {@code null} if it fits
	 */
	@Nullable Conflict conflict(RaftGroupConfig group) {
		if (this.groups.find(group.name()) != null) {
			return new Conflict(ServerChangeException.Reason.NAME_TAKEN, "name",
					"There are two groups '" + group.name() + "'.");
		}
		RaftGroupImpl other = this.groups.withId(group.groupId());
		if (other != null) {
			return new Conflict(ServerChangeException.Reason.ID_TAKEN, "id", "Groups '" + other.name() + "' and '"
					+ group.name() + "' have the same id " + group.groupId() + ".");
		}
		Conflict unknown = unknownNode(group, "members", group.members());
		return (unknown != null) ? unknown : unknownNode(group, "observers", group.observers());
	}

	private @Nullable Conflict unknownNode(RaftGroupConfig group, String set, SortedSet<Integer> nodeIds) {
		SortedSet<Integer> unknown = new TreeSet<>(nodeIds);
		unknown.removeIf(this.nodes::isKnown);
		return unknown.isEmpty() ? null
				: new Conflict(ServerChangeException.Reason.UNKNOWN_NODE, set, "Node " + unknown.first() + " of group '"
						+ group.name() + "' is not among the nodes " + this.nodes.addresses().keySet() + ".");
	}

	/**
	 * What stands against hosting a group.
	 *
	 * @param reason what it is
	 * @param setting the setting of the group that is wrong
	 * @param message a sentence for people
	 */
	record Conflict(ServerChangeException.Reason reason, String setting, String message) {

		InvalidConfigurationException asInvalidConfiguration() {
			return new InvalidConfigurationException(this.setting, this.message);
		}

		ServerChangeException asRefusal() {
			return new ServerChangeException(this.reason, this.message);
		}

	}

}
