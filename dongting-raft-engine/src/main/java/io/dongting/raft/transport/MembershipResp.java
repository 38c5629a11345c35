package io.dongting.raft.transport;

import io.dongting.raft.MembershipException;
import io.dongting.raft.MembershipPreview;
import io.dongting.raft.NotExecutedException;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link MembershipReq}, when there is an outcome.
 *
 * @param envelope the leader's
 * @param outcome the outcome
 */
public record MembershipResp(Envelope envelope, Outcome outcome) implements Message {

	/**
	 * What became of what was wanted.
	 *
	 * @param kind which of the things that can happen
	 * @param index the index of a configuration, when done; else 0
	 * @param result why it was refused, when it was; else {@code null}
	 * @param reason why it was not looked at, when it was not; else {@code null}
	 * @param message a sentence for people, when not done; else empty
	 * @param preview what a change would lead to, when that was asked; else {@code null}
	 */
	public record Outcome(Kind kind, long index, MembershipException.@Nullable Result result,
			NotExecutedException.@Nullable Reason reason, String message, @Nullable MembershipPreview preview) {

		/**
		 * Return that it was done.
		 * @param index the index of the configuration that did it
		 * @return the outcome
		 */
		public static Outcome done(long index) {
			return new Outcome(Kind.DONE, index, null, null, "", null);
		}

		/**
		 * Return that it was refused, or given up.
		 * @param result why
		 * @param message a sentence for people
		 * @return the outcome
		 */
		public static Outcome refused(MembershipException.Result result, String message) {
			return new Outcome(Kind.REFUSED, 0, result, null, message, null);
		}

		/**
		 * Return that nothing was done, and the asker may try again.
		 * @param reason why
		 * @param message a sentence for people
		 * @return the outcome
		 */
		public static Outcome notExecuted(NotExecutedException.Reason reason, String message) {
			return new Outcome(Kind.NOT_EXECUTED, 0, null, reason, message, null);
		}

		/**
		 * Return that nobody can tell.
		 * @param message a sentence for people
		 * @return the outcome
		 */
		public static Outcome unknown(String message) {
			return new Outcome(Kind.UNKNOWN, 0, null, null, message, null);
		}

		/**
		 * Return what a change would lead to.
		 * @param preview what it would lead to
		 * @return the outcome
		 */
		public static Outcome previewed(MembershipPreview preview) {
			return new Outcome(Kind.PREVIEWED, 0, null, null, "", preview);
		}

	}

	/** What can happen. The order is part of the wire format. */
	public enum Kind {

		/** It is done. */
		DONE,

		/** It is not done, or no more. */
		REFUSED,

		/** It was not looked at. */
		NOT_EXECUTED,

		/** It may be done yet. */
		UNKNOWN,

		/** It was only to be said what would be. */
		PREVIEWED

	}

}
