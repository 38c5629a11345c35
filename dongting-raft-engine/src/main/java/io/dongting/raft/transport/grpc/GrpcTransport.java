package io.dongting.raft.transport.grpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.dongting.raft.HostPort;
import io.dongting.raft.transport.InstallReq;
import io.dongting.raft.transport.Message;
import io.dongting.raft.transport.MessageCodec;
import io.dongting.raft.transport.Transport;
import io.dongting.raft.transport.TransportListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transport between real processes. Its port is its own: it is never shared with an
 * application's gRPC server.
 */
public final class GrpcTransport implements Transport {

	private static final Logger logger = LoggerFactory.getLogger(GrpcTransport.class);

	/** How long each of the steps of closing may take. */
	private static final long CLOSE_LIMIT_MILLIS = 2_000;

	private final Handshake handshake;

	private final @Nullable HostPort listen;

	private final int maxMessageBytes;

	private final GrpcCredentials credentials;

	private final LinkTiming timing;

	private final MessageCodec codec;

	/** One for each node there ever was a link to. */
	private final Map<Integer, Link> links = new ConcurrentHashMap<>();

	private final TransferLinks transfers = new TransferLinks();

	/** {@code null} before the start, after the end, and if there is no port to open. */
	private volatile @Nullable Running running;

	private boolean started;

	/**
	 * Create a transport without encryption.
	 * @param nodeId this node
	 * @param startNumber which start of it this is (R1)
	 * @param listen the address to bind, or {@code null} to open no port and no links;
	 * with port 0 the system chooses one
	 */
	public GrpcTransport(int nodeId, long startNumber, @Nullable HostPort listen) {
		this(nodeId, startNumber, listen, MessageCodec.LARGEST_MESSAGE_BYTES, GrpcCredentials.insecure());
	}

	/**
	 * Create a transport.
	 * @param nodeId this node
	 * @param startNumber which start of it this is (R1)
	 * @param listen the address to bind, or {@code null} to open no port and no links;
	 * with port 0 the system chooses one
	 * @param maxMessageBytes the largest message, the same on all nodes
	 * @param credentials how connections are secured
	 */
	public GrpcTransport(int nodeId, long startNumber, @Nullable HostPort listen, int maxMessageBytes,
			GrpcCredentials credentials) {
		this(nodeId, startNumber, listen, maxMessageBytes, credentials, LinkTiming.DEFAULTS);
	}

	GrpcTransport(int nodeId, long startNumber, @Nullable HostPort listen, int maxMessageBytes,
			GrpcCredentials credentials, LinkTiming timing) {
		this.handshake = new Handshake(nodeId, startNumber);
		this.listen = listen;
		this.maxMessageBytes = maxMessageBytes;
		this.credentials = credentials;
		this.timing = timing;
		this.codec = new MessageCodec(maxMessageBytes);
	}

	/**
	 * {@inheritDoc}
	 * @throws io.dongting.raft.transport.BindFailedException if the port cannot be opened
	 */
	@Override
	public synchronized void start(TransportListener listener) {
		if (this.started) {
			throw new IllegalStateException("A transport is started once");
		}
		this.started = true;
		if (this.listen == null) {
			return;
		}
		NetworkThreads threads = new NetworkThreads();
		LinkContext context = new LinkContext(this.handshake, this.codec, this.maxMessageBytes,
				RaftPeerMethods.EXCHANGE_OPENED, new ListenerGate(listener), threads, this.credentials, this.timing);
		try {
			this.running = new Running(context, new PeerServer(this.listen, context, this::peerSeen));
		}
		catch (RuntimeException ex) {
			closeThreads(threads);
			throw ex;
		}
	}

	/**
	 * Return the port that is open.
	 * @return the port
	 * @throws IllegalStateException if there is none
	 */
	public int boundPort() {
		Running current = this.running;
		if (current == null) {
			throw new IllegalStateException("No port is open");
		}
		return current.server.port();
	}

	/**
	 * {@inheritDoc}
	 * @throws IllegalStateException if no port was to be opened, or the transport is not
	 * running
	 */
	@Override
	public synchronized void connect(int nodeId, HostPort address) {
		Running current = this.running;
		if (current == null) {
			throw new IllegalStateException("There are no links to other nodes without an open port");
		}
		if (nodeId <= 0 || nodeId == this.handshake.nodeId()) {
			throw new IllegalArgumentException(
					"Node " + this.handshake.nodeId() + " cannot have a link to node " + nodeId);
		}
		LinkContext context = current.context;
		this.links.computeIfAbsent(nodeId, (id) -> new Link(id, context)).connect(address);
		this.transfers.locate(nodeId, address);
	}

	@Override
	public CompletionStage<Void> disconnect(int nodeId) {
		Link link = this.links.get(nodeId);
		CompletableFuture<Void> ended = (link != null) ? link.disconnect() : CompletableFuture.completedFuture(null);
		return ended.thenCombine(this.transfers.disconnect(nodeId), (one, other) -> one);
	}

	@Override
	public boolean send(int nodeId, Message request) {
		if (request instanceof InstallReq install) {
			Running current = this.running;
			return current != null && this.transfers.send(nodeId, install, current.context);
		}
		Link link = this.links.get(nodeId);
		return link != null && link.send(request);
	}

	@Override
	public boolean sendAll(int nodeId, List<Message> requests) {
		Link link = this.links.get(nodeId);
		return link != null && link.sendAll(requests);
	}

	private void peerSeen(int nodeId, long startNumber) {
		Link link = this.links.get(nodeId);
		if (link != null) {
			link.peerIsThere(startNumber);
		}
	}

	/**
	 * {@inheritDoc}
	 * <p>
	 * Takes a few seconds at most, most of the time much less. Must not be called by the
	 * listener.
	 */
	@Override
	public void close() {
		Running ending = this.running;
		if (ending != null && ending.context.threads().isCurrent()) {
			throw new IllegalStateException("A transport cannot be closed by its listener");
		}
		synchronized (this) {
			this.started = true;
			ending = this.running;
			this.running = null;
		}
		if (ending != null) {
			close(ending.context, ending.server);
		}
	}

	private void close(LinkContext context, PeerServer server) {
		context.gate().close();
		List<CompletableFuture<Void>> ends = new ArrayList<>();
		this.links.values().forEach((link) -> ends.add(link.close()));
		ends.addAll(this.transfers.close());
		server.shutDown();
		try {
			CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
				.get(CLOSE_LIMIT_MILLIS, TimeUnit.MILLISECONDS);
			server.awaitEnd(CLOSE_LIMIT_MILLIS);
		}
		catch (TimeoutException | ExecutionException ex) {
			logger.warn("Not all links of node {} could be closed in good order", this.handshake.nodeId(), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		closeThreads(context.threads());
	}

	private static void closeThreads(NetworkThreads threads) {
		try {
			threads.close(CLOSE_LIMIT_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * What exists between start and close.
	 *
	 * @param context shared by all links
	 * @param server holds the port
	 */
	private record Running(LinkContext context, PeerServer server) {

	}

}
