package io.dongting.spring.statemachine;

/**
 * A state machine that cannot work as it is written, found at start-up.
 */
public class InvalidStateMachineException extends RuntimeException {

	private final String action;

	/**
	 * Create the exception.
	 * @param reason what is wrong, a full sentence
	 * @param action what to change, a full sentence
	 */
	public InvalidStateMachineException(String reason, String action) {
		super(reason);
		this.action = action;
	}

	/**
	 * Return what to change.
	 * @return a full sentence
	 */
	public String action() {
		return this.action;
	}

}
