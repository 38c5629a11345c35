package io.dongting.spring.autoconfigure.properties;

/**
 * A property that cannot be followed, found before anything was started.
 */
public class InvalidRaftPropertyException extends RuntimeException {

	private final String property;

	private final String reason;

	private final String action;

	/**
	 * Create the exception.
	 * @param property the name as the user writes it
	 * @param reason what is wrong, full sentences
	 * @param action what to change, full sentences
	 */
	public InvalidRaftPropertyException(String property, String reason, String action) {
		super("Invalid '" + property + "': " + reason);
		this.property = property;
		this.reason = reason;
		this.action = action;
	}

	/**
	 * Return the property.
	 * @return its name as the user writes it
	 */
	public String property() {
		return this.property;
	}

	/**
	 * Return what is wrong.
	 * @return full sentences
	 */
	public String reason() {
		return this.reason;
	}

	/**
	 * Return what to change.
	 * @return full sentences
	 */
	public String action() {
		return this.action;
	}

}
