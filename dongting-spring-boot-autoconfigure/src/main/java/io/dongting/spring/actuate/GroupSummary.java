package io.dongting.spring.actuate;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.RaftRole;

/**
 * The line of a group in the list of a node's groups.
 *
 * @param group the name of the group
 * @param groupId its number
 * @param condition whether it works on this node, and if not, why
 * @param role what this node is to the group
 * @param term the current term
 * @param leaderId the leader of that term, 0 if not known
 * @param ready whether this node has caught up and can serve
 */
public record GroupSummary(String group, int groupId, GroupStatus.Condition condition, RaftRole role, long term,
		int leaderId, boolean ready) {

	static GroupSummary of(GroupStatus status) {
		return new GroupSummary(status.group(), status.groupId(), status.condition(), status.role(), status.term(),
				status.leaderId(), status.ready());
	}

}
