package io.dongting.raft.core.change;

import java.time.Duration;
import java.util.SortedSet;

import io.dongting.raft.Membership;
import io.dongting.raft.MembershipChange;
import io.dongting.raft.transport.Envelope;
import io.dongting.raft.transport.MembershipReq;
import io.dongting.raft.transport.MembershipReq.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants done with the membership.
 *
 * @param kind what is wanted
 * @param expected what the membership has to be, when preparing; else {@code null}
 * @param members the members to be, {@code null} where they are not said
 * @param observers the observers to be, {@code null} where they are not said
 * @param prepareIndex what to commit; else 0
 * @param timeoutMillis how long the caller waits
 */
public record ChangeRequest(Kind kind, @Nullable Membership expected, @Nullable SortedSet<Integer> members,
		@Nullable SortedSet<Integer> observers, long prepareIndex, long timeoutMillis) {

	private static final long DEFAULT_TIMEOUT_MILLIS = 10_000;

	public static ChangeRequest prepare(Membership expected, Membership goal, long timeoutMillis) {
		return new ChangeRequest(Kind.PREPARE, expected, goal.members(), goal.observers(), 0, timeoutMillis);
	}

	public static ChangeRequest commit(long prepareIndex) {
		return new ChangeRequest(Kind.COMMIT, null, null, null, prepareIndex, DEFAULT_TIMEOUT_MILLIS);
	}

	public static ChangeRequest abort() {
		return new ChangeRequest(Kind.ABORT, null, null, null, 0, DEFAULT_TIMEOUT_MILLIS);
	}

	public static ChangeRequest cancel() {
		return new ChangeRequest(Kind.CANCEL, null, null, null, 0, DEFAULT_TIMEOUT_MILLIS);
	}

	/**
	 * Return the request to change the membership, or to say what that would lead to.
	 * @param kind which of both
	 * @param change the change
	 * @return the request
	 */
	public static ChangeRequest of(Kind kind, MembershipChange change) {
		return new ChangeRequest(kind, null, change.members(), change.observers(), 0,
				Math.max(1, change.timeout().toMillis()));
	}

	static ChangeRequest of(MembershipReq message) {
		return new ChangeRequest(message.kind(), message.expected(), message.members(), message.observers(),
				message.prepareIndex(), message.timeoutMillis());
	}

	MembershipReq toMessage(Envelope envelope, long leftMillis) {
		return new MembershipReq(envelope, this.kind, this.expected, this.members, this.observers, this.prepareIndex,
				leftMillis);
	}

	/** Return what the membership is to be that was another before. */
	Membership goal(Membership current) {
		return new MembershipChange(this.members, this.observers, Duration.ofMillis(Math.max(1, this.timeoutMillis)))
			.appliedTo(current);
	}

}
