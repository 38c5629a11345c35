package io.dongting.raft.server;

import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Executor;

import io.dongting.fiber.Dispatcher;
import io.dongting.fiber.FailureHandler;
import io.dongting.raft.HostPort;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.core.meter.GroupMeters;
import io.dongting.raft.core.state.Failpoints;
import io.dongting.raft.transport.MessageCodec;
import io.dongting.raft.transport.Transport;
import io.dongting.raft.transport.grpc.GrpcCredentials;
import io.dongting.raft.transport.grpc.GrpcTransport;
import org.jspecify.annotations.Nullable;

/**
 * An environment whose connections to other nodes are secured, whatever its own transport
 * would be.
 *
 * @param world everything else
 * @param credentials how connections are secured, as by
 * {@link io.dongting.raft.transport.grpc.MutualTls}
 */
public record SecuredEnvironment(RaftEnvironment world, GrpcCredentials credentials) implements RaftEnvironment {

	@Override
	public NodeDirectory openDirectory() {
		return this.world.openDirectory();
	}

	@Override
	public int dispatcherCount() {
		return this.world.dispatcherCount();
	}

	@Override
	public Dispatcher startDispatcher(String name, FailureHandler failureHandler) {
		return this.world.startDispatcher(name, failureHandler);
	}

	@Override
	public FailureHandler failureHandler() {
		return this.world.failureHandler();
	}

	@Override
	public Executor storageExecutor() {
		return this.world.storageExecutor();
	}

	@Override
	public Executor applyExecutor(RaftGroupConfig group) {
		return this.world.applyExecutor(group);
	}

	@Override
	public Executor listenerExecutor() {
		return this.world.listenerExecutor();
	}

	@Override
	public Transport createTransport(int nodeId, long startNumber, @Nullable HostPort listen) {
		return new GrpcTransport(nodeId, startNumber, listen, MessageCodec.LARGEST_MESSAGE_BYTES, this.credentials);
	}

	@Override
	public SplittableRandom newRandom() {
		return this.world.newRandom();
	}

	@Override
	public Failpoints failpoints() {
		return this.world.failpoints();
	}

	@Override
	public GroupMeters.Source meters() {
		return this.world.meters();
	}

	@Override
	public UUID newUuid() {
		return this.world.newUuid();
	}

	@Override
	public void close() {
		this.world.close();
	}

}
