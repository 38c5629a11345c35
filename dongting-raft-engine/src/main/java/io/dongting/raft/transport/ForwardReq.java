package io.dongting.raft.transport;

import java.util.List;

/**
 * A node passes on to the leader commands that were submitted to it.
 *
 * @param envelope the asker's
 * @param tasks the commands
 */
public record ForwardReq(Envelope envelope, List<Task> tasks) implements Message {

	/**
	 * One command.
	 *
	 * @param taskId chosen by the asker; the outcome repeats it
	 * @param timeoutMillis how long the asker still waits
	 * @param body the command; not to be changed
	 */
	public record Task(long taskId, long timeoutMillis, byte[] body) {

	}

}
