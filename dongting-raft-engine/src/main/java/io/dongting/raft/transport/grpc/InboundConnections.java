package io.dongting.raft.transport.grpc;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.TreeMap;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.ServerTransportFilter;
import org.jspecify.annotations.Nullable;

/**
 * Knows which node is at the other end of which connection, and reports when a node has
 * no connection any more (R10).
 *
 * <p>
 * The end of a connection is reported with the lock held. A newer connection of the same
 * node can say nothing before it is registered, so nothing it says overtakes the report.
 */
final class InboundConnections extends ServerTransportFilter {

	/** The connection of a call, in the attributes of its transport. */
	static final Attributes.Key<Connection> CONNECTION = Attributes.Key.create("dongting-connection");

	private final ListenerGate gate;

	/** The newest stream of each node. Guarded by this object. */
	private final Map<Integer, InboundStream> newest = new TreeMap<>();

	InboundConnections(ListenerGate gate) {
		this.gate = gate;
	}

	@Override
	public Attributes transportReady(Attributes attributes) {
		return attributes.toBuilder().set(CONNECTION, new Connection(remoteHost(attributes))).build();
	}

	@Override
	public void transportTerminated(@Nullable Attributes attributes) {
		// There are none if the connection has ended before it was ready.
		Connection connection = (attributes != null) ? attributes.get(CONNECTION) : null;
		if (connection != null) {
			ended(connection);
		}
	}

	/** Without the port, which is another each time and tells nobody anything. */
	private static String remoteHost(Attributes attributes) {
		SocketAddress remote = attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
		return (remote instanceof InetSocketAddress address) ? address.getAddress().getHostAddress()
				: String.valueOf(remote);
	}

	/**
	 * Register the stream of a node in place of an older one.
	 * @param nodeId the node
	 * @param stream its stream
	 * @return the older one, if there was one
	 */
	synchronized @Nullable InboundStream register(int nodeId, InboundStream stream) {
		return this.newest.put(nodeId, stream);
	}

	/** Report the end of a connection, unless that was done before. */
	synchronized void ended(Connection connection) {
		this.newest.entrySet().removeIf((entry) -> {
			boolean lost = entry.getValue().connection() == connection;
			if (lost) {
				this.gate.connectionLost(entry.getKey());
			}
			return lost;
		});
	}

	/**
	 * A connection that someone has opened to this node, compared by identity.
	 */
	static final class Connection {

		private final String remoteHost;

		private volatile @Nullable SilenceWatch watch;

		Connection(String remoteHost) {
			this.remoteHost = remoteHost;
		}

		/** Have a watch told of everything that comes. */
		void watchedBy(SilenceWatch watch) {
			this.watch = watch;
		}

		void heard() {
			SilenceWatch current = this.watch;
			if (current != null) {
				current.heard();
			}
		}

		@Override
		public String toString() {
			return this.remoteHost;
		}

	}

}
