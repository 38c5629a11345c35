package io.dongting.raft;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * What is to become of the membership of a group, in one call.
 *
 * @param members the new voters, {@code null} to leave them as they are, but for those
 * that become observers
 * @param observers the new observers, {@code null} to leave them as they are, but for
 * those that become members
 * @param timeout how long to wait for the outcome; positive. When most of it has passed
 * and the new members have not caught up, the change is given up; once it is joint it
 * goes through, though the caller may not learn of it
 */
public record MembershipChange(@Nullable SortedSet<Integer> members, @Nullable SortedSet<Integer> observers,
		Duration timeout) {

	/**
	 * Create one.
	 * @throws InvalidConfigurationException if it could not be carried out whatever the
	 * membership is
	 */
	public MembershipChange {
		if (timeout.isNegative() || timeout.isZero()) {
			throw new InvalidConfigurationException("timeout", "A timeout is positive, not " + timeout + ".");
		}
		members = (members != null) ? Collections.unmodifiableSortedSet(new TreeSet<>(members)) : null;
		observers = (observers != null) ? Collections.unmodifiableSortedSet(new TreeSet<>(observers)) : null;
		if (members != null) {
			Membership.of(members, (observers != null) ? observers : Collections.emptySortedSet());
		}
		else if (observers != null && !observers.isEmpty() && observers.first() <= 0) {
			throw new InvalidConfigurationException("observers",
					"A node id is a positive number, not " + observers.first() + ".");
		}
	}

	/**
	 * Return what a membership becomes.
	 * @param current what it is
	 * @return what it is to be
	 * @throws InvalidConfigurationException if that could not be the membership of a
	 * group
	 */
	public Membership appliedTo(Membership current) {
		SortedSet<Integer> voters = new TreeSet<>((this.members != null) ? this.members : current.members());
		SortedSet<Integer> others = new TreeSet<>((this.observers != null) ? this.observers : current.observers());
		if (this.members == null) {
			voters.removeAll(others);
		}
		else if (this.observers == null) {
			others.removeAll(voters);
		}
		return new Membership(voters, others);
	}

}
