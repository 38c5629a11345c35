package io.dongting.spring.event;

import io.dongting.raft.GroupStatus;

/**
 * A leadership of this node, gained before, has ended. Another node may have led for a
 * while already. Comes before the next {@link RaftLeadershipGainedEvent} also when this
 * node leads again at once.
 */
public class RaftLeadershipLostEvent extends RaftGroupEvent {

	private final long fencingToken;

	/**
	 * Create the event.
	 * @param source who publishes it
	 * @param status the group after it happened
	 * @param fencingToken the token of the leadership that has ended
	 */
	public RaftLeadershipLostEvent(Object source, GroupStatus status, long fencingToken) {
		super(source, status);
		this.fencingToken = fencingToken;
	}

	/**
	 * Return the token of the leadership that has ended.
	 * @return the token, that of the event which told that it was gained
	 */
	public long getFencingToken() {
		return this.fencingToken;
	}

}
