package io.dongting.spring.event;

import io.dongting.raft.GroupStatus;

/**
 * A group has caught up on this node since it was started, and can serve.
 */
public class RaftGroupReadyEvent extends RaftGroupEvent {

	/**
	 * Create the event.
	 * @param source who publishes it
	 * @param status the group after it happened
	 */
	public RaftGroupReadyEvent(Object source, GroupStatus status) {
		super(source, status);
	}

}
