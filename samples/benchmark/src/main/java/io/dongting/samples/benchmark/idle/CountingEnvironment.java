package io.dongting.samples.benchmark.idle;

import java.util.concurrent.atomic.AtomicLong;

import io.dongting.raft.HostPort;
import io.dongting.raft.server.ForwardingEnvironment;
import io.dongting.raft.server.RaftEnvironment;
import io.dongting.raft.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The world of a server, with the heartbeats counted that it sends.
 */
final class CountingEnvironment extends ForwardingEnvironment {

	private final AtomicLong heartbeats;

	/**
	 * Count in an environment.
	 * @param world everything else
	 * @param heartbeats counts the messages that carry heartbeats
	 */
	CountingEnvironment(RaftEnvironment world, AtomicLong heartbeats) {
		super(world);
		this.heartbeats = heartbeats;
	}

	@Override
	public Transport createTransport(int nodeId, long startNumber, @Nullable HostPort listen) {
		return new CountingTransport(super.createTransport(nodeId, startNumber, listen), this.heartbeats);
	}

}
