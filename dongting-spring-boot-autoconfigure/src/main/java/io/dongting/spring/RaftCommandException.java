package io.dongting.spring;

import org.jspecify.annotations.Nullable;

/**
 * A command was executed and failed with an exception that could not be rebuilt as itself
 * where it was called, or gave a result that could not be read there. The same happened
 * on every node.
 */
public class RaftCommandException extends RuntimeException {

	private final String type;

	/**
	 * Create the exception.
	 * @param type the name of the class of the exception that the command threw
	 * @param message its message
	 * @param cause the exception itself where it could be rebuilt, else {@code null}
	 */
	public RaftCommandException(String type, @Nullable String message, @Nullable Throwable cause) {
		super((message != null) ? type + ": " + message : type, cause);
		this.type = type;
	}

	/**
	 * Return the class of the exception that the command threw.
	 * @return the fully qualified class name
	 */
	public String type() {
		return this.type;
	}

}
