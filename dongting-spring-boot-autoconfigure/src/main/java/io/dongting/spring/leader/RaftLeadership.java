package io.dongting.spring.leader;

import java.util.OptionalLong;

/**
 * Whether this node leads a Raft group. Thread-safe; nothing here waits for the group.
 *
 * <p>
 * All that is said here is of the past. A node that was paused may believe to lead while
 * another node leads, and has been for long: between a check and what is done on its
 * strength any time may pass. Only the fencing token protects a resource outside the
 * group: send it along with each request, and let the resource refuse a token smaller
 * than the greatest it has seen. Neither {@link #isLeader()} nor a revocation can do
 * that.
 */
public interface RaftLeadership {

	/**
	 * Return which group it is about.
	 * @return the name of the group
	 */
	String group();

	/**
	 * Return whether this node believed to lead when it last looked, and had applied
	 * everything that was committed before. Asks the group, not what callbacks were told.
	 * @return whether it leads
	 */
	default boolean isLeader() {
		return fencingToken().isPresent();
	}

	/**
	 * Return the token of the leadership of this node. Take it once, before the work
	 * begins, and keep it to the end: work that began in one leadership must not borrow
	 * the token of a later one.
	 * @return the token, greater for each later leadership of the group on whichever
	 * node; empty if this node does not lead
	 */
	OptionalLong fencingToken();

	/**
	 * Have somebody told when this node begins and ceases to lead, from now on. If it
	 * leads already, that is told soon.
	 * @param candidate told until the subscription is closed or the application stops
	 * @return ends it
	 */
	Subscription subscribe(LeaderCandidate candidate);

	/**
	 * Do some work in each leadership of this node from now on, on a thread of its own
	 * that is interrupted when the leadership ends. If it leads already, that begins
	 * soon.
	 * @param task the work, done until the subscription is closed or the application
	 * stops
	 * @return ends it, and with it the work under way
	 */
	Subscription runWhileLeading(LeaderTask task);

	/**
	 * Somebody who is told of leaderships.
	 */
	interface Subscription extends AutoCloseable {

		/**
		 * End it. If a leadership was granted, it is revoked before this returns, or, if
		 * the candidate is just being called, as soon as it has returned from that. Work
		 * that is under way is interrupted. Neither is waited for. May be called again.
		 */
		@Override
		void close();

	}

}
