package io.dongting.raft.transport.grpc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.dongting.raft.HostPort;
import io.dongting.raft.transport.MessageCodec;
import io.dongting.raft.transport.wire.Wire;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;

/**
 * The accepting end of a link, in the hands of the test.
 */
final class FakePeer implements AutoCloseable {

	private static final MessageCodec CODEC = new MessageCodec(MessageCodec.LARGEST_MESSAGE_BYTES);

	private final Server server;

	private final Wire.Frame hello;

	private final boolean answersPings;

	/** The calls that have said Hello. */
	private final BlockingQueue<ServerCall<byte[], Wire.Frame>> calls = new LinkedBlockingQueue<>();

	private FakePeer(Wire.Frame hello, boolean answersPings) throws IOException {
		this.hello = hello;
		this.answersPings = answersPings;
		this.server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.directExecutor()
			.addService(ServerServiceDefinition.builder(RaftPeerMethods.SERVICE)
				.addMethod(RaftPeerMethods.EXCHANGE_ACCEPTED, this::exchange)
				.addMethod(RaftPeerMethods.PING, this::ping)
				.build())
			.build()
			.start();
	}

	static FakePeer that(int nodeId, int protocolVersion) throws IOException {
		return new FakePeer(hello(nodeId, protocolVersion), true);
	}

	static FakePeer thatAnswersNoPing(int nodeId) throws IOException {
		return new FakePeer(hello(nodeId, Handshake.PROTOCOL_VERSION), false);
	}

	private static Wire.Frame hello(int nodeId, int protocolVersion) {
		return Wire.Frame.newBuilder()
			.setHello(Wire.Hello.newBuilder().setNodeId(nodeId).setProtocolVersion(protocolVersion).setStartNumber(1))
			.build();
	}

	HostPort address() {
		return new HostPort("localhost", this.server.getPort());
	}

	/** Wait for the next call that has said Hello and got its answer. */
	ServerCall<byte[], Wire.Frame> nextCall() throws InterruptedException {
		ServerCall<byte[], Wire.Frame> call = this.calls.poll(RecordingListener.PATIENCE.toSeconds(), TimeUnit.SECONDS);
		if (call == null) {
			throw new AssertionError("Nobody has called");
		}
		return call;
	}

	private ServerCall.Listener<byte[]> exchange(ServerCall<byte[], Wire.Frame> call, Metadata headers) {
		call.sendHeaders(new Metadata());
		call.request(1);
		return new ServerCall.Listener<>() {

			@Override
			public void onMessage(byte[] bytes) {
				if (CODEC.parseFrame(bytes).hasHello()) {
					call.sendMessage(FakePeer.this.hello);
					FakePeer.this.calls.add(call);
				}
				call.request(1);
			}

		};
	}

	private ServerCall.Listener<byte[]> ping(ServerCall<byte[], byte[]> call, Metadata headers) {
		call.request(1);
		return new ServerCall.Listener<>() {

			@Override
			public void onHalfClose() {
				if (FakePeer.this.answersPings) {
					call.sendHeaders(new Metadata());
					call.sendMessage(new byte[0]);
					call.close(Status.OK, new Metadata());
				}
			}

		};
	}

	@Override
	public void close() {
		this.server.shutdownNow();
	}

}
