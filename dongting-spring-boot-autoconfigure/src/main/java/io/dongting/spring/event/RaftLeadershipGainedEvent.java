package io.dongting.spring.event;

import io.dongting.raft.GroupStatus;

/**
 * This node leads a group, and everything that was committed before is applied here.
 */
public class RaftLeadershipGainedEvent extends RaftGroupEvent {

	private final long fencingToken;

	/**
	 * Create the event.
	 * @param source who publishes it
	 * @param status the group after it happened
	 * @param fencingToken the token of the leadership
	 */
	public RaftLeadershipGainedEvent(Object source, GroupStatus status, long fencingToken) {
		super(source, status);
		this.fencingToken = fencingToken;
	}

	/**
	 * Return what tells this leadership from all others: it is greater than the tokens of
	 * those before it. Send it along to a resource outside the group, and let that refuse
	 * smaller ones: nothing else keeps a leader away that was paused and has been
	 * replaced.
	 * @return the token, see {@link GroupStatus#fencingToken()}
	 */
	public long getFencingToken() {
		return this.fencingToken;
	}

}
