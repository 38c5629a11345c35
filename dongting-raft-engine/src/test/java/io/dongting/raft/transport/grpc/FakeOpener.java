package io.dongting.raft.transport.grpc;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.dongting.raft.transport.Message;
import io.dongting.raft.transport.MessageCodec;
import io.dongting.raft.transport.wire.Wire;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;

/**
 * A connection to a transport, whose streams are in the hands of the test.
 */
final class FakeOpener implements AutoCloseable {

	private static final MessageCodec CODEC = new MessageCodec(MessageCodec.LARGEST_MESSAGE_BYTES);

	private final ManagedChannel channel;

	FakeOpener(int port) {
		this.channel = NettyChannelBuilder.forAddress("localhost", port).usePlaintext().directExecutor().build();
	}

	/** Open a stream and say Hello; reads nothing unless told to. */
	Stream open(int nodeId, int expectedNodeId, long startNumber) {
		Stream stream = open();
		stream.send(new Handshake(nodeId, startNumber).opening(expectedNodeId));
		return stream;
	}

	/** Open a stream and say nothing. */
	Stream open() {
		return new Stream(this.channel.newCall(RaftPeerMethods.EXCHANGE_OPENED, CallOptions.DEFAULT));
	}

	@Override
	public void close() {
		this.channel.shutdownNow();
	}

	static final class Stream extends ClientCall.Listener<byte[]> {

		private final ClientCall<Wire.Frame, byte[]> call;

		private final BlockingQueue<Wire.Frame> received = new LinkedBlockingQueue<>();

		private final CompletableFuture<Status> end = new CompletableFuture<>();

		private Stream(ClientCall<Wire.Frame, byte[]> call) {
			this.call = call;
			call.start(this, new Metadata());
		}

		void send(Wire.Frame frame) {
			this.call.sendMessage(frame);
		}

		void send(Message request) {
			send(CODEC.requestToFrame(request));
		}

		void halfClose() {
			this.call.halfClose();
		}

		Wire.Frame receive() throws InterruptedException {
			this.call.request(1);
			Wire.Frame frame = this.received.poll(RecordingListener.PATIENCE.toSeconds(), TimeUnit.SECONDS);
			if (frame == null) {
				throw new AssertionError("Nothing has come");
			}
			return frame;
		}

		/** Read on until the stream ends. */
		Status end() throws Exception {
			this.call.request(Integer.MAX_VALUE);
			return this.end.get(RecordingListener.PATIENCE.toSeconds(), TimeUnit.SECONDS);
		}

		@Override
		public void onMessage(byte[] bytes) {
			this.received.add(CODEC.parseFrame(bytes));
		}

		@Override
		public void onClose(Status status, Metadata trailers) {
			this.end.complete(status);
		}

	}

}
