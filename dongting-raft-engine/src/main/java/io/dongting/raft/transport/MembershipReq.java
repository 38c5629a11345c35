package io.dongting.raft.transport;

import java.util.SortedSet;

import io.dongting.raft.Membership;
import org.jspecify.annotations.Nullable;

/**
 * A node passes on to the leader what somebody wants done with the membership.
 *
 * @param envelope the asker's
 * @param kind what is wanted
 * @param expected what the membership has to be, when preparing; else {@code null}
 * @param members the members to be, {@code null} where they are not said
 * @param observers the observers to be, {@code null} where they are not said
 * @param prepareIndex what to commit; else 0
 * @param timeoutMillis how long the asker still waits
 */
public record MembershipReq(Envelope envelope, Kind kind, @Nullable Membership expected,
		@Nullable SortedSet<Integer> members, @Nullable SortedSet<Integer> observers, long prepareIndex,
		long timeoutMillis) implements Message {

	/** What can be wanted. The order is part of the wire format. */
	public enum Kind {

		/** Go as far as the joint configuration. */
		PREPARE,

		/** Complete what was prepared. */
		COMMIT,

		/** Give up what was prepared. */
		ABORT,

		/** Change, whole. */
		CHANGE,

		/** Say what a change would lead to. */
		PREVIEW,

		/** Give up whatever is under way. */
		CANCEL

	}

}
