package io.dongting.simulation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import io.dongting.fiber.VirtualTime;
import io.dongting.raft.DiskSpaceOptions;
import io.dongting.raft.LogItem;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.RaftInput;
import io.dongting.raft.RaftOutput;
import io.dongting.raft.StateMachine;
import io.dongting.simulation.invariant.GroupInvariants;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Simulated nodes with a group that makes a list of its commands, watched for every
 * invariant, and callers on all of them.
 */
final class ListCluster {

	static final String GROUP = "list";

	static final Duration SECOND = Duration.ofSeconds(1);

	private final TreeMap<Integer, ListMachine> machines = new TreeMap<>();

	/** Commands whose callers were told that they were executed. */
	private final List<String> acknowledged = new ArrayList<>();

	private final SimulatedCluster cluster;

	private final SimulationTrace trace;

	private final GroupInvariants invariants;

	private int submitted;

	ListCluster(long seed, int size, SimulatedGroup... others) {
		this(seed, size, DiskSpaceOptions.UNWATCHED, others);
	}

	ListCluster(long seed, int size, DiskSpaceOptions diskSpace, SimulatedGroup... others) {
		List<SimulatedGroup> groups = new ArrayList<>(List.of(others));
		RaftGroupConfig config = config(GROUP, 1, size);
		groups.add(new SimulatedGroup(config, this::newMachine));
		this.cluster = new SimulatedCluster(new VirtualTime(seed), size, groups, diskSpace);
		this.trace = SimulationTrace.of(this.cluster);
		this.invariants = GroupInvariants.watch(this.cluster, config, new Coverage());
	}

	/** A small group: batches of a few commands, segments of a few hundred. */
	static RaftGroupConfig config(String name, int groupId, int size) {
		RaftGroupOptions defaults = RaftGroupOptions.DEFAULTS;
		RaftGroupOptions options = new RaftGroupOptions(defaults.electionTimeout(), defaults.leasePromise(),
				defaults.heartbeatInterval(), 1000, 1 << 20, 1024, 500, defaults.windowMessages(),
				defaults.windowBytes(), defaults.applyBatchBytes(), 128 * 1024, 4096);
		TreeSet<Integer> members = new TreeSet<>(IntStream.rangeClosed(1, size).boxed().toList());
		return new RaftGroupConfig(name, groupId, members, Collections.emptySortedSet(), options);
	}

	private ListMachine newMachine(int nodeId) {
		ListMachine machine = new ListMachine(nodeId, this.invariants);
		this.machines.put(nodeId, machine);
		return machine;
	}

	SimulatedCluster cluster() {
		return this.cluster;
	}

	SimulatedNode node(int nodeId) {
		return this.cluster.node(nodeId);
	}

	SimulatedNetwork network() {
		return this.cluster.network();
	}

	RaftGroup group(int nodeId) {
		return this.cluster.group(nodeId, GROUP);
	}

	SimulationTrace trace() {
		return this.trace;
	}

	GroupInvariants invariants() {
		return this.invariants;
	}

	List<String> acknowledged() {
		return this.acknowledged;
	}

	List<String> commands(int nodeId) {
		return this.machines.get(nodeId).commands;
	}

	int leader() {
		return this.cluster.leader(GROUP);
	}

	int follower() {
		return 1 + leader() % this.cluster.nodes().size();
	}

	void startAndElect() {
		this.cluster.startAll();
		runUntil(() -> leader() != 0, SECOND.multipliedBy(5));
	}

	void runUntil(BooleanSupplier condition, Duration limit) {
		assertThat(this.cluster.runUntil(condition, limit))
			.as(() -> "came to hold within " + limit + "\n" + String.join("\n", this.trace.lastEvents(40)))
			.isTrue();
	}

	void advance(Duration duration) {
		this.cluster.advance(duration);
	}

	/** Callers on all nodes that run. */
	void load(Duration duration) {
		long stop = this.cluster.world().clock().nanoTime() + duration.toNanos();
		while (this.cluster.world().clock().nanoTime() < stop) {
			this.cluster.nodes()
				.stream()
				.filter((node) -> node.isRunning() && !node.isPaused())
				.forEach((node) -> submit(node.nodeId()));
			this.cluster.advance(Duration.ofMillis(50));
		}
	}

	CompletableFuture<RaftOutput> submit(int nodeId) {
		return submit(nodeId, SECOND.multipliedBy(5));
	}

	CompletableFuture<RaftOutput> submit(int nodeId, Duration timeout) {
		String command = "c" + ++this.submitted;
		CompletableFuture<RaftOutput> outcome = group(nodeId)
			.submit(new RaftInput(command.getBytes(StandardCharsets.UTF_8), timeout));
		outcome.thenAccept((output) -> this.acknowledged.add(command));
		return outcome;
	}

	/**
	 * With all faults gone and all nodes up, every node has applied the same commands in
	 * the same order, and nothing acknowledged is missing.
	 */
	void assertThatAllNodesAgree(int atLeast) {
		this.cluster.startAll();
		runUntil(() -> leader() != 0, SECOND.multipliedBy(15));
		this.cluster.advance(SECOND.multipliedBy(6));
		List<String> commands = this.machines.get(1).commands;
		assertThat(commands).hasSizeGreaterThanOrEqualTo(atLeast)
			.doesNotHaveDuplicates()
			.containsAll(this.acknowledged);
		assertThat(this.machines.values()).allSatisfy((machine) -> assertThat(machine.commands).isEqualTo(commands));
	}

	private static final class ListMachine implements StateMachine {

		private final int nodeId;

		private final GroupInvariants invariants;

		private final List<String> commands = new ArrayList<>();

		ListMachine(int nodeId, GroupInvariants invariants) {
			this.nodeId = nodeId;
			this.invariants = invariants;
		}

		@Override
		public byte[] apply(LogItem item) {
			this.invariants.applies(this.nodeId, this, item);
			this.commands.add(StandardCharsets.UTF_8.decode(item.body()).toString());
			return new byte[0];
		}

	}

}
