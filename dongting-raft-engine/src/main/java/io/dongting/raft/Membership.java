package io.dongting.raft;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who belongs to a group: the nodes that vote, and those that only receive the log.
 *
 * @param members the voters, not empty
 * @param observers the others, disjoint from the members
 */
public record Membership(SortedSet<Integer> members, SortedSet<Integer> observers) {

	/** More nodes than this no group has, members and observers together. */
	public static final int MAX_NODES = 64;

	/**
	 * Create one.
	 * @throws InvalidConfigurationException if there are no members, a node is named
	 * twice, an id is not positive, or there are more than {@value #MAX_NODES} nodes
	 */
	public Membership {
		members = Collections.unmodifiableSortedSet(new TreeSet<>(members));
		observers = Collections.unmodifiableSortedSet(new TreeSet<>(observers));
		if (members.isEmpty()) {
			throw new InvalidConfigurationException("members", "A group needs at least one member.");
		}
		requirePositive("members", members);
		requirePositive("observers", observers);
		SortedSet<Integer> both = new TreeSet<>(members);
		both.retainAll(observers);
		if (!both.isEmpty()) {
			throw new InvalidConfigurationException("observers",
					both + " cannot be members and observers at the same time.");
		}
		if (members.size() + observers.size() > MAX_NODES) {
			throw new InvalidConfigurationException("members",
					"A group has at most " + MAX_NODES + " nodes, not " + (members.size() + observers.size()) + ".");
		}
	}

	/**
	 * Create one from sets of any kind.
	 * @param members the voters
	 * @param observers the others
	 * @return the membership
	 * @throws InvalidConfigurationException if it could not be that of a group
	 */
	public static Membership of(Collection<Integer> members, Collection<Integer> observers) {
		return new Membership(new TreeSet<>(members), new TreeSet<>(observers));
	}

	private static void requirePositive(String name, SortedSet<Integer> ids) {
		if (!ids.isEmpty() && ids.first() <= 0) {
			throw new InvalidConfigurationException(name, "A node id is a positive number, not " + ids.first() + ".");
		}
	}

	/**
	 * Return all nodes.
	 * @return members and observers
	 */
	public SortedSet<Integer> nodes() {
		SortedSet<Integer> nodes = new TreeSet<>(this.members);
		nodes.addAll(this.observers);
		return nodes;
	}

	/**
	 * Return how many members it takes to decide anything.
	 * @return a majority
	 */
	public int quorum() {
		return this.members.size() / 2 + 1;
	}

	/**
	 * Return how many members may fail before nothing can be decided any more.
	 * @return how many failures are borne
	 */
	public int toleratedFailures() {
		return this.members.size() - quorum();
	}

	@Override
	public String toString() {
		return "members " + this.members + (this.observers.isEmpty() ? "" : " and observers " + this.observers);
	}

}
