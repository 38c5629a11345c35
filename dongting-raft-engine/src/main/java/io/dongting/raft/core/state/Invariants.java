package io.dongting.raft.core.state;

import java.util.function.Supplier;

/**
 * Checks that are always on. What they guard against cannot happen; if it does all the
 * same, stopping the group is the only safe answer.
 */
public final class Invariants {

	private Invariants() {
	}

	/**
	 * Stop the group unless a condition holds.
	 * @param holds the condition
	 * @param rule says which rule would be broken, and by what
	 * @throws InvariantViolationError if it does not hold
	 */
	public static void check(boolean holds, Supplier<String> rule) {
		if (!holds) {
			throw new InvariantViolationError(rule.get());
		}
	}

	/**
	 * A rule that the protocol rests on was found broken.
	 */
	public static final class InvariantViolationError extends Error {

		private static final long serialVersionUID = 1L;

		InvariantViolationError(String message) {
			super(message);
		}

	}

}
