package io.dongting.raft.core.state;

/**
 * Has to act when the role changes. Called on the group's thread after the change; must
 * not change the role itself.
 */
public interface RoleListener {

	/**
	 * This replica was elected: the term is its own, from now on.
	 */
	default void leadershipBegan() {
	}

	/**
	 * This replica no longer leads.
	 */
	default void leadershipEnded() {
	}

	/**
	 * The leader this replica knows of is another one, or none.
	 */
	default void leaderChanged() {
	}

	/**
	 * The term is another one: whatever was under way in the old one is void.
	 */
	default void termChanged() {
	}

}
