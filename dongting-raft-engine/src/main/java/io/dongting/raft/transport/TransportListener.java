package io.dongting.raft.transport;

import java.util.List;

/**
 * Told of everything that arrives. Called on threads of the transport, in order for each
 * link; must not block.
 */
public interface TransportListener {

	/**
	 * The link to a node is open.
	 * @param nodeId the node
	 */
	void linkOpened(int nodeId);

	/**
	 * The link to a node has ended: requests that were not answered never will be.
	 * @param nodeId the node
	 */
	void linkClosed(int nodeId);

	/**
	 * What answers in place of a node is not that node, or not one to talk to. Told once
	 * for each reason, while it is tried again and again.
	 * @param nodeId the node that is expected
	 * @param reason a sentence for people that names both sides
	 */
	void linkRefused(int nodeId, String reason);

	/**
	 * The transport connection that a node had opened to this one has ended, and it has
	 * no other: most likely the process is gone (R10). Never reported for a mere stream.
	 * @param nodeId the node
	 */
	void connectionLost(int nodeId);

	/**
	 * A request has arrived.
	 * @param nodeId the node it comes from
	 * @param request the request
	 * @param answers takes the answer
	 */
	void requestReceived(int nodeId, Message request, AnswerSink answers);

	/**
	 * Requests of several groups have arrived as one message.
	 * @param nodeId the node they come from
	 * @param requests the requests
	 * @param answers takes the answers
	 */
	default void requestsReceived(int nodeId, List<Message> requests, AnswerSink answers) {
		requests.forEach((request) -> requestReceived(nodeId, request, answers));
	}

	/**
	 * An answer has arrived on the link to a node, while it was open.
	 * @param nodeId the node
	 * @param answer the answer
	 */
	void answerReceived(int nodeId, Message answer);

	/**
	 * A link that had been congested takes requests again.
	 * @param nodeId the node
	 */
	void linkWritable(int nodeId);

}
