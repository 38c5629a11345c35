package io.dongting.raft;

/**
 * A configuration that cannot work, found before anything was started or changed.
 */
public class InvalidConfigurationException extends RaftException {

	private final String name;

	private final String reason;

	/**
	 * Create the exception.
	 * @param name the setting that is wrong, as the configuration records name it, such
	 * as {@code leasePromise}
	 * @param reason what is wrong with it and what would be right, a full sentence
	 */
	public InvalidConfigurationException(String name, String reason) {
		super("Invalid '" + name + "': " + reason);
		this.name = name;
		this.reason = reason;
	}

	/**
	 * Return the setting that is wrong.
	 * @return its name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Return what is wrong with it and what would be right.
	 * @return a full sentence
	 */
	public String reason() {
		return this.reason;
	}

}
