package io.dongting.raft.core.member;

import io.dongting.raft.Membership;

/**
 * What a change of the membership is to do. The same in all entries of one change, and in
 * no others: every change begins from an entry of its own.
 *
 * @param from the membership it begins from, and goes back to if it is given up
 * @param goal the membership it leads to
 * @param automatic whether it goes through to the end by itself, under whichever leader;
 * if not, it stops when it is joint
 * @param timeoutMillis how long the new members may take to catch up, and the rest
 * @param originIndex the index of the configuration it begins from
 */
public record ChangePlan(Membership from, Membership goal, boolean automatic, long timeoutMillis, long originIndex) {

	/**
	 * Return whether it is what somebody asks for again.
	 * @param asked what is asked for
	 * @return whether it begins and ends alike, and goes as far by itself
	 */
	public boolean isSameAs(ChangePlan asked) {
		return this.automatic == asked.automatic && this.from.equals(asked.from) && this.goal.equals(asked.goal);
	}

}
