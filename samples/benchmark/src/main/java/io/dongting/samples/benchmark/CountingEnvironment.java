package io.dongting.samples.benchmark;

import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

import io.dongting.fiber.Dispatcher;
import io.dongting.fiber.FailureHandler;
import io.dongting.raft.HostPort;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.server.NodeDirectory;
import io.dongting.raft.server.RaftEnvironment;
import io.dongting.raft.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The world of a server, with the heartbeats counted that it sends.
 *
 * @param world everything else
 * @param heartbeats counts the messages that carry heartbeats
 */
record CountingEnvironment(RaftEnvironment world, AtomicLong heartbeats) implements RaftEnvironment {

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
		return new CountingTransport(this.world.createTransport(nodeId, startNumber, listen), this.heartbeats);
	}

	@Override
	public SplittableRandom newRandom() {
		return this.world.newRandom();
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
