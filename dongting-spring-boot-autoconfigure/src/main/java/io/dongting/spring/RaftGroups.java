package io.dongting.spring;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;

import io.dongting.raft.RaftGroup;

/**
 * The Raft groups of this node. Always up to date, so also where groups come and go while
 * the application runs. All methods are thread-safe.
 */
public interface RaftGroups extends Iterable<RaftGroup> {

	/**
	 * Return the group with a name.
	 * @param name the group's name
	 * @return the group
	 * @throws IllegalArgumentException if this node has no such group
	 */
	RaftGroup get(String name);

	/**
	 * Look for a group.
	 * @param name the group's name
	 * @return the group, or empty if this node has no such group
	 */
	Optional<RaftGroup> find(String name);

	/**
	 * Return all groups of this node at this moment.
	 * @return an unmodifiable list
	 */
	List<RaftGroup> all();

	@Override
	default Iterator<RaftGroup> iterator() {
		return all().iterator();
	}

}
