package io.dongting.simulation.invariant;

/**
 * Something that must never happen has happened.
 */
public class InvariantViolation extends RuntimeException {

	public InvariantViolation(String message) {
		super(message);
	}

}
