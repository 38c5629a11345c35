package io.dongting.raft.transport.grpc;

import java.util.ArrayDeque;
import java.util.Deque;

import io.dongting.raft.transport.wire.Wire;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/**
 * What goes back on a stream, in the order of the calls. An answer cannot be dropped as a
 * request can, since nobody asks for it again: while the stream is congested answers wait
 * here, up to a bound. A peer that lets it fill up does not read, and loses the stream.
 *
 * <p>
 * Thread-safe; the lock puts answers in order, because a call is not thread-safe.
 */
final class AnswerQueue {

	private static final int MAX_WAITING = 10_000;

	private static final String FULL = "it does not read its answers";

	private final ServerCall<byte[], Wire.Frame> call;

	private final long maxWaitingBytes;

	private final Deque<Wire.Frame> waiting = new ArrayDeque<>();

	private long waitingBytes;

	private boolean closed;

	/**
	 * Create the queue of a stream.
	 * @param maxMessageBytes the largest message; so much may wait
	 */
	AnswerQueue(ServerCall<byte[], Wire.Frame> call, int maxMessageBytes) {
		this.call = call;
		this.maxWaitingBytes = maxMessageBytes;
	}

	synchronized boolean isClosed() {
		return this.closed;
	}

	/**
	 * Send an answer, now or when there is room. What comes after the end is dropped.
	 * @param frame the answer
	 * @return {@code false} if the stream was closed because of it
	 */
	synchronized boolean send(Wire.Frame frame) {
		if (this.closed) {
			return true;
		}
		if (this.waiting.isEmpty() && this.call.isReady()) {
			this.call.sendMessage(frame);
			return true;
		}
		this.waiting.add(frame);
		this.waitingBytes += frame.getSerializedSize();
		if (this.waiting.size() <= MAX_WAITING && this.waitingBytes <= this.maxWaitingBytes) {
			return true;
		}
		close(Status.RESOURCE_EXHAUSTED.withDescription(FULL));
		return false;
	}

	/** There is room. */
	synchronized void ready() {
		while (!this.waiting.isEmpty() && this.call.isReady()) {
			Wire.Frame frame = this.waiting.remove();
			this.waitingBytes -= frame.getSerializedSize();
			this.call.sendMessage(frame);
		}
	}

	/** End the stream after what was sent; what waits is dropped. */
	synchronized void close(Status status) {
		if (!this.closed) {
			drop();
			this.call.close(status, new Metadata());
		}
	}

	/** The stream has ended. */
	synchronized void drop() {
		this.closed = true;
		this.waiting.clear();
		this.waitingBytes = 0;
	}

}
