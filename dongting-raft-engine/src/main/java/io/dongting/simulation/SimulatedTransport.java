package io.dongting.simulation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import io.dongting.raft.HostPort;
import io.dongting.raft.transport.Message;
import io.dongting.raft.transport.Transport;
import io.dongting.raft.transport.TransportListener;
import org.jspecify.annotations.Nullable;

/**
 * The transport of one process. The network finds nodes by their ids; addresses only tell
 * whether a link is to be opened anew.
 */
final class SimulatedTransport implements Transport {

	private final int nodeId;

	private final long startNumber;

	private final SimulatedNetwork network;

	private final Map<Integer, SimulatedLink> links = new TreeMap<>();

	/** The newest connection that each node has opened to this one. */
	private final Map<Integer, SimulatedConnection> inbound = new TreeMap<>();

	private @Nullable TransportListener listener;

	private boolean closed;

	SimulatedTransport(int nodeId, long startNumber, SimulatedNetwork network) {
		this.nodeId = nodeId;
		this.startNumber = startNumber;
		this.network = network;
	}

	int nodeId() {
		return this.nodeId;
	}

	long startNumber() {
		return this.startNumber;
	}

	boolean isClosed() {
		return this.closed;
	}

	boolean isListening() {
		return this.listener != null && !this.closed;
	}

	@Override
	public void start(TransportListener listener) {
		if (this.listener != null || this.closed) {
			throw new IllegalStateException("A transport is started once");
		}
		this.listener = listener;
	}

	@Override
	public void connect(int nodeId, HostPort address) {
		if (!isListening()) {
			throw new IllegalStateException("The transport of node " + this.nodeId + " does not run");
		}
		if (nodeId <= 0 || nodeId == this.nodeId) {
			throw new IllegalArgumentException("Node " + this.nodeId + " cannot have a link to node " + nodeId);
		}
		this.links.computeIfAbsent(nodeId, (id) -> new SimulatedLink(this.network, this, id)).connect(address);
	}

	@Override
	public CompletionStage<Void> disconnect(int nodeId) {
		SimulatedLink link = this.links.get(nodeId);
		if (link != null) {
			link.disconnect();
		}
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public boolean send(int nodeId, Message request) {
		return sendAll(nodeId, List.of(request));
	}

	@Override
	public boolean sendAll(int nodeId, List<Message> requests) {
		requests.forEach(this::checkSender);
		SimulatedLink link = this.links.get(nodeId);
		return link != null && link.send(requests);
	}

	/** What a node sends names that node; anything else is a mistake of the engine. */
	void checkSender(Message message) {
		if (message.envelope().fromNodeId() != this.nodeId) {
			throw new IllegalArgumentException("Node " + this.nodeId + " sends a message of node "
					+ message.envelope().fromNodeId() + ": " + message);
		}
	}

	@Override
	public void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		this.links.values().forEach(SimulatedLink::disconnect);
		this.inbound.values().forEach(SimulatedConnection::endedByAccepter);
		this.inbound.clear();
	}

	boolean hasOpenLink(int nodeId) {
		SimulatedLink link = this.links.get(nodeId);
		return link != null && link.isOpen();
	}

	void reset(int nodeId) {
		SimulatedLink link = this.links.get(nodeId);
		SimulatedConnection connection = (link != null) ? link.connection() : null;
		if (connection != null) {
			connection.openerNotices();
		}
	}

	/** Another process has opened a connection to this one. */
	void accepted(SimulatedConnection connection) {
		SimulatedConnection older = this.inbound.put(connection.openerNodeId(), connection);
		if (older != null) {
			older.endedByAccepter();
		}
		SimulatedLink link = this.links.get(connection.openerNodeId());
		if (link != null) {
			link.peerIsThere(connection.opener());
		}
	}

	/** A connection that another process had opened to this one is found to be over. */
	void inboundEnded(SimulatedConnection connection) {
		if (this.inbound.remove(connection.openerNodeId(), connection)) {
			this.network.tally().connectionLost();
			report((reported) -> reported.connectionLost(connection.openerNodeId()));
		}
	}

	void unclogged(int from, int to) {
		for (SimulatedLink link : this.links.values()) {
			SimulatedConnection connection = link.connection();
			if (connection != null) {
				connection.unclogged(from, to);
			}
		}
		SimulatedLink link = (from == this.nodeId) ? this.links.get(to) : null;
		if (link != null) {
			link.unclogged();
		}
	}

	/** A process that has ended hears of nothing. */
	void report(Consumer<TransportListener> report) {
		if (this.listener != null && !this.closed) {
			report.accept(this.listener);
		}
	}

}
