package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.dongting.raft.DiskSpace;
import io.dongting.raft.GroupStatus;
import io.dongting.raft.core.GroupInspection;
import io.dongting.raft.core.replicate.Peers;
import io.dongting.simulation.SimulatedCluster;
import io.dongting.simulation.SimulatedGroup;
import io.dongting.simulation.SimulatedNode;
import io.dongting.simulation.history.Action;
import io.dongting.simulation.invariant.GroupInvariants;
import io.dongting.simulation.invariant.InvariantViolation;
import org.jspecify.annotations.Nullable;

/**
 * Requires that a cluster comes to a good end when nothing goes wrong any more: a leader
 * within ten election timeouts, every call answered, equal logs, and quiet (liveness).
 */
final class Recovery {

	private static final String GROUP = SimulationRun.GROUP;

	private static final int ELECTION_TIMEOUTS = 10;

	private static final int QUIET_TIMEOUTS = 6;

	/** What was asked for before may arrive so much later, and begin a change. */
	private static final int STRAY_TIMEOUTS = 3;

	private static final int MOST_TRIES = 4;

	/**
	 * A replica that is not part of the group goes on to ask all others who they are, or
	 * whether they would vote for it, if it does not know that it was removed.
	 */
	private static final Duration OUTSIDER_INTERVAL = Duration.ofMillis(100);

	private static final Duration MOST_PER_ENTRY = Duration.ofMillis(10);

	private final SimulatedCluster cluster;

	private final SwarmOptions options;

	private final Troubles troubles;

	private final Nemesis nemesis;

	private final KvClients clients;

	private final Transfers transfers;

	private final MembershipRecovery members;

	private final GroupInvariants invariants;

	private final Map<Integer, KvMachine> machines;

	private final SplittableRandom random;

	private final Duration electionTimeout;

	/**
	 * Create the end of a run.
	 * @param machines the state machine of each node as it runs now
	 */
	Recovery(SwarmOptions options, Troubles troubles, Nemesis nemesis, KvClients clients, Transfers transfers,
			MembershipRecovery members, GroupInvariants invariants, Map<Integer, KvMachine> machines) {
		this.cluster = troubles.cluster();
		this.options = options;
		this.troubles = troubles;
		this.nemesis = nemesis;
		this.clients = clients;
		this.transfers = transfers;
		this.members = members;
		this.invariants = invariants;
		this.machines = machines;
		this.random = this.cluster.world().newRandom();
		this.electionTimeout = options.group().electionTimeout();
	}

	/** With all faults gone, everything recovers. */
	void whole() {
		this.nemesis.healAll();
		if (this.invariants.committedIndex() > 0) {
			requireSettled();
			letStraysArrive();
			requireSettled();
		}
		this.cluster.nodes().stream().filter(RefillTroubles::isWhole).forEach(this.troubles::endRefill);
		List<SimulatedNode> healthy = this.members.healthy();
		this.troubles.trace().add(0, "healed", healthy.size(), 0, null);
		recover(healthy);
		stayQuiet(healthy);
		this.cluster.nodes()
			.stream()
			.filter((node) -> this.troubles.isWiped(node) && !this.troubles.isDamaged(node))
			.forEach(this::requireLeftOut);
	}

	/** What was asked for before may begin another change of the membership. */
	private void letStraysArrive() {
		if (this.members.hasAsked()) {
			advance(this.electionTimeout.multipliedBy(STRAY_TIMEOUTS));
		}
	}

	/** Return the nodes that belong to groups whose membership nobody changes. */
	List<SimulatedNode> unchanged() {
		return this.cluster.nodes().stream().filter(this.troubles::isUnchanged).toList();
	}

	/** A disk that was replaced does not make a new member (R2, trap P13). */
	private void requireLeftOut(SimulatedNode node) {
		GroupStatus status = node.group(GROUP).status();
		if (status.condition() != GroupStatus.Condition.NOT_IN_CONFIG) {
			throw violated("node " + node.nodeId() + " lost its disk and takes part");
		}
		this.troubles.coverage().add("nodes left out without their disk", 1);
	}

	/**
	 * A majority recovers while something is wrong with every other voter for good.
	 */
	void majority() {
		this.nemesis.healNetwork();
		letStraysArrive();
		if (!this.members.isQuiet()) {
			return;
		}
		List<SimulatedNode> core = new ArrayList<>();
		List<SimulatedNode> others = new ArrayList<>();
		List<SimulatedNode> voters = this.members.voters();
		for (SimulatedNode node : shuffled()) {
			boolean needed = core.size() <= voters.size() / 2;
			((voters.contains(node) && needed && !this.troubles.isLost(node)) ? core : others).add(node);
		}
		core.forEach(this.nemesis::heal);
		others.forEach(this::plague);
		this.troubles.trace().add(0, "majority healed", core.size(), others.size(), core);
		this.troubles.coverage().add("majorities that recover alone", 1);
		recover(core);
		int leader = leaderOf(core);
		// One outside may still fall to what plagues it
		if (core.contains(this.cluster.node(leader))) {
			long term = term(leader);
			advance(this.electionTimeout.multipliedBy(QUIET_TIMEOUTS));
			requireStillLed(leader, term);
			requireNoOtherLeader(leader, others);
			cutFromLeaderAlone(core, others);
		}
	}

	/** A leader without a majority notices and steps down (R11). */
	private void requireNoOtherLeader(int leader, List<SimulatedNode> others) {
		for (SimulatedNode node : others) {
			GroupInspection replica = node.inspect(GROUP);
			boolean able = !node.isPaused() && !(node.isRunning() && node.isClockStopped());
			if (able && node.nodeId() != leader && replica != null && replica.leads()) {
				throw violated("node " + node.nodeId() + " still leads without a majority");
			}
		}
	}

	/**
	 * One node hears everybody but the leader, and all hear it but the leader: nobody
	 * listens to what it says of the leader (R8, trap P16).
	 */
	private void cutFromLeaderAlone(List<SimulatedNode> core, List<SimulatedNode> others) {
		List<SimulatedNode> alive = others.stream().filter(this.members.healthy()::contains).toList();
		if (alive.isEmpty()) {
			return;
		}
		SimulatedNode node = alive.get(this.random.nextInt(alive.size()));
		this.nemesis.heal(node);
		this.cluster.nodes().forEach((other) -> {
			this.cluster.network().heal(node.nodeId(), other.nodeId());
			this.cluster.network().heal(other.nodeId(), node.nodeId());
		});
		List<SimulatedNode> all = new ArrayList<>(core);
		all.add(node);
		require(() -> leaderOf(all) != 0, this.electionTimeout.multipliedBy(ELECTION_TIMEOUTS),
				() -> "no leader that one more follows");
		int leader = leaderOf(all);
		if (core.contains(this.cluster.node(leader))) {
			long term = term(leader);
			this.cluster.network().cut(node.nodeId(), leader);
			this.cluster.network().cut(leader, node.nodeId());
			this.troubles.trace().add(node.nodeId(), "is cut from the leader alone", leader, 0, null);
			advance(this.electionTimeout.multipliedBy(QUIET_TIMEOUTS));
			requireStillLed(leader, term);
			pauseShortly(this.cluster.node(leader));
			requireStillLed(leader, term);
			this.troubles.coverage().add("nodes cut from the leader alone", 1);
		}
	}

	/**
	 * The leader stands still for longer than it was promised anything, but not so long
	 * that anybody who hears it would take it for dead (R8).
	 */
	private void pauseShortly(SimulatedNode leader) {
		Duration pause = this.electionTimeout.multipliedBy(4)
			.dividedBy(5)
			.minus(this.options.group().heartbeatInterval().multipliedBy(2));
		if (!pause.isNegative()) {
			leader.pause();
			advance(pause);
			leader.resume();
			advance(this.electionTimeout);
		}
	}

	private List<SimulatedNode> shuffled() {
		List<SimulatedNode> nodes = new ArrayList<>();
		for (SimulatedNode node : this.cluster.nodes()) {
			nodes.add(this.random.nextInt(nodes.size() + 1), node);
		}
		return nodes;
	}

	private void plague(SimulatedNode node) {
		switch (this.random.nextInt(7)) {
			case 0 -> node.crash();
			case 1 -> this.cluster.network().isolate(node.nodeId());
			case 2 -> this.cluster.nodes().forEach((other) -> cut(node, other));
			case 3 -> this.cluster.nodes().forEach((other) -> cut(other, node));
			case 4 -> hangDisk(node);
			case 5 -> {
				if (node.isRunning() && !node.isPaused()) {
					node.pause();
				}
			}
			default -> this.troubles.trace().add(node.nodeId(), "is left as it is", 0, 0, null);
		}
	}

	private void hangDisk(SimulatedNode node) {
		if (node.isRunning()) {
			node.hangDisk();
		}
	}

	private void cut(SimulatedNode from, SimulatedNode to) {
		if (from != to) {
			this.cluster.network().cut(from.nodeId(), to.nodeId());
		}
	}

	private void recover(Collection<SimulatedNode> nodes) {
		Duration elected = this.electionTimeout.multipliedBy(ELECTION_TIMEOUTS);
		require(() -> leaderOf(nodes) != 0, elected, () -> "no leader that all follow");
		// By and by everybody sees that there is room, or lets another lead that has some
		require(() -> haveRoom(nodes), elected.plus(catchUpTime()), () -> "no leader with room on its disk");
		long termBefore = term(leaderOf(nodes));
		this.clients.stop();
		Duration answered = this.options.operationTimeout().multipliedBy(2).plus(elected);
		require(() -> this.clients.isIdle(nodes), answered, () -> "no answer to " + this.clients.describePending());
		require(() -> this.transfers.isIdle(nodes), answered, () -> "no answer to who wants another leader");
		requireEqual(nodes);
		for (SimulatedNode node : nodes) {
			requireServed(node, new Action.Put("last-" + node.nodeId()));
			requireServed(node, new Action.Get());
		}
		requireEqual(nodes);
		// Each that comes back with a higher term may cost one election, or two
		long terms = term(leaderOf(nodes)) - termBefore;
		if (terms > 2L * this.options.hosts()) {
			throw violated(terms + " terms without a fault");
		}
	}

	/** All of some nodes have room on their disks, and so has whom they follow (R29). */
	private boolean haveRoom(Collection<SimulatedNode> nodes) {
		int leader = leaderOf(nodes);
		return leader != 0 && hasRoom(this.cluster.node(leader)) && nodes.stream().allMatch(Recovery::hasRoom);
	}

	private static boolean hasRoom(SimulatedNode node) {
		GroupInspection replica = node.inspect(GROUP);
		return replica == null || replica.diskSpace() == DiskSpace.AMPLE;
	}

	private void requireEqual(Collection<SimulatedNode> nodes) {
		// A window of one message with one entry takes its time
		require(() -> allEqual(nodes), catchUpTime(), () -> "logs that differ");
	}

	private Duration catchUpTime() {
		return MOST_PER_ENTRY.multipliedBy(this.invariants.committedIndex())
			.plus(this.electionTimeout.multipliedBy(2 * ELECTION_TIMEOUTS));
	}

	private void requireSettled() {
		require(this.members::isSettled, this.members.patience().plus(catchUpTime()),
				() -> "a change of the membership that does not end: " + this.members.describe());
	}

	/** Whoever was cut off may cost the leader its office once more. */
	private void requireServed(SimulatedNode node, Action action) {
		Duration timeout = this.electionTimeout.multipliedBy(ELECTION_TIMEOUTS);
		boolean served = false;
		for (int i = 0; i < MOST_TRIES && !served; i++) {
			KvClients.Asked asked = this.clients.ask(-node.nodeId(), node, "k0", action, timeout);
			require(() -> this.clients.isIdle(List.of(node)), timeout.multipliedBy(2),
					() -> "no answer to " + this.clients.describePending());
			served = asked.hasSucceeded();
			if (!served) {
				advance(this.electionTimeout);
			}
		}
		if (!served) {
			throw violated("again and again node " + node.nodeId() + " is refused " + action);
		}
	}

	/**
	 * A whole cluster that nobody asks for anything keeps its leader (trap P16) and says
	 * no more than that it lives.
	 */
	private void stayQuiet(Collection<SimulatedNode> nodes) {
		Duration duration = this.electionTimeout.multipliedBy(QUIET_TIMEOUTS);
		long outside = this.cluster.nodes().stream().filter((node) -> !nodes.contains(node)).count();
		if (outside > 0) {
			advance(this.electionTimeout.multipliedBy(Peers.FAREWELL_TIMEOUTS));
		}
		int leader = leaderOf(nodes);
		long term = term(leader);
		long sent = this.cluster.network().counts().sent();
		advance(duration);
		requireStillLed(leader, term);
		long heartbeats = duration.dividedBy(this.options.group().heartbeatInterval()) + 1;
		long questions = (outside + strangersToNeighbours()) * (duration.dividedBy(OUTSIDER_INTERVAL) + 1);
		// Neighbours may have other leaders, and elect some meanwhile
		long most = (4 * heartbeats * (1 + this.options.neighbours()) + 2 * questions) * this.options.hosts();
		long sentMeanwhile = this.cluster.network().counts().sent() - sent;
		if (sentMeanwhile > most) {
			throw violated(sentMeanwhile + " messages in " + duration + " of quiet, not " + most + " at most");
		}
	}

	/** Spare hosts are part of no neighbour, nor are replaced disks ever again. */
	private long strangersToNeighbours() {
		long strangers = 0;
		for (SimulatedGroup group : this.cluster.groups()) {
			String name = group.config().name();
			if (!name.equals(GROUP)) {
				strangers += this.cluster.nodes()
					.stream()
					.filter((node) -> node.group(name).status().condition() != GroupStatus.Condition.RUNNING)
					.count();
			}
		}
		return strangers;
	}

	private void requireStillLed(int leader, long term) {
		GroupInspection replica = this.cluster.node(leader).inspect(GROUP);
		if (replica == null || !replica.leads() || replica.term() != term) {
			throw violated("the leader " + leader + " of term " + term + " is lost without a fault");
		}
	}

	private long term(int nodeId) {
		return this.cluster.group(nodeId, GROUP).status().term();
	}

	private void advance(Duration duration) {
		this.cluster.runUntil(() -> {
			rethrow();
			return false;
		}, duration);
	}

	private void require(BooleanSupplier condition, Duration limit, Supplier<String> otherwise) {
		boolean came = this.cluster.runUntil(() -> {
			rethrow();
			return condition.getAsBoolean();
		}, limit);
		if (!came) {
			throw violated("after " + limit + " without faults there is " + otherwise.get());
		}
	}

	private void rethrow() {
		this.clients.rethrow();
		this.transfers.rethrow();
		this.members.rethrow();
	}

	private InvariantViolation violated(String what) {
		return new InvariantViolation("Liveness: " + what + " " + describeNodes());
	}

	/** Return whom all of some nodes follow, 0 if they do not agree on anybody. */
	private int leaderOf(Collection<SimulatedNode> nodes) {
		int leader = 0;
		for (SimulatedNode node : nodes) {
			int followed = node.group(GROUP).status().leaderId();
			if (followed == 0 || (leader != 0 && followed != leader)) {
				return 0;
			}
			leader = followed;
		}
		GroupInspection replica = this.cluster.node(leader).inspect(GROUP);
		return (replica != null && replica.leads()) ? leader : 0;
	}

	private boolean allEqual(Collection<SimulatedNode> nodes) {
		@Nullable GroupInspection first = null;
		@Nullable KvMachine firstMachine = null;
		for (SimulatedNode node : nodes) {
			GroupInspection replica = node.inspect(GROUP);
			KvMachine machine = this.machines.get(node.nodeId());
			if (replica == null || machine == null) {
				return false;
			}
			long last = replica.lastIndex();
			first = (first != null) ? first : replica;
			firstMachine = (firstMachine != null) ? firstMachine : machine;
			if (last != first.lastIndex() || replica.appliedIndex() != last || replica.durableIndex() != last
					|| !machine.values().equals(firstMachine.values())) {
				return false;
			}
		}
		return true;
	}

	private List<String> describeNodes() {
		return this.cluster.nodes().stream().map((node) -> {
			if (!node.isRunning()) {
				return node.nodeId() + ": does not run";
			}
			GroupStatus status = node.group(GROUP).status();
			return node.nodeId() + ": " + status.condition() + " " + status.detail() + " " + status.role() + " term "
					+ status.term() + " leader " + status.leaderId() + " commit " + status.commitIndex() + " applied "
					+ status.appliedIndex() + " last " + status.lastLogIndex() + " peers " + status.peers();
		}).toList();
	}

}
