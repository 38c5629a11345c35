package io.dongting.spring.event;

import io.dongting.raft.GroupStatus;

import org.springframework.context.ApplicationEvent;

/**
 * Something has happened to a Raft group on this node.
 */
public abstract class RaftGroupEvent extends ApplicationEvent {

	private final GroupStatus status;

	/**
	 * Create the event.
	 * @param source who publishes it
	 * @param status the group after it happened
	 */
	protected RaftGroupEvent(Object source, GroupStatus status) {
		super(source);
		this.status = status;
	}

	/**
	 * Return the group it happened to.
	 * @return the name of the group
	 */
	public String getGroup() {
		return this.status.group();
	}

	/**
	 * Return the node it happened on, which is that of this application.
	 * @return the node id
	 */
	public int getNodeId() {
		return this.status.nodeId();
	}

	/**
	 * Return the term in which this node saw the group after it happened.
	 * @return the term
	 */
	public long getTerm() {
		return this.status.term();
	}

	/**
	 * Return all that was known of the group when the event was made: after what the
	 * event tells, and perhaps more, has happened.
	 * @return the status
	 */
	public GroupStatus getStatus() {
		return this.status;
	}

	@Override
	public String toString() {
		return getClass().getSimpleName() + "[group=" + getGroup() + ", nodeId=" + getNodeId() + ", term=" + getTerm()
				+ "]";
	}

}
