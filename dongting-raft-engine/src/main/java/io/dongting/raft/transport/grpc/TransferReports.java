package io.dongting.raft.transport.grpc;

import io.dongting.raft.transport.AnswerSink;
import io.dongting.raft.transport.Message;
import io.dongting.raft.transport.TransportListener;

/**
 * What is reported of the links that carry snapshots: only what comes over them. Whether
 * a peer can be reached is told by its other link.
 *
 * @param listener who is told
 */
record TransferReports(TransportListener listener) implements TransportListener {

	@Override
	public void linkOpened(int nodeId) {
		this.listener.linkWritable(nodeId);
	}

	@Override
	public void linkClosed(int nodeId) {
		// what was sent is asked for again
	}

	@Override
	public void linkRefused(int nodeId, String reason) {
		// logged by the link, and told by the other one
	}

	@Override
	public void connectionLost(int nodeId) {
		// told by the other connection
	}

	@Override
	public void requestReceived(int nodeId, Message request, AnswerSink answers) {
		this.listener.requestReceived(nodeId, request, answers);
	}

	@Override
	public void answerReceived(int nodeId, Message answer) {
		this.listener.answerReceived(nodeId, answer);
	}

	@Override
	public void linkWritable(int nodeId) {
		this.listener.linkWritable(nodeId);
	}

}
