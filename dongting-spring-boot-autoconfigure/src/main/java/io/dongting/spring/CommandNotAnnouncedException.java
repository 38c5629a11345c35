package io.dongting.spring;

import io.dongting.raft.NotExecutedException;

/**
 * The command was not executed, and never will be, because not every member of the group
 * has said yet that it can apply it: some still run a version of the application that
 * does not have the command, or has it in another form, and would stop if they met it in
 * the log. Trying again helps as soon as they have been replaced.
 *
 * <p>
 * Its reason is {@link Reason#NOT_ACCEPTED}.
 */
public class CommandNotAnnouncedException extends NotExecutedException {

	/**
	 * Create the exception.
	 * @param message which command is not accepted, and for which nodes it waits
	 */
	public CommandNotAnnouncedException(String message) {
		super(Reason.NOT_ACCEPTED, message);
	}

}
