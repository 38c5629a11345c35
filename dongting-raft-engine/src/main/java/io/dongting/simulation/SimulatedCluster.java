package io.dongting.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

import io.dongting.fiber.VirtualTime;
import io.dongting.raft.DiskSpaceOptions;
import io.dongting.raft.GroupStatus;
import io.dongting.raft.HostPort;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftServerConfig;
import io.dongting.raft.StateMachineFactory;
import io.dongting.raft.core.state.Failpoints;

/**
 * Some real servers on simulated machines, in one {@link VirtualTime} and on one thread.
 * No node runs until it is started, and nothing goes wrong until it is told to.
 *
 * <p>
 * To be used by the thread of the world only; time passes when this class or the world is
 * told to let it.
 */
public final class SimulatedCluster {

	private static final int PORT = 9331;

	private final VirtualTime world;

	private final SimulatedNetwork network;

	private final List<SimulatedGroup> groups;

	private final SortedMap<Integer, SimulatedNode> nodes = new TreeMap<>();

	private final List<NodeListener> listeners = new ArrayList<>();

	private final List<Runnable> stepListeners = new ArrayList<>();

	private Failpoints failpoints = Failpoints.NONE;

	private IntFunction<StateMachineFactory> stateMachines = (nodeId) -> StateMachineFactory.NONE;

	private long steps;

	private long activity;

	/**
	 * Create a cluster whose nodes do not look how much space is left on their disks.
	 * @param world the world
	 * @param size the number of nodes; their ids begin with 1
	 * @param groups the groups that every node hosts
	 */
	public SimulatedCluster(VirtualTime world, int size, List<SimulatedGroup> groups) {
		this(world, size, groups, DiskSpaceOptions.UNWATCHED);
	}

	/**
	 * Create a cluster whose nodes watch the space on their disks.
	 * @param world the world
	 * @param size the number of nodes; their ids begin with 1
	 * @param groups the groups that every node hosts
	 * @param diskSpace when the space on a disk is taken for low
	 */
	public SimulatedCluster(VirtualTime world, int size, List<SimulatedGroup> groups, DiskSpaceOptions diskSpace) {
		this.world = world;
		this.network = new SimulatedNetwork(world);
		this.groups = List.copyOf(groups);
		TreeMap<Integer, HostPort> addresses = new TreeMap<>();
		for (int nodeId = 1; nodeId <= size; nodeId++) {
			addresses.put(nodeId, new HostPort("node-" + nodeId, PORT));
		}
		addresses.forEach((nodeId, address) -> this.nodes.put(nodeId,
				new SimulatedNode(this, new RaftServerConfig(nodeId, addresses, address, diskSpace))));
	}

	/**
	 * Return the world the cluster is in.
	 * @return the world
	 */
	public VirtualTime world() {
		return this.world;
	}

	/**
	 * Return the network between the nodes.
	 * @return the network
	 */
	public SimulatedNetwork network() {
		return this.network;
	}

	/**
	 * Return the groups that every node hosts.
	 * @return the groups
	 */
	public List<SimulatedGroup> groups() {
		return this.groups;
	}

	/**
	 * Return all nodes in the order of their ids.
	 * @return the nodes, whether they run or not
	 */
	public Collection<SimulatedNode> nodes() {
		return Collections.unmodifiableCollection(this.nodes.values());
	}

	/**
	 * Return a node.
	 * @param nodeId its id
	 * @return the node
	 */
	public SimulatedNode node(int nodeId) {
		SimulatedNode node = this.nodes.get(nodeId);
		if (node == null) {
			throw new IllegalArgumentException("There is no node " + nodeId + ", only " + this.nodes.keySet());
		}
		return node;
	}

	/**
	 * Return a group on a node that runs.
	 * @param nodeId the node
	 * @param name the name of the group
	 * @return the group
	 */
	public RaftGroup group(int nodeId, String name) {
		return node(nodeId).group(name);
	}

	/**
	 * Start every node that does not run.
	 */
	public void startAll() {
		for (SimulatedNode node : this.nodes.values()) {
			if (!node.isRunning()) {
				node.start();
			}
		}
	}

	/**
	 * Take the power from all nodes at one moment.
	 */
	public void crashAll() {
		this.nodes.values().forEach(SimulatedNode::crash);
	}

	/**
	 * Return who leads a group.
	 * @param name the name of the group
	 * @return of the nodes that host it and believe to lead, the one in the latest term;
	 * 0 if there is none
	 */
	public int leader(String name) {
		int leader = 0;
		long leaderTerm = 0;
		for (SimulatedNode node : this.nodes.values()) {
			if (node.hosts(name)) {
				GroupStatus status = node.group(name).status();
				boolean leads = status.leaderId() == node.nodeId();
				if (leads && status.term() > leaderTerm) {
					leader = node.nodeId();
					leaderTerm = status.term();
				}
			}
		}
		return leader;
	}

	/**
	 * Make rare things common on all nodes, from their next start on.
	 * @param failpoints decides when they happen
	 */
	public void failpoints(Failpoints failpoints) {
		this.failpoints = failpoints;
	}

	Failpoints failpoints() {
		return this.failpoints;
	}

	/**
	 * Give state machines to groups that are added at runtime, from the next start of a
	 * node on.
	 * @param stateMachines returns what a node has for groups that it was not given
	 */
	public void stateMachines(IntFunction<StateMachineFactory> stateMachines) {
		this.stateMachines = stateMachines;
	}

	IntFunction<StateMachineFactory> stateMachines() {
		return this.stateMachines;
	}

	/**
	 * Have something done after each step of the world that this cluster lets pass.
	 * @param listener must not change anything in the world
	 */
	public void afterEachStep(Runnable listener) {
		this.stepListeners.add(listener);
	}

	/**
	 * Be told when processes begin and end.
	 * @param listener told from now on
	 */
	public void addListener(NodeListener listener) {
		this.listeners.add(listener);
	}

	/**
	 * Let time pass until a condition holds. It is tested at once and after each step.
	 * @param condition the condition
	 * @param limit how much time may pass
	 * @return whether the condition holds
	 */
	public boolean runUntil(BooleanSupplier condition, Duration limit) {
		boolean[] first = { true };
		return this.world.runUntil(() -> {
			if (!first[0]) {
				this.steps++;
				this.stepListeners.forEach(Runnable::run);
			}
			first[0] = false;
			return condition.getAsBoolean();
		}, limit);
	}

	/**
	 * Let time pass.
	 * @param duration how much
	 */
	public void advance(Duration duration) {
		runUntil(() -> false, duration);
	}

	/**
	 * Return how many steps there have been.
	 * @return the count
	 */
	public long steps() {
		return this.steps;
	}

	/**
	 * Return a count that grows whenever code of any process runs, see
	 * {@link SimulatedNode#activity()}.
	 * @return the count
	 */
	public long activity() {
		return this.activity;
	}

	void codeRuns() {
		this.activity++;
	}

	void started(SimulatedNode node) {
		this.listeners.forEach((listener) -> listener.started(node));
	}

	void ended(SimulatedNode node) {
		this.listeners.forEach((listener) -> listener.ended(node));
	}

	void wiped(SimulatedNode node) {
		this.listeners.forEach((listener) -> listener.wiped(node));
	}

	void refill(SimulatedNode node, String group, RefillStage stage) {
		this.listeners.forEach((listener) -> listener.refill(node, group, stage));
	}

	void failed(SimulatedNode node, String source, Throwable failure) {
		this.listeners.forEach((listener) -> listener.failed(node, source, failure));
	}

	/**
	 * Told when processes begin and end.
	 */
	public interface NodeListener {

		/**
		 * A node was started.
		 * @param node the node
		 */
		void started(SimulatedNode node);

		/**
		 * A process has ended, in good order or not. Nothing it was asked for will be
		 * answered any more.
		 * @param node the node
		 */
		void ended(SimulatedNode node);

		/**
		 * A node that does not run was given an empty disk.
		 * @param node the node
		 */
		default void wiped(SimulatedNode node) {
			// most need not know
		}

		/**
		 * Somebody wants the damaged log of a group refilled.
		 * @param node the node
		 * @param group the name of the group
		 * @param stage how far that has come
		 */
		default void refill(SimulatedNode node, String group, RefillStage stage) {
			// most need not know
		}

		/**
		 * An exception escaped from the code of a group, which should never happen.
		 * @param node the node
		 * @param source what failed, for people
		 * @param failure what was thrown
		 */
		void failed(SimulatedNode node, String source, Throwable failure);

	}

}
