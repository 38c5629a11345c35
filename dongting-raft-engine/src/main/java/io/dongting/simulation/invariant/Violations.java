package io.dongting.simulation.invariant;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the first violation until the step is over: thrown at once, it would come out of
 * the code of a replica, which takes it for a failure of its own.
 */
final class Violations {

	private @Nullable InvariantViolation first;

	void check(boolean holds, String format, @Nullable Object... arguments) {
		if (!holds && this.first == null) {
			this.first = new InvariantViolation(String.format(format, arguments));
		}
	}

	void rethrow() {
		if (this.first != null) {
			throw this.first;
		}
	}

}
