package io.dongting.raft;

/**
 * Told what changes in the groups of a server. An application overrides what it wants to
 * know of.
 *
 * <p>
 * Listeners are called on threads of their own. They may block: no group waits for them.
 * What concerns one group comes one call after the other, in the order in which it
 * happened; meanwhile other groups may call the same listener. What it throws is logged.
 *
 * <p>
 * A listener hears what has become of a group since it was called last, not every step:
 * while it is busy, or the process stands still, a leadership may come and go unheard.
 * One that it heard of it also hears the end of, before that of the next, though the same
 * node leads again.
 *
 * <p>
 * Being told late is the rule. A node that was paused may believe to lead while another
 * has led for long, and acts on it before it hears of it. Nothing but the
 * {@linkplain GroupStatus#fencingToken() fencing token} protects a resource outside the
 * group from that: it has to be sent along, and the resource has to refuse a smaller one
 * than the greatest it has seen.
 */
public interface RaftGroupListener {

	/**
	 * This node leads and may serve: all that was committed before is applied.
	 * @param status the group as it is now
	 * @param fencingToken tells this leadership from all others of the group: it is
	 * greater than those before it, see {@link GroupStatus#fencingToken()}
	 */
	default void leadershipGained(GroupStatus status, long fencingToken) {
	}

	/**
	 * A leadership that was gained has ended.
	 * @param status the group as it is now; this node may lead again, in a later term
	 * @param fencingToken the token of the leadership that has ended
	 */
	default void leadershipLost(GroupStatus status, long fencingToken) {
	}

	/**
	 * Another configuration is in force. That is so as soon as it is in the log of this
	 * node, and it may still be taken back. The first one that is found is not told.
	 * @param status the group as it is now
	 */
	default void configurationChanged(GroupStatus status) {
	}

	/**
	 * The group has caught up on this node since it was started, and can serve.
	 * @param status the group as it is now
	 */
	default void becameReady(GroupStatus status) {
	}

	/**
	 * The group was ready on this node and is not any more: it has failed, is not part of
	 * the configuration any more, or is being stopped.
	 * @param status the group as it is now, which says why
	 */
	default void becameUnready(GroupStatus status) {
	}

	/**
	 * The disk has failed or holds damage: this node takes no further part in the group
	 * until it is started again.
	 * @param status the group as it is now, whose detail says more
	 */
	default void storageFailed(GroupStatus status) {
	}

}
