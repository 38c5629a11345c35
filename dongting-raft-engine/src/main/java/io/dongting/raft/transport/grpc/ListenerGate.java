package io.dongting.raft.transport.grpc;

import java.util.List;

import io.dongting.raft.transport.AnswerSink;
import io.dongting.raft.transport.Message;
import io.dongting.raft.transport.TransportListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports to the listener until it is closed. An exception of the listener is its own
 * failure and not one of the link: it is logged, and the message counts as lost.
 */
final class ListenerGate implements TransportListener {

	private static final Logger logger = LoggerFactory.getLogger(GrpcTransport.class);

	private final TransportListener listener;

	private volatile boolean closed;

	ListenerGate(TransportListener listener) {
		this.listener = listener;
	}

	void close() {
		this.closed = true;
	}

	@Override
	public void linkOpened(int nodeId) {
		report(() -> this.listener.linkOpened(nodeId));
	}

	@Override
	public void linkClosed(int nodeId) {
		report(() -> this.listener.linkClosed(nodeId));
	}

	@Override
	public void linkRefused(int nodeId, String reason) {
		report(() -> this.listener.linkRefused(nodeId, reason));
	}

	@Override
	public void connectionLost(int nodeId) {
		report(() -> this.listener.connectionLost(nodeId));
	}

	@Override
	public void requestReceived(int nodeId, Message request, AnswerSink answers) {
		report(() -> this.listener.requestReceived(nodeId, request, answers));
	}

	@Override
	public void requestsReceived(int nodeId, List<Message> requests, AnswerSink answers) {
		report(() -> this.listener.requestsReceived(nodeId, requests, answers));
	}

	@Override
	public void answerReceived(int nodeId, Message answer) {
		report(() -> this.listener.answerReceived(nodeId, answer));
	}

	@Override
	public void linkWritable(int nodeId) {
		report(() -> this.listener.linkWritable(nodeId));
	}

	private void report(Runnable report) {
		if (this.closed) {
			return;
		}
		try {
			report.run();
		}
		catch (RuntimeException ex) {
			logger.error("The listener of the transport has failed; what it was told is lost", ex);
		}
	}

}
