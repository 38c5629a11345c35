package io.dongting.raft;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A group as a node is told of it. The members only create a group: once it has a log,
 * the log says who belongs to it (R4).
 *
 * @param name the name: a lower-case letter, then up to 62 lower-case letters, digits and
 * hyphens
 * @param groupId the number under which the nodes know the group, positive
 * @param members the first voters, not empty
 * @param observers the first observers, disjoint from the members
 * @param options how the group behaves
 */
public record RaftGroupConfig(String name, int groupId, SortedSet<Integer> members, SortedSet<Integer> observers,
		RaftGroupOptions options) {

	private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

	public RaftGroupConfig {
		if (!NAME.matcher(name).matches()) {
			throw new InvalidConfigurationException("name", "The group name '" + name
					+ "' is not a lower-case letter followed by at most 62 lower-case letters, digits and hyphens.");
		}
		if (groupId <= 0) {
			throw new InvalidConfigurationException("id", "A group id is a positive number, not " + groupId + ".");
		}
		members = Collections.unmodifiableSortedSet(new TreeSet<>(members));
		observers = Collections.unmodifiableSortedSet(new TreeSet<>(observers));
		if (members.isEmpty()) {
			throw new InvalidConfigurationException("members", "Group '" + name + "' has no members.");
		}
		SortedSet<Integer> both = new TreeSet<>(members);
		both.retainAll(observers);
		if (!both.isEmpty()) {
			throw new InvalidConfigurationException("observers",
					"In group '" + name + "' " + both + " are members and observers at the same time.");
		}
	}

}
