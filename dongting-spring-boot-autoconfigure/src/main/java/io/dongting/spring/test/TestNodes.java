package io.dongting.spring.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.dongting.fiber.VirtualTime;
import io.dongting.raft.GroupStatus;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.SnapshotOptions;
import io.dongting.raft.SnapshotStateMachine;
import io.dongting.simulation.SimulatedCluster;
import io.dongting.simulation.SimulatedGroup;
import io.dongting.simulation.SimulatedLatency;
import io.dongting.simulation.SimulatedNode;
import org.jspecify.annotations.Nullable;

/**
 * All nodes of a test, and what goes wrong with them.
 */
final class TestNodes {

	private static final int MOST_NODES = 9;

	private static final int GROUP_ID = 1;

	/** Elections take seconds, a long log on slow disks not much longer. */
	private static final Duration PATIENCE = Duration.ofMinutes(10);

	/** A client that finds no leader asks any node. */
	private static final Duration LONGEST_SEARCH = Duration.ofSeconds(10);

	/** What is under way arrives sooner, once nothing is wrong any more. */
	private static final Duration QUIET = Duration.ofSeconds(3);

	private final StateMachineSource source;

	private final AppliedLog log = new AppliedLog();

	private final SimulatedCluster cluster;

	private final Simulation simulation;

	private final NetworkCuts cuts;

	private final List<TestNode> nodes = new ArrayList<>();

	private @Nullable Throwable escaped;

	TestNodes(StateMachineSource source, int size, long seed) {
		if (size < 1 || size > MOST_NODES) {
			throw new IllegalArgumentException("A test has 1 to " + MOST_NODES + " nodes, not " + size);
		}
		this.source = source;
		TreeSet<Integer> members = IntStream.rangeClosed(1, size)
			.boxed()
			.collect(Collectors.toCollection(TreeSet::new));
		// So that nodes that were away get the snapshot, not the log
		SnapshotOptions snapshots = new SnapshotOptions(0, 0, Duration.ZERO, false, SnapshotOptions.DEFAULTS.kept(), 0,
				SnapshotOptions.DEFAULTS.blockBytes(), SnapshotOptions.DEFAULTS.maxBytesPerSecond(),
				SnapshotOptions.DEFAULTS.maxInstalls());
		RaftGroupConfig config = new RaftGroupConfig(source.group(), GROUP_ID, members, new TreeSet<>(),
				RaftGroupOptions.DEFAULTS.withSnapshots(snapshots));
		this.cluster = new SimulatedCluster(new VirtualTime(seed), size,
				List.of(new SimulatedGroup(config, (nodeId) -> get(nodeId).newStateMachine())));
		this.cluster.addListener(new Ends());
		this.simulation = new Simulation(this.cluster);
		this.cuts = new NetworkCuts(this.cluster);
		this.cluster.nodes().forEach((node) -> this.nodes.add(new TestNode(source, this.log, this.simulation, node)));
	}

	/** Start all nodes and wait until all have found a leader. */
	void start() {
		this.cluster.startAll();
		awaitLeader();
		ids().forEach(this::awaitCaughtUp);
	}

	Simulation simulation() {
		return this.simulation;
	}

	List<Integer> ids() {
		return this.nodes.stream().map(TestNode::nodeId).toList();
	}

	TestNode get(int nodeId) {
		this.cluster.node(nodeId);
		return this.nodes.get(nodeId - 1);
	}

	/** Return the proxy of a node. */
	Object proxy(int nodeId) {
		TestNode node = get(nodeId);
		return NodeProxy.of(node.proxy(), node::proxy);
	}

	/** Return a proxy that finds the leader. */
	Object proxy() {
		return NodeProxy.of(this.nodes.get(0).proxy(), () -> {
			this.simulation.waitFor(() -> this.nodes.stream().anyMatch(this::isLeader) || !canElect(), LONGEST_SEARCH);
			return bestNode().proxy();
		});
	}

	/** Whether anybody could be elected. */
	private boolean canElect() {
		return this.nodes.stream().anyMatch((node) -> node.isRunning() && this.cuts.reachesMajority(node.nodeId()));
	}

	private TestNode bestNode() {
		return this.nodes.stream()
			.max(Comparator.comparing(this::isLeader)
				.thenComparing((node) -> node.isRunning() && this.cuts.reachesMajority(node.nodeId()))
				.thenComparing(TestNode::isRunning)
				.thenComparing(Comparator.comparing(TestNode::nodeId).reversed()))
			.orElseThrow();
	}

	private boolean isLeader(TestNode node) {
		return node.leads() && this.cuts.reachesMajority(node.nodeId());
	}

	/** Wait until a node leads that reaches a majority. */
	int awaitLeader() {
		await(() -> this.nodes.stream().anyMatch(this::isLeader), "Nobody leads");
		return this.nodes.stream()
			.filter(this::isLeader)
			.max(Comparator.comparingLong((node) -> node.status().term()))
			.orElseThrow()
			.nodeId();
	}

	/** Wait until a node can serve. */
	void awaitCaughtUp(int nodeId) {
		await(() -> get(nodeId).hasCaughtUp(), "Node " + nodeId + " does not catch up");
	}

	private void await(BooleanSupplier condition, String otherwise) {
		boolean holds = this.simulation.runUntil(() -> condition.getAsBoolean() || hasFailed(), PATIENCE);
		requireNoFailure();
		if (!holds) {
			throw new IllegalStateException(otherwise + " within " + PATIENCE + ": " + describe());
		}
	}

	void isolate(int nodeId) {
		get(nodeId);
		this.cuts.isolate(nodeId);
	}

	void partition(Collection<Set<Integer>> sides) {
		this.cuts.partition(sides);
	}

	void slowDisk(int nodeId, Duration latency) {
		get(nodeId).diskLatency(SimulatedLatency.always(latency));
	}

	void heal() {
		this.cuts.heal();
		this.nodes.forEach((node) -> node.diskLatency(SimulatedLatency.DISK));
	}

	/** Let a node save a snapshot. */
	long snapshot(int nodeId) {
		TestNode node = get(nodeId);
		node.requireRunning();
		if (!(node.machine() instanceof SnapshotStateMachine)) {
			throw new UnsupportedOperationException(
					"The state machine does not implement SnapshotSupport, so there are no snapshots of it");
		}
		try {
			return node.group().saveSnapshot(PATIENCE).join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw ex;
		}
	}

	/** Let everything be well, and all nodes apply the same. */
	void settle() {
		heal();
		this.nodes.stream().filter((node) -> !node.isRunning()).forEach(TestNode::restart);
		long applied;
		do {
			await(this::isSettled, "The nodes do not come to rest");
			applied = lastApplied();
			this.simulation.advance(QUIET);
		}
		while (!isSettled() || lastApplied() != applied);
	}

	private boolean isSettled() {
		return this.simulation.clientsAtWork() == 0
				&& this.nodes.stream().allMatch((node) -> node.isQuiet() && node.hasCaughtUp())
				&& this.nodes.stream().map((node) -> node.status().appliedIndex()).distinct().count() == 1;
	}

	private long lastApplied() {
		return this.nodes.stream().mapToLong((node) -> node.status().appliedIndex()).max().orElse(0);
	}

	/** Check the state machines, which have to be at rest. */
	void check() {
		new StateMachineChecks(this.source, this.log, this.nodes.stream().map(TestNode::state).toList()).run();
	}

	private boolean hasFailed() {
		return this.escaped != null || this.nodes.stream().anyMatch(TestNode::hasFailed);
	}

	private void requireNoFailure() {
		if (this.escaped != null) {
			throw new IllegalStateException("The engine has failed, which it never should", this.escaped);
		}
		for (TestNode node : this.nodes) {
			if (node.hasFailed()) {
				GroupStatus status = node.status();
				throw new BrokenRule("Node " + node.nodeId() + " has stopped behind index " + status.appliedIndex()
						+ " (" + status.condition() + "): " + status.detail(), node.machine().failure());
			}
		}
	}

	private String describe() {
		int calls = this.simulation.clientsAtWork();
		String waiting = (calls > 0) ? calls + " asynchronous call" + ((calls > 1) ? "s have" : " has") + " not ended; "
				: "";
		return waiting + this.nodes.stream().map(TestNode::describe).collect(Collectors.joining("; "));
	}

	/** End the nodes, and everybody who waits. */
	void close() {
		this.simulation.close();
		this.cluster.crashAll();
	}

	/** Hears of the ends of processes. */
	private final class Ends implements SimulatedCluster.NodeListener {

		@Override
		public void started(SimulatedNode node) {
			// the node has asked for its state machine
		}

		@Override
		public void ended(SimulatedNode node) {
			get(node.nodeId()).ended();
		}

		@Override
		public void failed(SimulatedNode node, String source, Throwable failure) {
			TestNodes.this.escaped = failure;
		}

	}

}
