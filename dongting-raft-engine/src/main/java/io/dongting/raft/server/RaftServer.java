package io.dongting.raft.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.dongting.fiber.Dispatcher;
import io.dongting.fiber.FiberGroup;
import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.InvalidConfigurationException;
import io.dongting.raft.RaftException;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftServerConfig;
import io.dongting.raft.core.GroupStorage;
import io.dongting.raft.core.GroupSurroundings;
import io.dongting.raft.core.RaftGroupImpl;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.Health;
import io.dongting.raft.transport.Transport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The groups of one process and what they share. Made, started once and closed once.
 */
public final class RaftServer implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(RaftServer.class);

	private static final long CLOSE_TIMEOUT_SECONDS = 10;

	private final RaftServerConfig config;

	private final RaftEnvironment environment;

	private final Map<String, RaftGroupImpl> groups = new LinkedHashMap<>();

	private final Map<RaftGroupImpl, RaftGroupDefinition> definitions = new LinkedHashMap<>();

	private final MessageDelivery delivery;

	private final List<Dispatcher> dispatchers = new ArrayList<>();

	private @Nullable NodeDirectory directory;

	private @Nullable Transport transport;

	private volatile State state = State.NEW;

	/** Completed when no group runs any more; made when they begin to stop. */
	private @Nullable CompletableFuture<Void> stopped;

	/**
	 * Create a server. Nothing is opened yet.
	 * @param config what this process is to the cluster
	 * @param groups the groups to host
	 * @param environment the world around the server, which closes it in the end
	 * @throws InvalidConfigurationException if groups and nodes do not fit together
	 */
	public RaftServer(RaftServerConfig config, List<RaftGroupDefinition> groups, RaftEnvironment environment) {
		this.config = config;
		this.environment = environment;
		this.delivery = new MessageDelivery(config.nodeId());
		Map<Integer, String> ids = new TreeMap<>();
		for (RaftGroupDefinition definition : groups) {
			checkGroup(definition.config(), ids);
			RaftGroupImpl group = new RaftGroupImpl(config.nodeId(), definition.config());
			this.groups.put(group.name(), group);
			this.definitions.put(group, definition);
			this.delivery.add(group);
		}
	}

	private void checkGroup(RaftGroupConfig group, Map<Integer, String> ids) {
		String other = ids.putIfAbsent(group.groupId(), group.name());
		if (other != null) {
			throw new InvalidConfigurationException("id",
					"Groups '" + other + "' and '" + group.name() + "' have the same id " + group.groupId() + ".");
		}
		if (this.groups.containsKey(group.name())) {
			throw new InvalidConfigurationException("name", "There are two groups '" + group.name() + "'.");
		}
		checkNodes(group, "members", List.copyOf(group.members()));
		checkNodes(group, "observers", List.copyOf(group.observers()));
	}

	private void checkNodes(RaftGroupConfig group, String set, List<Integer> nodes) {
		for (int node : nodes) {
			if (node != this.config.nodeId() && !this.config.nodes().containsKey(node)) {
				throw new InvalidConfigurationException(set, "Node " + node + " of group '" + group.name()
						+ "' is not among the nodes " + this.config.nodes().keySet() + ".");
			}
		}
	}

	public int nodeId() {
		return this.config.nodeId();
	}

	/**
	 * Return a group of this server.
	 * @param name its name
	 * @return the group, which may be used before the server is started
	 * @throws IllegalArgumentException if there is none of that name
	 */
	public RaftGroup group(String name) {
		RaftGroup group = this.groups.get(name);
		if (group == null) {
			throw new IllegalArgumentException(
					"There is no group '" + name + "' on node " + nodeId() + ", only " + this.groups.keySet());
		}
		return group;
	}

	/**
	 * Return all groups, in the order in which they were given.
	 * @return the groups
	 */
	public List<RaftGroup> groups() {
		return List.copyOf(this.groups.values());
	}

	public boolean isRunning() {
		return this.state == State.RUNNING;
	}

	/**
	 * Take hold of the data directory, open the port and the logs, and begin to take
	 * part. Blocks while logs are read, but not until a leader is elected. A group whose
	 * data cannot be used is left out, which its status says.
	 * @throws RaftException if the server cannot run; it is closed then
	 */
	public synchronized void start() {
		if (this.state != State.NEW) {
			throw new IllegalStateException("A server is started once; this one is " + this.state);
		}
		try {
			this.directory = this.environment.openDirectory();
			NodeIdentity identity = NodeIdentity.readForStart(this.directory, nodeId());
			this.transport = this.environment.createTransport(nodeId(), identity.startNumber(), this.config.listen());
			this.transport.start(this.delivery);
			identity.write(this.directory);
			startDispatchers();
			startGroups(identity, this.directory, this.transport);
			connect(this.transport);
			this.state = State.RUNNING;
			log.info("Node {} started with the groups {}, data: {}", nodeId(), this.groups.keySet(),
					this.directory.description());
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	private void startDispatchers() {
		int count = Math.max(1, Math.min(this.environment.dispatcherCount(), this.groups.size()));
		for (int i = 1; i <= count; i++) {
			this.dispatchers.add(this.environment.startDispatcher("dongting-" + nodeId() + "-" + i,
					this.environment.failureHandler()));
		}
	}

	private void startGroups(NodeIdentity identity, NodeDirectory held, Transport carrier) {
		GroupOpener opener = new GroupOpener(held.files(), this.environment);
		int next = 0;
		for (Map.Entry<RaftGroupImpl, RaftGroupDefinition> entry : this.definitions.entrySet()) {
			Dispatcher dispatcher = this.dispatchers.get(next++ % this.dispatchers.size());
			RaftGroupDefinition definition = entry.getValue();
			startGroup(entry.getKey(), dispatcher, opener,
					new GroupSurroundings(identity.startNumber(), this.config.nodes(), carrier,
							definition.stateMachine(), this.environment.applyExecutor(definition.config())));
		}
	}

	/** A sick group never keeps another from starting. */
	private void startGroup(RaftGroupImpl group, Dispatcher dispatcher, GroupOpener opener,
			GroupSurroundings surroundings) {
		GroupFailures failures = new GroupFailures(this.environment.failureHandler());
		FiberGroup fibers = dispatcher.createGroup(group.name(), failures);
		GroupContext context = new GroupContext(nodeId(), group.config(), fibers, this.environment.newRandom(),
				this.environment.failpoints());
		Health health = new Health(context);
		failures.reportTo(health);
		try {
			GroupStorage storage = opener.open(group.config(), fibers, health);
			group.start(context, storage, surroundings, health);
			this.delivery.started(group);
		}
		catch (IOException | RaftException ex) {
			log.error("{} cannot be started: its data cannot be used. Nothing was changed.", context, ex);
			group.refuseStart(Condition.STORAGE_FAILED, String.valueOf(ex.getMessage()));
		}
	}

	private void connect(Transport carrier) {
		this.config.nodes().forEach((node, address) -> {
			if (node != nodeId()) {
				carrier.connect(node, address);
			}
		});
	}

	/**
	 * Begin to stop all groups: whoever waits is told, and their files are closed. Does
	 * not wait, unlike {@link #close()}, which is still to be called.
	 * @return completed when no group runs any more
	 */
	public synchronized CompletionStage<Void> stop() {
		CompletableFuture<Void> stopping = this.stopped;
		if (stopping == null) {
			stopping = CompletableFuture.allOf(this.groups.values()
				.stream()
				.map((group) -> group.stop().toCompletableFuture())
				.toArray(CompletableFuture[]::new));
			this.stopped = stopping;
			this.state = State.STOPPING;
		}
		return stopping.minimalCompletionStage();
	}

	/**
	 * Stop all groups and let go of everything, within a bounded time. Whoever waits is
	 * told. May be called again, and instead of {@link #start()}.
	 */
	@Override
	public synchronized void close() {
		if (this.state == State.CLOSED) {
			return;
		}
		awaitStopped(stop().toCompletableFuture());
		this.state = State.CLOSED;
		if (this.transport != null) {
			this.transport.close();
		}
		this.dispatchers.forEach(Dispatcher::close);
		this.environment.close();
		if (this.directory != null) {
			this.directory.close();
		}
		log.info("Node {} stopped", nodeId());
	}

	private void awaitStopped(CompletableFuture<Void> stopping) {
		try {
			stopping.get(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			log.warn("Not all groups of node {} stopped in time", nodeId(), ex);
		}
	}

	private enum State {

		NEW, RUNNING, STOPPING, CLOSED

	}

}
