package io.dongting.raft.server;

import io.dongting.raft.HostPort;
import io.dongting.raft.transport.MessageCodec;
import io.dongting.raft.transport.Transport;
import io.dongting.raft.transport.grpc.GrpcCredentials;
import io.dongting.raft.transport.grpc.GrpcTransport;
import org.jspecify.annotations.Nullable;

/**
 * An environment whose connections to other nodes are secured, whatever its own transport
 * would be.
 */
public final class SecuredEnvironment extends ForwardingEnvironment {

	private final GrpcCredentials credentials;

	/**
	 * Secure the connections of an environment.
	 * @param world everything else
	 * @param credentials how connections are secured, as by
	 * {@link io.dongting.raft.transport.grpc.MutualTls}
	 */
	public SecuredEnvironment(RaftEnvironment world, GrpcCredentials credentials) {
		super(world);
		this.credentials = credentials;
	}

	@Override
	public Transport createTransport(int nodeId, long startNumber, @Nullable HostPort listen) {
		return new GrpcTransport(nodeId, startNumber, listen, MessageCodec.LARGEST_MESSAGE_BYTES, this.credentials);
	}

}
