package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

import io.dongting.raft.RaftGroupConfig;
import io.dongting.simulation.Coverage;
import io.dongting.simulation.SimulatedCluster;
import io.dongting.simulation.SimulatedNode;
import io.dongting.simulation.SimulationTrace;
import io.dongting.simulation.history.LinearizabilityChecker;
import io.dongting.simulation.history.Verdict;
import io.dongting.simulation.invariant.GroupInvariants;
import io.dongting.simulation.invariant.InvariantViolation;

/**
 * Another group on the same nodes, with clients of its own. It shares their connections,
 * heartbeat messages and disks with the group a run is about, suffers from what happens
 * to them, and has to keep every promise all the same.
 */
final class Neighbour {

	private static final int CHECKER_BUDGET = 100_000;

	private static final int ELECTION_TIMEOUTS = 20;

	private final SimulatedCluster cluster;

	private final SwarmOptions options;

	private final GroupInvariants invariants;

	private final Map<Integer, KvMachine> machines = new TreeMap<>();

	private final KvClients clients;

	private final String name;

	/** What it meets with is not what the run is about. */
	private final Coverage coverage = new Coverage();

	Neighbour(SimulatedCluster cluster, RaftGroupConfig config, SwarmOptions options, SimulationTrace trace) {
		this.cluster = cluster;
		this.options = options;
		this.name = config.name();
		this.invariants = GroupInvariants.watch(cluster, config, this.coverage);
		this.clients = new KvClients(cluster, this.name, options.ofNeighbours(), this.machines::get,
				this.invariants.commands(), trace, this.coverage);
	}

	KvMachine newMachine(int nodeId) {
		KvMachine machine = new KvMachine(nodeId, this.invariants);
		this.machines.put(nodeId, machine);
		return machine;
	}

	/**
	 * Let the group fail on nodes whose disks were made to.
	 * @param troubles knows which
	 * @param leasesHold whether clocks run evenly
	 */
	void excuse(Troubles troubles, boolean leasesHold) {
		this.invariants.allowFailures(troubles::mayFail);
		if (!leasesHold) {
			this.invariants.ignoreLeases();
		}
	}

	void begin() {
		this.clients.begin();
	}

	void stop() {
		this.clients.stop();
	}

	void rethrow() {
		this.clients.rethrow();
	}

	/** Return who watches the group. */
	GroupInvariants invariants() {
		return this.invariants;
	}

	boolean isFounded() {
		return this.invariants.committedIndex() > 0;
	}

	/**
	 * With everything healed it is led again, every call is answered, and what its
	 * clients saw can be explained.
	 * @param healthy the nodes that have lost nothing
	 * @param total takes note of what was tested
	 */
	void requireWhole(List<SimulatedNode> healthy, Coverage total) {
		requireAnswered(healthy);
		if (!isFounded()) {
			total.add("neighbours never founded", 1);
			return;
		}
		requireLed();
		requireExplained();
		total.add("neighbour groups", 1);
		total.add("neighbour entries committed", this.invariants.committedIndex());
	}

	/** Every call is answered on some nodes. */
	void requireAnswered(List<SimulatedNode> nodes) {
		require(() -> this.clients.isIdle(nodes), this.options.operationTimeout().multipliedBy(2).plus(elected()),
				"unanswered calls");
	}

	void requireLed() {
		require(() -> this.cluster.leader(this.name) != 0, elected(), "no leader");
	}

	private Duration elected() {
		return this.options.group().electionTimeout().multipliedBy(ELECTION_TIMEOUTS);
	}

	/** What the clients saw can be explained. */
	void requireExplained() {
		Verdict verdict = new LinearizabilityChecker(CHECKER_BUDGET).check(this.clients.history());
		if (verdict instanceof Verdict.NotLinearizable wrong) {
			throw new InvariantViolation("Group '" + this.name + "': " + wrong);
		}
	}

	private void require(BooleanSupplier condition, Duration limit, String otherwise) {
		if (!this.cluster.runUntil(condition, limit)) {
			throw new InvariantViolation("Liveness: after " + limit + " without faults there is " + otherwise
					+ " in group '" + this.name + "'");
		}
	}

}
