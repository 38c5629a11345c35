package io.dongting.raft.transport.grpc;

import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.dongting.fiber.HandOver;
import io.dongting.raft.transport.AnswerSink;
import io.dongting.raft.transport.MalformedMessageException;
import io.dongting.raft.transport.Message;
import io.dongting.raft.transport.wire.Wire;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream that another node has opened to this one: its requests come in, the answers go
 * back. gRPC calls the callbacks one after the other; answers come from any thread.
 */
final class InboundStream extends ServerCall.Listener<byte[]> implements AnswerSink {

	private static final Logger logger = LoggerFactory.getLogger(GrpcTransport.class);

	private final ServerCall<byte[], Wire.Frame> call;

	private final InboundConnections.Connection connection;

	private final LinkContext context;

	private final StreamOwner owner;

	private final AnswerQueue answers;

	private final Future<?> helloLimit;

	private final SilenceWatch watch;

	/** The node at the other end, 0 until it has said so. Written by callbacks only. */
	private volatile int nodeId;

	InboundStream(ServerCall<byte[], Wire.Frame> call, InboundConnections.Connection connection, LinkContext context,
			StreamOwner owner) {
		this.call = call;
		this.connection = connection;
		this.context = context;
		this.owner = owner;
		this.answers = new AnswerQueue(call, context.maxMessageBytes());
		ScheduledExecutorService loop = context.threads().pick();
		this.watch = new SilenceWatch(loop, context.timing(), this::silent);
		this.helloLimit = loop.schedule(() -> end(Status.DEADLINE_EXCEEDED.withDescription("no Hello has come")),
				context.timing().helloLimit().toMillis(), TimeUnit.MILLISECONDS);
		call.setOnReadyThreshold(LinkContext.CONGESTED_BYTES);
		call.sendHeaders(new Metadata());
		call.request(1);
	}

	InboundConnections.Connection connection() {
		return this.connection;
	}

	/** End it, from any thread, for a reason that the other end is told. */
	void end(Status status) {
		stopWatching();
		this.answers.close(status);
	}

	private void stopWatching() {
		this.helloLimit.cancel(false);
		this.watch.stop();
	}

	/** A machine that is gone without a word counts as a connection that has ended. */
	private void silent() {
		logger.warn("Nothing comes from node {} at {} any more", this.nodeId, this.connection);
		end(Status.UNAVAILABLE.withDescription("nothing has come for too long"));
		this.owner.silent(this.connection);
	}

	@Override
	public void onMessage(byte[] bytes) {
		if (this.answers.isClosed()) {
			return;
		}
		this.connection.heard();
		try {
			Wire.Frame frame = this.context.codec().parseFrame(bytes);
			if (this.nodeId == 0) {
				receiveHello(Handshake.read(frame));
			}
			else {
				receiveRequests(this.context.codec().requestsFromFrame(frame));
			}
			this.call.request(1);
		}
		catch (MalformedMessageException ex) {
			logger.error("The stream of node {} at {} is closed, it has sent something that is no request: {}",
					this.nodeId, this.connection, ex.getMessage());
			end(Status.INVALID_ARGUMENT.withDescription(ex.getMessage()));
		}
	}

	private void receiveHello(Wire.Hello hello) {
		this.helloLimit.cancel(false);
		this.answers.send(this.context.handshake().answer());
		String refusal = this.context.handshake().refusalOfOpening(hello, this.connection);
		if (refusal != null) {
			end(Status.FAILED_PRECONDITION.withDescription(refusal));
			this.owner.refused(hello, refusal);
			return;
		}
		this.nodeId = hello.getNodeId();
		this.connection.watchedBy(this.watch);
		this.watch.start();
		this.owner.accepted(hello, this);
	}

	private void receiveRequests(List<Message> requests) {
		for (Message request : requests) {
			if (request.envelope().fromNodeId() != this.nodeId) {
				throw new MalformedMessageException(
						"it comes from node " + request.envelope().fromNodeId() + " over the stream of another");
			}
		}
		if (requests.size() == 1) {
			this.context.gate().requestReceived(this.nodeId, requests.get(0), this);
		}
		else {
			HandOver.run(() -> this.context.gate().requestsReceived(this.nodeId, requests, this));
		}
	}

	@Override
	public void answer(Message answer) {
		answerAll(List.of(answer));
	}

	@Override
	public void answerAll(List<Message> answers) {
		if (!this.answers.send(this.context.codec().answersToFrame(answers))) {
			logger.error("The stream of node {} at {} is closed: it does not read its answers", this.nodeId,
					this.connection);
		}
	}

	@Override
	public void onReady() {
		this.answers.ready();
	}

	@Override
	public void onHalfClose() {
		end(Status.OK);
	}

	@Override
	public void onCancel() {
		stopWatching();
		this.answers.drop();
	}

	@Override
	public void onComplete() {
		stopWatching();
		this.answers.drop();
	}

}
