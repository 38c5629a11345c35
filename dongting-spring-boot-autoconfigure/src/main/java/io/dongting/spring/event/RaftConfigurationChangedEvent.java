package io.dongting.spring.event;

import io.dongting.raft.GroupStatus;

/**
 * Another configuration is in force, which the {@linkplain #getStatus() status} shows. It
 * is in force as soon as it is in the log of this node, so it may still be taken back,
 * which is an event, too. The one that is found at the start is none.
 */
public class RaftConfigurationChangedEvent extends RaftGroupEvent {

	/**
	 * Create the event.
	 * @param source who publishes it
	 * @param status the group after it happened
	 */
	public RaftConfigurationChangedEvent(Object source, GroupStatus status) {
		super(source, status);
	}

}
