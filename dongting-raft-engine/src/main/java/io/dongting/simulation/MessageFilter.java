package io.dongting.simulation;

import io.dongting.raft.transport.Message;

/**
 * Decides which messages a {@link SimulatedNetwork} carries.
 */
@FunctionalInterface
public interface MessageFilter {

	/**
	 * Decide on a message.
	 * @param fromNodeId the sender
	 * @param toNodeId the receiver
	 * @param message the message, a request or an answer
	 * @return {@code false} to drop it
	 */
	boolean passes(int fromNodeId, int toNodeId, Message message);

}
