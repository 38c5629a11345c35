package io.dongting.raft.core.quorum;

import java.util.Arrays;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;

/**
 * The voters of a configuration, and what a majority of them has reached. In a joint
 * configuration there are two sets, and whatever is decided needs a majority of each
 * (Raft paper 6). Immutable.
 */
public final class Quorum {

	private final int[] members;

	private final int[] preparedMembers;

	private final int[] voters;

	/**
	 * Create a quorum.
	 * @param members the voters
	 * @param preparedMembers the voters a joint configuration leads to; empty when it is
	 * not joint
	 */
	public Quorum(Collection<Integer> members, Collection<Integer> preparedMembers) {
		this.members = toArray(members);
		this.preparedMembers = toArray(preparedMembers);
		SortedSet<Integer> union = new TreeSet<>(members);
		union.addAll(preparedMembers);
		this.voters = toArray(union);
	}

	/**
	 * Return the largest value that a majority has reached, of each set when joint. With
	 * match indexes this is the index that is replicated widely enough; with times, the
	 * moment since which a majority has been heard of.
	 * @param value the value of a voter
	 * @return the value; {@link Long#MIN_VALUE} when there are no voters
	 */
	public long reachedBy(IntToLongFunction value) {
		long reached = majority(this.members, value);
		return (this.preparedMembers.length == 0) ? reached : Math.min(reached, majority(this.preparedMembers, value));
	}

	/**
	 * Return whether those who agree are a majority, of each set when joint.
	 * @param agrees whether a voter agrees
	 * @return whether it is decided
	 */
	public boolean agreedBy(IntPredicate agrees) {
		return isMajority(this.members, agrees)
				&& (this.preparedMembers.length == 0 || isMajority(this.preparedMembers, agrees));
	}

	/**
	 * Return whether a node has a vote in either set.
	 * @param nodeId the node
	 * @return whether it is a voter
	 */
	public boolean contains(int nodeId) {
		return Arrays.binarySearch(this.voters, nodeId) >= 0;
	}

	/**
	 * Return the voters of both sets, ascending.
	 * @return a copy
	 */
	public int[] voters() {
		return this.voters.clone();
	}

	private static long majority(int[] set, IntToLongFunction value) {
		if (set.length == 0) {
			return Long.MIN_VALUE;
		}
		if (set.length == 1) {
			return value.applyAsLong(set[0]);
		}
		long[] values = new long[set.length];
		for (int i = 0; i < set.length; i++) {
			values[i] = value.applyAsLong(set[i]);
		}
		Arrays.sort(values);
		return values[(set.length - 1) / 2];
	}

	private static boolean isMajority(int[] set, IntPredicate agrees) {
		int agreeing = 0;
		for (int voter : set) {
			if (agrees.test(voter)) {
				agreeing++;
			}
		}
		return agreeing > set.length / 2;
	}

	private static int[] toArray(Collection<Integer> ids) {
		return ids.stream().mapToInt(Integer::intValue).sorted().toArray();
	}

	@Override
	public String toString() {
		return Arrays.toString(this.members)
				+ ((this.preparedMembers.length == 0) ? "" : " and " + Arrays.toString(this.preparedMembers));
	}

}
