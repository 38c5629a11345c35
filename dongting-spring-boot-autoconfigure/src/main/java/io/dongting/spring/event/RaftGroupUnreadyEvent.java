package io.dongting.spring.event;

import io.dongting.raft.GroupStatus;

/**
 * A group that was ready on this node is not any more: it has failed, this node is not
 * part of it any more, or it is being stopped, as the condition in its
 * {@linkplain #getStatus() status} says.
 */
public class RaftGroupUnreadyEvent extends RaftGroupEvent {

	/**
	 * Create the event.
	 * @param source who publishes it
	 * @param status the group after it happened
	 */
	public RaftGroupUnreadyEvent(Object source, GroupStatus status) {
		super(source, status);
	}

}
