package io.dongting.raft.transport;

import java.util.List;
import java.util.concurrent.CompletionStage;

import io.dongting.raft.HostPort;

/**
 * Carries messages to other nodes. Sending never blocks and never waits: a message that
 * cannot be sent now is dropped, and the protocol sends another in its own time.
 */
public interface Transport extends AutoCloseable {

	/**
	 * Open the port, if there is one to open, and begin to report to the listener.
	 * @param listener told of everything that arrives
	 * @throws io.dongting.raft.RaftException if the port cannot be opened
	 */
	void start(TransportListener listener);

	/**
	 * Open a link to a node, and open it anew whenever it ends, until told otherwise.
	 * Where a link to the node exists, it is kept if the address is the same.
	 * @param nodeId the node that is expected there; a link to any other is refused
	 * @param address where it is reached
	 */
	void connect(int nodeId, HostPort address);

	/**
	 * Close the link to a node and open it no more. What the node itself has opened to
	 * this one stays.
	 * @param nodeId the node
	 * @return completed, perhaps on a thread of the transport, when the link has ended
	 */
	CompletionStage<Void> disconnect(int nodeId);

	/**
	 * Send a request over the link to a node.
	 * @param nodeId the node
	 * @param request the request
	 * @return whether it was taken; if not, there is no link now or it is congested
	 */
	boolean send(int nodeId, Message request);

	/**
	 * Send a request that may wait a moment for those of other groups to the same node,
	 * to go with them as one message (R15).
	 * @param nodeId the node
	 * @param request the request
	 * @return whether it was taken; it may be dropped later all the same
	 */
	default boolean sendSoon(int nodeId, Message request) {
		return send(nodeId, request);
	}

	/**
	 * Send requests of several groups over the link to a node, as one message where that
	 * is possible.
	 * @param nodeId the node
	 * @param requests the requests, at least one
	 * @return whether all of them were taken; if not, there is no link now or it is
	 * congested
	 */
	default boolean sendAll(int nodeId, List<Message> requests) {
		boolean taken = true;
		for (Message request : requests) {
			taken &= send(nodeId, request);
		}
		return taken;
	}

	/**
	 * Close all links and the port. Nothing is reported after it returns.
	 */
	@Override
	void close();

}
