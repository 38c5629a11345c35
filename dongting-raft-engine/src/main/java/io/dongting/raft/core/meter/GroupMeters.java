package io.dongting.raft.core.meter;

import java.util.Set;

import io.dongting.raft.NotExecutedException;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftGroupOptions;

/**
 * Told what a group does on this node. Methods must neither throw nor block, and may be
 * called by several threads at once; as they are, they do nothing.
 */
public interface GroupMeters extends AutoCloseable {

	/** Measures nothing. */
	GroupMeters NONE = new GroupMeters() {

	};

	/**
	 * This node, as leader, has appended commands to its log.
	 * @param entries how many commands, at least one
	 * @param sizeBytes their size in the log
	 */
	default void appended(int entries, int sizeBytes) {
	}

	/**
	 * Commands that this node appended together are committed.
	 * @param nanos how long ago they were appended
	 */
	default void committed(long nanos) {
	}

	/**
	 * Committed entries have been applied together.
	 * @param entries how many, at least one
	 * @param nanos how long the state machine took for all of them
	 */
	default void applied(int entries, long nanos) {
	}

	/**
	 * The disk has made the end of the log durable.
	 * @param nanos how long the sync took
	 */
	default void synced(long nanos) {
	}

	/**
	 * Commands that were submitted on this node got their results.
	 * @param count how many, at least one
	 */
	default void proposalsExecuted(int count) {
	}

	/**
	 * A command that was submitted on this node was refused.
	 * @param reason why
	 */
	default void proposalNotExecuted(NotExecutedException.Reason reason) {
	}

	/**
	 * Whoever submitted a command on this node was told that its outcome is not known.
	 */
	default void proposalUnknown() {
	}

	/**
	 * This node asks for votes in a new term.
	 */
	default void electionBegun() {
	}

	/**
	 * This node was elected.
	 */
	default void electionWon() {
	}

	/**
	 * This node has saved a snapshot.
	 * @param nanos how long it took, from when the state was to be frozen
	 * @param sizeBytes its size
	 */
	default void snapshotSaved(long nanos, long sizeBytes) {
	}

	/**
	 * This node could not save a snapshot.
	 */
	default void snapshotNotSaved() {
	}

	/**
	 * This node has got a snapshot from its leader.
	 * @param nanos how long it took, from when the first piece came
	 * @param sizeBytes its size
	 */
	default void snapshotInstalled(long nanos, long sizeBytes) {
	}

	/**
	 * This node leads others, or other others, or no more.
	 * @param nodeIds the nodes that the status of the group shows as peers from now on
	 */
	default void peersChanged(Set<Integer> nodeIds) {
	}

	/**
	 * The group has left this node. May be called again.
	 */
	@Override
	default void close() {
	}

	/**
	 * Measures groups.
	 */
	@FunctionalInterface
	interface Source {

		/** Measures no group. */
		Source NONE = (group, options) -> GroupMeters.NONE;

		/**
		 * Begin to measure a group, which need not run yet.
		 * @param group the group
		 * @param options how it behaves
		 * @return told what it does, until it is {@linkplain GroupMeters#close closed}
		 */
		GroupMeters of(RaftGroup group, RaftGroupOptions options);

	}

}
