package io.dongting.spring.leader;

/**
 * A method annotated with {@link RunOnLeader} that cannot work as it is written, found
 * when its bean is made.
 */
public class InvalidLeaderMethodException extends RuntimeException {

	private final String action;

	/**
	 * Create the exception.
	 * @param reason what is wrong, a full sentence
	 * @param action what to change, a full sentence
	 */
	public InvalidLeaderMethodException(String reason, String action) {
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
