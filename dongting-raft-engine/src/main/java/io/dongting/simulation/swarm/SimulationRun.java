package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.dongting.fiber.VirtualTime;
import io.dongting.raft.GroupStatus;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftRole;
import io.dongting.raft.core.GroupInspection;
import io.dongting.simulation.Coverage;
import io.dongting.simulation.SimulatedCluster;
import io.dongting.simulation.SimulatedGroup;
import io.dongting.simulation.SimulatedNode;
import io.dongting.simulation.SimulationTrace;
import io.dongting.simulation.history.Action;
import io.dongting.simulation.history.LinearizabilityChecker;
import io.dongting.simulation.history.Verdict;
import io.dongting.simulation.invariant.GroupInvariants;
import io.dongting.simulation.invariant.InvariantViolation;
import org.jspecify.annotations.Nullable;

/**
 * One run of a cluster, from one seed.
 */
public final class SimulationRun {

	private static final String GROUP = "kv";

	private static final int EVENTS_TOLD = 200;

	private static final Duration MOST_PER_ENTRY = Duration.ofMillis(10);

	private static final int QUIET_TIMEOUTS = 6;

	private static final int CHECKER_BUDGET = 200_000;

	private final long seed;

	private final VirtualTime world;

	private final SwarmOptions options;

	private final SimulatedCluster cluster;

	private final SimulationTrace trace;

	private final GroupInvariants invariants;

	private final Map<Integer, KvMachine> machines = new TreeMap<>();

	private final Coverage coverage = new Coverage();

	private final KvClients clients;

	private final Nemesis nemesis;

	/**
	 * Prepare a run in which anything may go wrong.
	 * @param seed decides everything
	 */
	public SimulationRun(long seed) {
		this(seed, EnumSet.allOf(FaultKind.class));
	}

	/**
	 * Prepare a run.
	 * @param seed decides everything
	 * @param allowed which kinds of faults there may be; whether there are is drawn
	 */
	public SimulationRun(long seed, Set<FaultKind> allowed) {
		this.seed = seed;
		this.world = new VirtualTime(seed);
		this.options = SwarmOptions.draw(this.world.newRandom());
		RaftGroupConfig config = config(this.options);
		this.cluster = new SimulatedCluster(this.world, this.options.nodes(),
				List.of(new SimulatedGroup(config, this::newMachine)));
		this.trace = SimulationTrace.of(this.cluster);
		this.invariants = GroupInvariants.watch(this.cluster, config, this.coverage);
		this.clients = new KvClients(this.cluster, GROUP, this.options, this.machines::get, this.trace, this.coverage);
		this.nemesis = new Nemesis(this.cluster, GROUP, this.options, this.trace, this.coverage, allowed);
		this.invariants.allowFailures(this.nemesis::mayFail);
		if (this.nemesis.intervals().containsKey(FaultKind.CLOCK_JUMP)) {
			this.invariants.ignoreLeases();
		}
	}

	private static RaftGroupConfig config(SwarmOptions options) {
		int members = options.nodes() - options.observers();
		return new RaftGroupConfig(GROUP, 1, ids(1, members), ids(members + 1, options.nodes()), options.group());
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
	 * @param troubled for how long things go wrong
	 * @return how it went
	 */
	public RunReport run(Duration troubled) {
		@Nullable Throwable failure = null;
		try {
			this.cluster.startAll();
			this.clients.begin();
			this.nemesis.begin();
			this.cluster.runUntil(() -> {
				this.clients.rethrow();
				return false;
			}, troubled);
			recover();
			checkHistory();
		}
		catch (RuntimeException | Error ex) {
			failure = ex;
		}
		this.coverage.add("committed", this.invariants.committedIndex());
		List<String> events = (failure != null) ? this.trace.lastEvents(EVENTS_TOLD) : Collections.emptyList();
		return new RunReport(this.seed, this.options + " " + this.nemesis.intervals(), failure, events,
				this.trace.hash(), this.cluster.steps(), Duration.ofNanos(this.world.clock().nanoTime()),
				this.coverage);
	}

	/** With all faults gone, everything has to come to a good end (liveness). */
	private void recover() {
		Duration electionTimeout = this.options.group().electionTimeout();
		this.nemesis.heal();
		this.trace.add(0, "healed", 0, 0, null);
		this.cluster.startAll();
		require(this::allFollowOne, electionTimeout.multipliedBy(10),
				() -> "no leader that all follow " + describeNodes());
		this.clients.stop();
		Duration answered = this.options.operationTimeout().multipliedBy(2).plus(electionTimeout.multipliedBy(10));
		require(this.clients::isIdle, answered, () -> "no answer to " + this.clients.describePending());
		for (SimulatedNode node : this.cluster.nodes()) {
			this.clients.ask(-node.nodeId(), node, "k0", new Action.Put("last-" + node.nodeId()));
			this.clients.ask(-node.nodeId(), node, "k0", new Action.Get());
		}
		require(this.clients::isIdle, answered, () -> "no answer to " + this.clients.describePending());
		// A window of one message with one entry takes its time
		Duration caughtUp = MOST_PER_ENTRY.multipliedBy(this.invariants.committedIndex())
			.plus(electionTimeout.multipliedBy(20));
		require(this::allEqual, caughtUp, () -> "logs that differ " + describeNodes());
		stayQuiet(electionTimeout.multipliedBy(QUIET_TIMEOUTS));
	}

	/**
	 * A whole cluster that nobody asks for anything keeps its leader (trap P16) and says
	 * no more than that it lives.
	 */
	private void stayQuiet(Duration duration) {
		int leader = this.cluster.leader(GROUP);
		long term = this.cluster.group(leader, GROUP).status().term();
		long sent = this.cluster.network().counts().sent();
		this.cluster.advance(duration);
		GroupStatus now = this.cluster.group(leader, GROUP).status();
		if (!now.role().equals(RaftRole.LEADER) || now.term() != term) {
			throw new InvariantViolation(
					"Liveness: the leader of term " + term + " is lost without a fault " + describeNodes());
		}
		long heartbeats = duration.dividedBy(this.options.group().heartbeatInterval()) + 1;
		long most = 4 * heartbeats * this.options.nodes();
		long sentMeanwhile = this.cluster.network().counts().sent() - sent;
		if (sentMeanwhile > most) {
			throw new InvariantViolation(
					"Liveness: " + sentMeanwhile + " messages in " + duration + " of quiet, not " + most + " at most");
		}
	}

	private void require(BooleanSupplier condition, Duration limit, Supplier<String> otherwise) {
		boolean came = this.cluster.runUntil(() -> {
			this.clients.rethrow();
			return condition.getAsBoolean();
		}, limit);
		if (!came) {
			throw new InvariantViolation("Liveness: after " + limit + " without faults there is " + otherwise.get());
		}
	}

	private boolean allFollowOne() {
		int leader = 0;
		for (SimulatedNode node : this.cluster.nodes()) {
			GroupInspection replica = node.inspect(GROUP);
			if (replica != null && replica.leads()) {
				leader = node.nodeId();
			}
		}
		if (leader == 0) {
			return false;
		}
		for (SimulatedNode node : this.cluster.nodes()) {
			GroupStatus status = node.group(GROUP).status();
			if (status.leaderId() != leader) {
				return false;
			}
		}
		return true;
	}

	private boolean allEqual() {
		@Nullable GroupInspection first = null;
		for (SimulatedNode node : this.cluster.nodes()) {
			GroupInspection replica = node.inspect(GROUP);
			if (replica == null) {
				return false;
			}
			long last = replica.lastIndex();
			first = (first != null) ? first : replica;
			if (last != first.lastIndex() || replica.appliedIndex() != last || replica.durableIndex() != last) {
				return false;
			}
		}
		return this.machines.values()
			.stream()
			.allMatch((machine) -> machine.values().equals(this.machines.get(1).values()));
	}

	private List<String> describeNodes() {
		return this.cluster.nodes().stream().map((node) -> {
			GroupStatus status = node.group(GROUP).status();
			return node.nodeId() + ": " + status.condition() + " " + status.detail() + " " + status.role() + " term "
					+ status.term() + " leader " + status.leaderId() + " commit " + status.commitIndex() + " applied "
					+ status.appliedIndex() + " last " + status.lastLogIndex() + " peers " + status.peers();
		}).toList();
	}

	private void checkHistory() {
		Verdict verdict = new LinearizabilityChecker(CHECKER_BUDGET).check(this.clients.history());
		if (verdict instanceof Verdict.NotLinearizable wrong) {
			throw new InvariantViolation(wrong.toString());
		}
		this.coverage.add((verdict instanceof Verdict.Undecided) ? "histories undecided" : "histories explained", 1);
	}

}
