package io.dongting.raft.transport.grpc;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.dongting.raft.transport.wire.Wire;
import io.grpc.Status;

/**
 * The streams over which other nodes send snapshots, one of each node. That one ends says
 * nothing about the node.
 */
final class TransferStreams implements StreamOwner {

	private final RefusalLog refusals;

	private final Map<Integer, InboundStream> newest = new ConcurrentHashMap<>();

	TransferStreams(RefusalLog refusals) {
		this.refusals = refusals;
	}

	@Override
	public void accepted(Wire.Hello hello, InboundStream stream) {
		InboundStream older = this.newest.put(hello.getNodeId(), stream);
		if (older != null) {
			older.end(Status.ABORTED.withDescription("node " + hello.getNodeId() + " has opened a newer stream"));
		}
	}

	@Override
	public void refused(Wire.Hello hello, String reason) {
		this.refusals.refused(hello.getNodeId(), reason);
	}

	@Override
	public void silent(InboundConnections.Connection connection) {
		this.newest.values().removeIf((stream) -> stream.connection() == connection);
	}

}
