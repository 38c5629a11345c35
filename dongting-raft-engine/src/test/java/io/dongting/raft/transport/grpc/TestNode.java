package io.dongting.raft.transport.grpc;

import java.time.Duration;

import io.dongting.raft.HostPort;
import io.dongting.raft.transport.AnswerSink;
import io.dongting.raft.transport.Message;
import io.dongting.raft.transport.MessageCodec;

/**
 * A transport on a port of its own that answers every request.
 */
class TestNode extends RecordingListener implements AutoCloseable {

	/** Quick to try again, and never suspicious. */
	static final LinkTiming TIMING = new LinkTiming(Duration.ofMillis(10), Duration.ofMillis(50), PATIENCE, PATIENCE,
			PATIENCE);

	private final int nodeId;

	private final GrpcTransport transport;

	TestNode(int nodeId) {
		this(nodeId, 1, 0, TIMING);
	}

	TestNode(int nodeId, long startNumber, int port, LinkTiming timing) {
		this(nodeId, startNumber, port, timing, GrpcCredentials.insecure());
	}

	TestNode(int nodeId, long startNumber, int port, LinkTiming timing, GrpcCredentials credentials) {
		this.nodeId = nodeId;
		this.transport = new GrpcTransport(nodeId, startNumber, new HostPort("localhost", port),
				MessageCodec.LARGEST_MESSAGE_BYTES, credentials, timing);
		this.transport.start(this);
	}

	GrpcTransport transport() {
		return this.transport;
	}

	int port() {
		return this.transport.boundPort();
	}

	HostPort address() {
		return new HostPort("localhost", port());
	}

	void link(TestNode other) {
		int before = (int) count("linkOpened " + other.nodeId);
		this.transport.connect(other.nodeId, other.address());
		await("linkOpened " + other.nodeId, before + 1);
	}

	/** Send, and wait for room as often as needed. */
	void send(int toNodeId, long sequence, int sizeBytes) {
		String writable = "linkWritable " + toNodeId;
		int seen = (int) count(writable);
		while (!this.transport.send(toNodeId, TestMessages.request(this.nodeId, sequence, sizeBytes))) {
			await(writable, ++seen);
		}
	}

	@Override
	public void requestReceived(int nodeId, Message request, AnswerSink answers) {
		super.requestReceived(nodeId, request, answers);
		answers.answer(TestMessages.answer(this.nodeId, request));
	}

	@Override
	public void close() {
		this.transport.close();
	}

}
