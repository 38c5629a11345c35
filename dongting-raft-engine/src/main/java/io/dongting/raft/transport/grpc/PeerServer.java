package io.dongting.raft.transport.grpc;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import io.dongting.raft.HostPort;
import io.dongting.raft.transport.BindFailedException;
import io.dongting.raft.transport.wire.Wire;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port on which the other nodes reach this one.
 */
final class PeerServer implements StreamOwner {

	private static final Logger logger = LoggerFactory.getLogger(GrpcTransport.class);

	/** A peer has one stream and one ping; the rest is for those that are just ending. */
	private static final int MAX_CALLS_PER_CONNECTION = 16;

	/** Lets go of the sockets of dead machines; as often as gRPC allows. */
	private static final int KEEPALIVE_SECONDS = 10;

	private final LinkContext context;

	private final InboundConnections connections;

	private final BiConsumer<Integer, Long> peerSeen;

	private final RefusalLog refusals = new RefusalLog();

	private final TransferStreams transfers = new TransferStreams(this.refusals);

	private final Server server;

	/**
	 * Open the port.
	 * @param listen the address
	 * @param context shared by all streams
	 * @param peerSeen told the node id and start number of each node that has opened a
	 * stream
	 */
	PeerServer(HostPort listen, LinkContext context, BiConsumer<Integer, Long> peerSeen) {
		this.context = context;
		this.peerSeen = peerSeen;
		this.connections = new InboundConnections(context.gate());
		LinkTiming timing = context.timing();
		this.server = NettyServerBuilder
			.forAddress(new InetSocketAddress(listen.host(), listen.port()), context.credentials().server())
			.bossEventLoopGroup(context.threads().eventLoops())
			.workerEventLoopGroup(context.threads().eventLoops())
			.channelType(NioServerSocketChannel.class)
			.directExecutor()
			.addTransportFilter(this.connections)
			.addService(service())
			.maxInboundMessageSize(context.maxMessageBytes())
			.maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
			.handshakeTimeout(timing.helloLimit().toMillis(), TimeUnit.MILLISECONDS)
			.keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
			.keepAliveTimeout(timing.pingLimit().toMillis(), TimeUnit.MILLISECONDS)
			.build();
		try {
			this.server.start();
		}
		catch (IOException ex) {
			throw new BindFailedException(listen, ex);
		}
	}

	private ServerServiceDefinition service() {
		return ServerServiceDefinition.builder(RaftPeerMethods.SERVICE)
			.addMethod(RaftPeerMethods.EXCHANGE_ACCEPTED, this::accept)
			.addMethod(RaftPeerMethods.TRANSFER_ACCEPTED, this::acceptTransfer)
			.addMethod(RaftPeerMethods.PING, PeerServer::answerPing)
			.build();
	}

	private ServerCall.Listener<byte[]> accept(ServerCall<byte[], Wire.Frame> call, Metadata headers) {
		return new InboundStream(call, connectionOf(call), this.context, this);
	}

	private ServerCall.Listener<byte[]> acceptTransfer(ServerCall<byte[], Wire.Frame> call, Metadata headers) {
		return new InboundStream(call, connectionOf(call), this.context, this.transfers);
	}

	private static InboundConnections.Connection connectionOf(ServerCall<?, ?> call) {
		InboundConnections.Connection connection = call.getAttributes().get(InboundConnections.CONNECTION);
		if (connection == null) {
			throw new IllegalStateException("A call has no connection");
		}
		return connection;
	}

	private static ServerCall.Listener<byte[]> answerPing(ServerCall<byte[], byte[]> call, Metadata headers) {
		connectionOf(call).heard();
		call.request(1);
		return new ServerCall.Listener<>() {

			@Override
			public void onHalfClose() {
				call.sendHeaders(new Metadata());
				call.sendMessage(new byte[0]);
				call.close(Status.OK, new Metadata());
			}

		};
	}

	int port() {
		return this.server.getPort();
	}

	@Override
	public void accepted(Wire.Hello hello, InboundStream stream) {
		this.refusals.accepted(hello.getNodeId());
		InboundStream older = this.connections.register(hello.getNodeId(), stream);
		if (older != null) {
			older.end(Status.ABORTED.withDescription("node " + hello.getNodeId() + " has opened a newer stream"));
		}
		logger.info("Node {} has connected from {}", hello.getNodeId(), stream.connection());
		this.peerSeen.accept(hello.getNodeId(), hello.getStartNumber());
	}

	@Override
	public void refused(Wire.Hello hello, String reason) {
		this.refusals.refused(hello.getNodeId(), reason);
	}

	@Override
	public void silent(InboundConnections.Connection connection) {
		this.connections.ended(connection);
	}

	void shutDown() {
		this.server.shutdownNow();
	}

	void awaitEnd(long limitMillis) throws InterruptedException {
		this.server.awaitTermination(limitMillis, TimeUnit.MILLISECONDS);
	}

}
