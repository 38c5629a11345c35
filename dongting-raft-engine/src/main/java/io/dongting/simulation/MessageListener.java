package io.dongting.simulation;

import io.dongting.raft.transport.Message;

/**
 * Told of every message that a node sends in a {@link SimulatedNetwork}, whether it
 * arrives or not.
 */
@FunctionalInterface
public interface MessageListener {

	/**
	 * A message was sent.
	 * @param fromNodeId the sender
	 * @param toNodeId the receiver
	 * @param message the message, a request or an answer
	 * @param bytes its encoding, not to be changed
	 */
	void sent(int fromNodeId, int toNodeId, Message message, byte[] bytes);

}
