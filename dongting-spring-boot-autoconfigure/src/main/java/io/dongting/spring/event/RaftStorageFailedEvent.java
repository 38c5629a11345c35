package io.dongting.spring.event;

import io.dongting.raft.GroupStatus;

/**
 * The disk has failed under a group, or holds damage, as the detail in its
 * {@linkplain #getStatus() status} says. This node takes no further part in the group
 * until the process is started again.
 */
public class RaftStorageFailedEvent extends RaftGroupEvent {

	/**
	 * Create the event.
	 * @param source who publishes it
	 * @param status the group after it happened
	 */
	public RaftStorageFailedEvent(Object source, GroupStatus status) {
		super(source, status);
	}

}
