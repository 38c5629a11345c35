package io.dongting.raft.core.member;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a change of the membership stands by a configuration entry that is a step of it.
 * The entry of the last step stays the last configuration, so that whoever asks again for
 * what was done gets the same answer (R22).
 *
 * @param stage which step the entry is
 * @param plan what the change is to do
 * @param prepareIndex where the joint entry stands; 0 in that entry itself and before it,
 * and if the change was given up before
 * @param removed the replicas that are no longer in the configuration since the entry of
 * the last step: they have to be told (R23)
 */
public record ChangeState(Stage stage, ChangePlan plan, long prepareIndex, SortedMap<Integer, Replica> removed) {

	public ChangeState {
		removed = Collections.unmodifiableSortedMap(new TreeMap<>(removed));
	}

	/**
	 * Return whether the change has not ended.
	 * @return whether more is to come
	 */
	public boolean isOpen() {
		return this.stage == Stage.JOINING || this.stage == Stage.JOINT;
	}

	/** The steps of a change. The order is part of the format of the log. */
	public enum Stage {

		/** Nodes that are new to the group are observers, to catch up. */
		JOINING,

		/** Old and new members decide together (Raft paper 6). */
		JOINT,

		/** The new membership alone is in force. */
		COMPLETED,

		/** The membership that the change began from is in force again. */
		ABORTED

	}

}
