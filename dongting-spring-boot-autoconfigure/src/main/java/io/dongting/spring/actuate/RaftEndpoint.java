package io.dongting.spring.actuate;

import io.dongting.raft.RaftGroup;
import io.dongting.spring.RaftGroups;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * Shows the Raft groups of this node.
 */
@Endpoint(id = "raft", defaultAccess = Access.READ_ONLY)
public class RaftEndpoint {

	private final int nodeId;

	private final RaftGroups groups;

	/**
	 * Create the endpoint.
	 * @param nodeId this node
	 * @param groups its groups
	 */
	public RaftEndpoint(int nodeId, RaftGroups groups) {
		this.nodeId = nodeId;
		this.groups = groups;
	}

	/**
	 * Show this node with all its groups.
	 * @return the node
	 */
	@ReadOperation
	public NodeDescriptor node() {
		return new NodeDescriptor(this.nodeId,
				this.groups.all().stream().map(RaftGroup::status).map(GroupSummary::of).toList());
	}

	/**
	 * Show all that this node knows of a group.
	 * @param group the name of the group
	 * @return the group, or {@code null} if this node has no such group
	 */
	@ReadOperation
	public @Nullable GroupDescriptor group(@Selector String group) {
		return this.groups.find(group).map(RaftGroup::status).map(GroupDescriptor::of).orElse(null);
	}

}
