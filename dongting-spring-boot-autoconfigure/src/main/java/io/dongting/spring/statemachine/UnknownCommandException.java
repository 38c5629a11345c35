package io.dongting.spring.statemachine;

/**
 * The log holds a command that this version of the application does not know. The group
 * stops applying on this node: skipping the command would let the nodes drift apart.
 */
public class UnknownCommandException extends RuntimeException {

	/**
	 * Create the exception.
	 * @param id the id of the command in the log
	 * @param type the class that does not know it
	 */
	public UnknownCommandException(String id, Class<?> type) {
		super("UNKNOWN_COMMAND: " + type.getName() + " has no command '" + id
				+ "'. Run a version of the application on this node that has it.");
	}

}
