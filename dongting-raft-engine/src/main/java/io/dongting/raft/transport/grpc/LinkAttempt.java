package io.dongting.raft.transport.grpc;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.dongting.fiber.HandOver;
import io.dongting.raft.HostPort;
import io.dongting.raft.transport.MalformedMessageException;
import io.dongting.raft.transport.Message;
import io.dongting.raft.transport.wire.Wire;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a link: a connection of its own and one stream on it, from the first
 * packet to the end. A connection is never used for a second stream, and gRPC is given no
 * chance to reconnect by itself, with waits that we do not choose.
 *
 * <p>
 * gRPC calls the callbacks one after the other. Requests come from any thread; the lock
 * puts them in order, because a call is not thread-safe.
 */
final class LinkAttempt extends ClientCall.Listener<byte[]> {

	private final Link link;

	private final LinkContext context;

	private final HostPort address;

	private final ScheduledExecutorService loop;

	private final ManagedChannel channel;

	private final ClientCall<Wire.Frame, byte[]> call;

	private final PeerPing ping;

	/** Whether the listener was told of it. Only callbacks touch it. */
	private boolean opened;

	private final Object lock = new Object();

	/** Guarded by the lock, as are all fields below. */
	private State state = State.CONNECTING;

	private @Nullable LinkEnd end;

	/** Whether a request was turned down since the link was last writable. */
	private boolean congested;

	private long peerStartNumber;

	private @Nullable Future<?> helloLimit;

	LinkAttempt(Link link, LinkContext context, HostPort address, ScheduledExecutorService loop) {
		this.link = link;
		this.context = context;
		this.address = address;
		this.loop = loop;
		this.channel = open(address, context);
		this.call = this.channel.newCall(context.stream(),
				CallOptions.DEFAULT.withOnReadyThreshold(LinkContext.CONGESTED_BYTES));
		this.ping = new PeerPing(this.channel, loop, context.timing(), link::proved, this::end);
	}

	private static ManagedChannel open(HostPort address, LinkContext context) {
		return NettyChannelBuilder.forTarget(target(address), context.credentials().channel())
			.eventLoopGroup(context.threads().eventLoops())
			.channelType(NioSocketChannel.class)
			.directExecutor()
			.offloadExecutor(context.threads().resolvers())
			.maxInboundMessageSize(context.maxMessageBytes())
			.proxyDetector((server) -> null)
			.disableServiceConfigLookUp()
			.disableRetry()
			.build();
	}

	/** Names the resolver, since others may be on the class path and take over. */
	private static String target(HostPort address) {
		try {
			return new URI("dns", "", "/" + address, null).toString();
		}
		catch (URISyntaxException ex) {
			throw new IllegalArgumentException("No link can be opened to " + address, ex);
		}
	}

	HostPort address() {
		return this.address;
	}

	/** Called once, on the loop of the link. */
	void start() {
		long limitMillis = this.context.timing().helloLimit().toMillis();
		LinkEnd tooSlow = new LinkEnd(LinkEnd.Kind.LOST, "nobody has said Hello within " + limitMillis + " ms");
		synchronized (this.lock) {
			this.helloLimit = this.loop.schedule(() -> end(tooSlow), limitMillis, TimeUnit.MILLISECONDS);
		}
		this.call.start(this, new Metadata());
		this.call.request(1);
		this.call.sendMessage(this.context.handshake().opening(this.link.nodeId()));
	}

	boolean isOpenToAnotherStartThan(long startNumber) {
		synchronized (this.lock) {
			return this.state == State.OPEN && this.peerStartNumber != startNumber;
		}
	}

	boolean send(List<Message> requests) {
		Wire.Frame frame = this.context.codec().requestsToFrame(requests);
		synchronized (this.lock) {
			if (this.state != State.OPEN) {
				return false;
			}
			if (!this.call.isReady()) {
				this.congested = true;
				return false;
			}
			this.call.sendMessage(frame);
			return true;
		}
	}

	/**
	 * End it, from any thread; the first reason given counts. What follows happens when
	 * gRPC reports the end.
	 */
	void end(LinkEnd end) {
		synchronized (this.lock) {
			if (this.state == State.ENDED) {
				return;
			}
			this.state = State.ENDED;
			this.end = end;
		}
		// Not under the lock: if there is no connection yet, the end is reported from
		// within.
		this.call.cancel(end.reason(), null);
	}

	@Override
	public void onMessage(byte[] bytes) {
		try {
			receive(this.context.codec().parseFrame(bytes));
			this.call.request(1);
		}
		catch (MalformedMessageException ex) {
			end(new LinkEnd(LinkEnd.Kind.REFUSED, "it has sent something that is no answer: " + ex.getMessage()));
		}
	}

	private void receive(Wire.Frame frame) {
		State current;
		synchronized (this.lock) {
			current = this.state;
		}
		switch (current) {
			case CONNECTING -> receiveHello(Handshake.read(frame));
			case OPEN -> receiveAnswers(this.context.codec().answersFromFrame(frame));
			case ENDED -> {
				// The answer of a link that is over is lost with it.
			}
		}
	}

	private void receiveHello(Wire.Hello hello) {
		String refusal = this.context.handshake().refusalOfAnswer(hello, this.link.nodeId(), this.address);
		if (refusal != null) {
			end(new LinkEnd(LinkEnd.Kind.REFUSED, refusal));
			return;
		}
		synchronized (this.lock) {
			if (this.state != State.CONNECTING) {
				return;
			}
			this.state = State.OPEN;
			this.peerStartNumber = hello.getStartNumber();
			cancelHelloLimit();
		}
		this.opened = true;
		this.link.opened(this);
		this.context.gate().linkOpened(this.link.nodeId());
		this.ping.start();
	}

	private void receiveAnswers(List<Message> answers) {
		HandOver.run(() -> answers.forEach(this::receiveAnswer));
	}

	private void receiveAnswer(Message answer) {
		if (answer.envelope().fromNodeId() != this.link.nodeId()) {
			throw new MalformedMessageException("An answer of node " + answer.envelope().fromNodeId()
					+ " comes over the link to node " + this.link.nodeId());
		}
		this.context.gate().answerReceived(this.link.nodeId(), answer);
	}

	@Override
	public void onReady() {
		synchronized (this.lock) {
			if (this.state != State.OPEN || !this.congested) {
				return;
			}
			this.congested = false;
		}
		this.context.gate().linkWritable(this.link.nodeId());
	}

	@Override
	public void onClose(Status status, Metadata trailers) {
		LinkEnd end;
		synchronized (this.lock) {
			this.state = State.ENDED;
			end = (this.end != null) ? this.end : new LinkEnd(LinkEnd.Kind.LOST, reason(status));
			cancelHelloLimit();
		}
		this.ping.stop();
		this.channel.shutdownNow();
		if (this.opened) {
			this.link.openEnded();
			this.context.gate().linkClosed(this.link.nodeId());
		}
		this.link.ended(this, end);
	}

	private void cancelHelloLimit() {
		if (this.helloLimit != null) {
			this.helloLimit.cancel(false);
		}
	}

	private static String reason(Status status) {
		Throwable root = status.getCause();
		while (root != null && root.getCause() != null) {
			root = root.getCause();
		}
		String description = (status.getDescription() != null) ? status.getDescription() : status.getCode().name();
		// What follows the first line is about the inside of Netty.
		String text = description.lines().findFirst().orElse(description);
		return (root != null && root.getMessage() != null) ? text + " (" + root.getMessage() + ")" : text;
	}

	private enum State {

		CONNECTING, OPEN, ENDED

	}

}
