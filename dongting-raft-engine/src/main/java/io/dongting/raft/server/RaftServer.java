package io.dongting.raft.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

import io.dongting.fiber.FiberFrame;
import io.dongting.raft.HostPort;
import io.dongting.raft.InvalidConfigurationException;
import io.dongting.raft.RaftException;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftGroupListener;
import io.dongting.raft.RaftServerConfig;
import io.dongting.raft.StateMachine;
import io.dongting.raft.StateMachineFactory;
import io.dongting.raft.core.RaftGroupImpl;
import io.dongting.raft.server.ServerChangeException.Reason;
import io.dongting.raft.transport.Transport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The groups of one process and what they share. Made, started once and closed once;
 * groups and nodes may be added and removed while it runs. Thread-safe.
 *
 * <p>
 * Futures are completed on threads of the engine: what depends on them must not block.
 */
public final class RaftServer implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(RaftServer.class);

	private static final long CLOSE_TIMEOUT_SECONDS = 10;

	private final RaftServerConfig config;

	private final StateMachineFactory stateMachines;

	private final RaftEnvironment environment;

	private final MessageDelivery delivery;

	private final GroupListeners listeners;

	private final HostedGroups groups;

	private final KnownNodes nodes;

	private final DispatcherPool dispatchers;

	/** Those of the groups that were given before the start. */
	private final Map<RaftGroupImpl, StateMachine> given = new LinkedHashMap<>();

	private @Nullable NodeDirectory directory;

	private @Nullable NodeJournal journal;

	private @Nullable Transport transport;

	private volatile @Nullable ServerOperations operations;

	private volatile State state = State.NEW;

	/** Completed when no group runs any more; made when they begin to stop. */
	private @Nullable CompletableFuture<Void> stopped;

	/**
	 * Create a server that is given all its state machines now. Nothing is opened yet.
	 * @param config what this process is to the cluster
	 * @param groups the groups to host
	 * @param environment the world around the server, which closes it in the end
	 * @throws InvalidConfigurationException if groups and nodes do not fit together
	 */
	public RaftServer(RaftServerConfig config, List<RaftGroupDefinition> groups, RaftEnvironment environment) {
		this(config, groups, StateMachineFactory.NONE, environment);
	}

	/**
	 * Create a server. Nothing is opened yet.
	 * @param config what this process is to the cluster
	 * @param groups the groups to host, beside those that were added in earlier runs
	 * @param stateMachines makes the state machines of groups that are, or were, added at
	 * runtime
	 * @param environment the world around the server, which closes it in the end
	 * @throws InvalidConfigurationException if groups and nodes do not fit together
	 */
	public RaftServer(RaftServerConfig config, List<RaftGroupDefinition> groups, StateMachineFactory stateMachines,
			RaftEnvironment environment) {
		this.config = config;
		this.stateMachines = stateMachines;
		this.environment = environment;
		this.delivery = new MessageDelivery(config.nodeId());
		this.listeners = new GroupListeners(environment.listenerExecutor());
		this.groups = new HostedGroups(this.delivery, this.listeners, environment.meters());
		this.nodes = new KnownNodes(config, this.delivery);
		this.dispatchers = new DispatcherPool(environment, config.nodeId());
		GroupChecks checks = new GroupChecks(this.groups, this.nodes);
		for (RaftGroupDefinition definition : groups) {
			GroupChecks.Conflict conflict = checks.conflict(definition.config());
			if (conflict != null) {
				throw conflict.asInvalidConfiguration();
			}
			RaftGroupImpl group = new RaftGroupImpl(config.nodeId(), definition.config());
			this.groups.add(group);
			this.given.put(group, definition.stateMachine());
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
		RaftGroup group = this.groups.find(name);
		if (group == null) {
			throw new IllegalArgumentException(
					"There is no group '" + name + "' on node " + nodeId() + ", only " + this.groups.names());
		}
		return group;
	}

	/**
	 * Return whether there is a group on this server, running or not.
	 * @param name its name
	 * @return whether {@link #group} would return one
	 */
	public boolean hosts(String name) {
		return this.groups.find(name) != null;
	}

	/**
	 * Return all groups: those that were given, then those that were added, in the order
	 * in which they came. Groups of earlier runs are there from the start on, those that
	 * cannot be hosted too, as their status says.
	 * @return the groups
	 */
	public List<RaftGroup> groups() {
		return List.copyOf(this.groups.all());
	}

	/**
	 * Have somebody told what changes in the groups of this server, those included that
	 * are added later. May be called at any time: what holds already, as that this node
	 * leads a group, the listener hears at once. It stays until it is removed or the
	 * server is closed.
	 * @param listener the listener
	 */
	public void addListener(RaftGroupListener listener) {
		this.listeners.add(listener);
	}

	/**
	 * Tell a listener nothing more. It is not told that a leadership has ended by that,
	 * and if it is just being called, it may hear of what has happened before.
	 * @param listener the listener; nothing happens if it was not added
	 */
	public void removeListener(RaftGroupListener listener) {
		this.listeners.remove(listener);
	}

	/**
	 * Return the nodes this server knows, its own included.
	 * @return what is known of each, by node id
	 */
	public List<NodeStatus> nodes() {
		return this.nodes.describe();
	}

	public boolean isRunning() {
		return this.state == State.RUNNING;
	}

	/**
	 * Add a group while the server runs, with its state machine. The group is kept on
	 * disk; after a restart its state machine and options come from the
	 * {@link StateMachineFactory}, unless the group is then among those given.
	 * @param definition the group
	 * @return completed with the group when its log is open and it runs; exceptionally
	 * with a {@link ServerChangeException} if something stands against it, and then
	 * nothing was changed, or with the failure of the disk
	 */
	public CompletableFuture<RaftGroup> addGroup(RaftGroupDefinition definition) {
		return change((server) -> new AddGroup(server, definition.config(), definition::stateMachine));
	}

	/**
	 * Add a group while the server runs, see {@link #addGroup(RaftGroupDefinition)}. Its
	 * state machine comes from the {@link StateMachineFactory}.
	 * @param group the group
	 * @return completed with the group when its log is open and it runs; exceptionally
	 * with a {@link ServerChangeException} if something stands against it, and then
	 * nothing was changed, or with the failure of the disk
	 */
	public CompletableFuture<RaftGroup> addGroup(RaftGroupConfig group) {
		Supplier<StateMachine> made = () -> {
			StateMachine stateMachine = this.stateMachines.create(group.name());
			if (stateMachine == null) {
				throw new ServerChangeException(Reason.NO_STATE_MACHINE, "The application on node " + nodeId()
						+ " has no state machine for group '" + group.name() + "'.");
			}
			return stateMachine;
		};
		return change((server) -> new AddGroup(server, group, made));
	}

	/**
	 * Remove a group from this node while the server runs; the other nodes and the
	 * group's membership are not concerned. Its data is set aside: the directory gets
	 * another name, which no other will ever have. A group that was given before the
	 * start comes back at the next, empty, if it is given again.
	 * @param name the name of the group
	 * @return completed when the group has stopped, its files are closed and its data is
	 * set aside; exceptionally with a {@link ServerChangeException} if there is no such
	 * group, or with the failure of the disk: the group is stopped then, is perhaps shown
	 * no more, and may be removed again
	 */
	public CompletableFuture<@Nullable Void> removeGroup(String name) {
		return change((server) -> new RemoveGroup(server, name));
	}

	/**
	 * Let the leader refill a group that was not started here because its log or
	 * snapshots are damaged (R28). What is damaged is set aside, under names that end in
	 * {@code .damaged} in the directory of the group, and kept until somebody moves it
	 * away. The replica stays the same one, with its term, vote and promise, and begins
	 * with an empty log and the state machine it was given at the start.
	 *
	 * <p>
	 * What it acknowledged before is missing until the leader has sent it again, so the
	 * furthest point that the damaged data names is first made durable as a floor. Until
	 * the log is as up to date again, the replica does not campaign, votes only for
	 * candidates that are, and its status says {@code REFILLING}; until then the group
	 * has one voter less, unless a leader is there. Where the damage may hide how far the
	 * log went, the refill is refused. Not noticed is what leaves no trace: a last file
	 * of the log that has vanished, and bytes that read as if they had never been
	 * written. Whether others of the group have a log is not known here: a replica that
	 * was the only one has lost it, but for what was set aside.
	 *
	 * <p>
	 * Where the disk may go on to fail, or term and vote are lost too, the way is to
	 * remove the node from the group and to add it again. A snapshot that turns out to be
	 * damaged only when the state machine loads it is no case for this either: the group
	 * runs then and its disk has failed, and may be set aside with {@link #removeGroup}.
	 * @param name the name of the group
	 * @return completed with the group when it runs again, with an empty log;
	 * exceptionally with a {@link ServerChangeException} if something stands against it,
	 * and then nothing was changed, or with the failure of the disk: then the next start
	 * may find the group as it was or go on with the refill
	 */
	public CompletableFuture<RaftGroup> refillGroup(String name) {
		return change((server) -> new RefillGroup(server, name));
	}

	/**
	 * Make a node known while the server runs, or tell where a known one has moved. It is
	 * kept on disk; an address that the configuration gives for the same node goes before
	 * it at the next start.
	 * @param nodeId the node
	 * @param address where it is reached
	 * @return completed when the node is known and a link to it is being opened, which
	 * {@link #nodes()} shows; exceptionally with a {@link ServerChangeException} or
	 * {@link InvalidConfigurationException} if something stands against it, and then
	 * nothing was changed, or with the failure of the disk
	 */
	public CompletableFuture<@Nullable Void> addNode(int nodeId, HostPort address) {
		return change((server) -> new AddNode(server, nodeId, address));
	}

	/**
	 * Forget a node while the server runs. One that the configuration names is known
	 * again at the next start.
	 * @param nodeId the node
	 * @return completed when the link to the node has ended; exceptionally with a
	 * {@link ServerChangeException} if the node is not known or a group has it among its
	 * members or observers, perhaps only by now, and then it is known as before, or with
	 * the failure of the disk
	 */
	public CompletableFuture<@Nullable Void> removeNode(int nodeId) {
		return change((server) -> new RemoveNode(server, nodeId));
	}

	private <T extends @Nullable Object> CompletableFuture<T> change(
			Function<ServerOperations, ? extends FiberFrame<T>> change) {
		ServerOperations running = this.operations;
		if (running == null || this.state != State.RUNNING) {
			return CompletableFuture.failedFuture(
					new ServerChangeException(Reason.NOT_RUNNING, "The server of node " + nodeId() + " does not run."));
		}
		return running.changes().submit(change.apply(running));
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
			NodeDirectory held = this.environment.openDirectory();
			this.directory = held;
			NodeIdentity identity = NodeIdentity.readForStart(held, nodeId());
			RosterKeeper roster = new RosterKeeper(held);
			SharedHeartbeats carrier = new SharedHeartbeats(
					this.environment.createTransport(nodeId(), identity.startNumber(), this.config.listen()),
					this.delivery,
					this.dispatchers.first().createGroup("(heartbeats)", this.environment.failureHandler()));
			this.transport = carrier;
			this.delivery.gatherAnswers(carrier);
			this.delivery.check(new PeerChecks(identity, this.nodes, this.delivery, carrier,
					this.dispatchers.first().createGroup("(peers)", this.environment.failureHandler())));
			carrier.start(this.delivery);
			identity.write(held);
			NodeJournal opened = NodeJournal.open(held.files(), this.environment, this.dispatchers.first().clock());
			this.journal = opened;
			GroupStarter starter = new GroupStarter(identity, this.environment, this.dispatchers, carrier, this.nodes,
					this.delivery, new GroupOpener(held.files(), this.environment, opened),
					DiskWatch.begin(this.config, held.files(), this.dispatchers, this.environment));
			ServerChanges changes = new ServerChanges(
					this.dispatchers.first().createGroup("(server)", this.environment.failureHandler()),
					this.environment.storageExecutor());
			this.operations = new ServerOperations(this.config, this.groups, this.nodes, this.delivery, carrier, roster,
					starter, changes);
			new ServerStart(this.operations, this.stateMachines).run(this.given);
			this.state = State.RUNNING;
			log.info("Node {} started with the groups {}, data: {}", nodeId(), this.groups.names(), held.description());
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	/**
	 * Let other nodes lead the groups that this one leads, so that nobody has to wait for
	 * an election when it stops. Everything goes on as before otherwise; should the
	 * others fail, this node may come to lead again.
	 * @return completed when no group is led here any more, or it was given up: at once
	 * where no other voter is there, else within the group's election timeout or five
	 * seconds
	 */
	public CompletionStage<Void> handOver() {
		return this.groups.handOver().minimalCompletionStage();
	}

	/**
	 * Begin to stop all groups: leadership is {@linkplain #handOver() handed over}, then
	 * whoever waits is told, and the files are closed. Does not wait, unlike
	 * {@link #close()}, which is still to be called.
	 * @return completed when no group runs any more and all listeners have heard of it;
	 * one that calls this is not waited for
	 */
	public synchronized CompletionStage<Void> stop() {
		CompletableFuture<Void> stopping = this.stopped;
		if (stopping == null) {
			this.state = State.STOPPING;
			stopping = this.groups.stop();
			ServerOperations running = this.operations;
			if (running != null) {
				// a group that is just being added stops as soon as it runs
				CompletableFuture<Void> changed = running.changes().close().toCompletableFuture();
				stopping = CompletableFuture.allOf(stopping, changed.thenCompose((ended) -> this.groups.stop()));
			}
			if (!this.listeners.areCalling()) {
				stopping = stopping.thenCompose((ended) -> this.listeners.told());
			}
			this.stopped = stopping;
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
		this.dispatchers.close();
		try {
			if (this.journal != null) {
				this.journal.close();
			}
			this.environment.close();
		}
		finally {
			releaseDirectory();
		}
		this.groups.closeMeters();
		log.info("Node {} stopped", nodeId());
	}

	private void releaseDirectory() {
		if (this.directory != null) {
			this.directory.close();
		}
	}

	private void awaitStopped(CompletableFuture<Void> stopping) {
		try {
			stopping.get(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			log.warn("Not all groups of node {} stopped, or not all listeners heard of it, in time", nodeId(), ex);
		}
	}

	private enum State {

		NEW, RUNNING, STOPPING, CLOSED

	}

}
