package io.dongting.spring.leader;

/**
 * Where an application asks whether it leads: a bean that knows all Raft groups of this
 * node. Thread-safe.
 */
public interface RaftLeaderships {

	/**
	 * Return the leadership of a group.
	 * @param group the name of the group
	 * @return whether this node leads it, at any time
	 * @throws IllegalArgumentException if this node has no such group at the moment
	 */
	RaftLeadership group(String group);

}
