package io.dongting.spring.actuate;

import io.dongting.raft.GroupStatus;
import io.dongting.spring.UnusedRaftGroup;

/**
 * A group that only has a status.
 */
public final class StatusGroup extends UnusedRaftGroup {

	private GroupStatus status;

	/**
	 * Create the group.
	 * @param status its status
	 */
	public StatusGroup(GroupStatus status) {
		this.status = status;
	}

	/**
	 * Change the status.
	 * @param status the new one
	 */
	public void become(GroupStatus status) {
		this.status = status;
	}

	@Override
	public String name() {
		return this.status.group();
	}

	@Override
	public int groupId() {
		return this.status.groupId();
	}

	@Override
	public GroupStatus status() {
		return this.status;
	}

}
