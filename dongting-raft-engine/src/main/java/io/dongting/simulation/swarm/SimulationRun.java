package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

import io.dongting.fiber.VirtualTime;
import io.dongting.raft.DiskSpaceOptions;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.simulation.Coverage;
import io.dongting.simulation.SimulatedCluster;
import io.dongting.simulation.SimulatedGroup;
import io.dongting.simulation.SimulatedLatency;
import io.dongting.simulation.SimulatedNode;
import io.dongting.simulation.SimulationTrace;
import io.dongting.simulation.history.LinearizabilityChecker;
import io.dongting.simulation.history.Verdict;
import io.dongting.simulation.invariant.GroupInvariants;
import io.dongting.simulation.invariant.InvariantViolation;
import org.jspecify.annotations.Nullable;

/**
 * One run of a cluster, as a scenario tells.
 */
public final class SimulationRun {

	static final String GROUP = "kv";

	private static final int EVENTS_TOLD = 200;

	private static final int CHECKER_BUDGET = 200_000;

	/** With fewer operations not much was tested. */
	private static final int FEWEST_OPERATIONS_PER_MINUTE = 500;

	private static final Duration LOCKSTEP_LATENCY = Duration.ofNanos(200_000);

	private static final Duration MOST_OVERTIME = Duration.ofMinutes(2);

	/** Disks that are full have room for 200 KB at most. */
	private static final DiskSpaceOptions DISK_SPACE = new DiskSpaceOptions(150_000, 50_000, Duration.ofMillis(100));

	private final Scenario scenario;

	private final VirtualTime world;

	private final SimulatedCluster cluster;

	private final SimulationTrace trace;

	private final GroupInvariants invariants;

	private final Map<Integer, KvMachine> machines = new TreeMap<>();

	private final Coverage coverage = new Coverage();

	private final KvClients clients;

	private final MembershipCalls changes;

	private final DrawnFailpoints failpoints;

	private final Transfers transfers;

	private final Nemesis nemesis;

	private final Recovery recovery;

	private final Guests guests;

	private final List<Neighbour> neighbours = new ArrayList<>();

	/**
	 * Prepare a run.
	 * @param scenario decides everything
	 */
	public SimulationRun(Scenario scenario) {
		SwarmOptions options = scenario.options();
		this.scenario = scenario;
		this.world = new VirtualTime(scenario.seed());
		RaftGroupConfig config = config(0, options);
		this.cluster = new SimulatedCluster(this.world, options.hosts(), groups(options), diskSpace(scenario));
		this.failpoints = new DrawnFailpoints(this.world.newRandom(), options.failpoints(), this.coverage);
		this.cluster.failpoints(this.failpoints);
		this.trace = SimulationTrace.of(this.cluster);
		this.invariants = GroupInvariants.watch(this.cluster, config, this.coverage);
		this.clients = new KvClients(this.cluster, GROUP, options, this.machines::get, this.invariants.commands(),
				this.trace, this.coverage);
		this.changes = new MembershipCalls(this.cluster, this.invariants.membership(), this.trace, this.coverage);
		Troubles troubles = new Troubles(this.cluster, options, this.invariants.membership(), this.changes, this.trace,
				this.coverage);
		this.transfers = new Transfers(troubles, this.failpoints, this.invariants);
		boolean leasesHold = scenario.strikes().stream().noneMatch(SimulationRun::breaksLeases);
		this.guests = new Guests(options, troubles, leasesHold);
		this.nemesis = new Nemesis(troubles, this.transfers, this.guests, this.machines::get);
		MembershipRecovery members = new MembershipRecovery(options, troubles, this.changes,
				this.invariants.membership());
		this.recovery = new Recovery(options, troubles, this.nemesis, this.clients, this.transfers, members,
				this.invariants, this.machines);
		this.invariants.allowFailures(troubles::mayFail);
		this.invariants.allowApplyFailures(troubles::hasBrokenMachine);
		if (options.tempo().lockstep()) {
			keepStep(troubles);
		}
		if (!leasesHold) {
			this.invariants.ignoreLeases();
		}
		for (int number = 1; number <= options.neighbours(); number++) {
			Neighbour neighbour = new Neighbour(this.cluster, config(number, options), options, this.trace);
			neighbour.excuse(troubles, leasesHold);
			this.neighbours.add(neighbour);
		}
	}

	/** Where no disk is ever full, nobody need look. */
	private static DiskSpaceOptions diskSpace(Scenario scenario) {
		boolean full = scenario.strikes().stream().anyMatch((strike) -> strike.kind() == FaultKind.FULL_DISK);
		return full ? DISK_SPACE : DiskSpaceOptions.UNWATCHED;
	}

	private List<SimulatedGroup> groups(SwarmOptions options) {
		List<SimulatedGroup> groups = new ArrayList<>();
		groups.add(new SimulatedGroup(config(0, options), this::newMachine));
		for (int number = 1; number <= options.neighbours(); number++) {
			int place = number - 1;
			groups.add(new SimulatedGroup(config(number, options),
					(nodeId) -> this.neighbours.get(place).newMachine(nodeId)));
		}
		return groups;
	}

	private void keepStep(Troubles troubles) {
		this.cluster.network().latency(SimulatedLatency.always(LOCKSTEP_LATENCY));
		for (SimulatedNode node : this.cluster.nodes()) {
			node.diskLatency(troubles.diskLatency());
			node.applyLatency(GROUP, troubles.threadLatency());
		}
	}

	private static boolean breaksLeases(Strike strike) {
		return strike.kind() == FaultKind.CLOCK_JUMP || strike.kind() == FaultKind.CLOCK_STOP;
	}

	/** The group the run is about has the number 0. */
	private static RaftGroupConfig config(int number, SwarmOptions options) {
		return config((number == 0) ? GROUP : "neighbour-" + number, 1 + number, options);
	}

	static RaftGroupConfig config(String name, int groupId, SwarmOptions options) {
		int members = options.nodes() - options.observers();
		return new RaftGroupConfig(name, groupId, ids(1, members), ids(members + 1, options.nodes()), options.group());
	}

	private static TreeSet<Integer> ids(int first, int last) {
		return new TreeSet<>(IntStream.rangeClosed(first, last).boxed().toList());
	}

	private KvMachine newMachine(int nodeId) {
		KvMachine machine = new KvMachine(nodeId, this.invariants);
		this.machines.put(nodeId, machine);
		return machine;
	}

	/**
	 * Let it happen.
	 * @return how it went
	 */
	public RunReport run() {
		@Nullable Throwable failure = null;
		try {
			this.cluster.startAll();
			this.clients.begin();
			this.neighbours.forEach(Neighbour::begin);
			this.changes.begin();
			this.nemesis.begin(this.scenario.strikes());
			this.cluster.runUntil(() -> {
				rethrow();
				return false;
			}, this.scenario.troubled());
			if (!this.cluster.runUntil(this::isWorthIt, MOST_OVERTIME)) {
				this.coverage.add("runs with few operations", 1);
			}
			this.nemesis.end();
			this.failpoints.disable();
			this.neighbours.forEach(Neighbour::stop);
			this.guests.stopClients();
			// Only all first members together can found a group (R4)
			boolean founded = this.invariants.committedIndex() > 0;
			if (founded && this.scenario.recovery() == Scenario.Recovery.MAJORITY) {
				this.recovery.majority();
			}
			this.nemesis.healAll();
			this.guests.requireGone();
			this.recovery.whole();
			this.neighbours.forEach((neighbour) -> neighbour.requireWhole(this.recovery.unchanged(), this.coverage));
			checkHistory();
		}
		catch (RuntimeException | Error ex) {
			failure = ex;
		}
		this.coverage.add("committed", this.invariants.committedIndex());
		List<String> events = (failure != null) ? this.trace.lastEvents(EVENTS_TOLD) : Collections.emptyList();
		return new RunReport(this.scenario, failure, events, this.trace.hash(), this.cluster.steps(),
				Duration.ofNanos(this.world.clock().nanoTime()), this.coverage);
	}

	private void rethrow() {
		this.clients.rethrow();
		this.transfers.rethrow();
		this.changes.rethrow();
		this.neighbours.forEach(Neighbour::rethrow);
		this.guests.rethrow();
		this.nemesis.rethrow();
	}

	/** Clients that rarely got an answer go on for a while. */
	private boolean isWorthIt() {
		rethrow();
		long fewest = FEWEST_OPERATIONS_PER_MINUTE * this.scenario.troubled().toSeconds() / 60;
		return this.coverage.count("operations") >= fewest;
	}

	private void checkHistory() {
		Verdict verdict = new LinearizabilityChecker(CHECKER_BUDGET).check(this.clients.history());
		if (verdict instanceof Verdict.NotLinearizable wrong) {
			throw new InvariantViolation(wrong.toString());
		}
		this.coverage.add((verdict instanceof Verdict.Undecided) ? "histories undecided" : "histories explained", 1);
	}

}
