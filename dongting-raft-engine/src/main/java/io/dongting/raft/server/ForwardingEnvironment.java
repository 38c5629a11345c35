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
import io.dongting.raft.log.journal.JournalConfiguration;
import io.dongting.raft.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * An environment that is another one but for what a subclass changes.
 */
public abstract class ForwardingEnvironment implements RaftEnvironment {

	private final RaftEnvironment world;

	/**
	 * Forward to an environment.
	 * @param world the environment
	 */
	protected ForwardingEnvironment(RaftEnvironment world) {
		this.world = world;
	}

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
		return this.world.createTransport(nodeId, startNumber, listen);
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
	public JournalConfiguration journal() {
		return this.world.journal();
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
