package io.dongting.raft;

import org.jspecify.annotations.Nullable;

/**
 * Gives groups that are added while a server runs what their logs drive. Asked again at
 * each start for every such group, since only the groups are kept on disk, not the
 * objects behind them. May be called on any thread that may block.
 */
@FunctionalInterface
public interface StateMachineFactory {

	/** Knows no group. */
	StateMachineFactory NONE = (group) -> null;

	/**
	 * Make the state machine of a group.
	 * @param group the name of the group
	 * @return a new state machine, in its initial state, or {@code null} if the
	 * application has none for a group of that name
	 */
	@Nullable StateMachine create(String group);

	/**
	 * Return how a group behaves that comes back after a restart. Options are
	 * configuration of the process and not kept with the group.
	 * @param group the name of the group
	 * @return its options, unless overridden the defaults
	 */
	default RaftGroupOptions options(String group) {
		return RaftGroupOptions.DEFAULTS;
	}

}
