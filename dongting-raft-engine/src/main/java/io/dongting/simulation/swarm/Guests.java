package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.dongting.raft.LogItem;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.StateMachine;
import io.dongting.raft.StateMachineFactory;
import io.dongting.raft.server.NodeStatus;
import io.dongting.simulation.Coverage;
import io.dongting.simulation.SimulatedCluster;
import io.dongting.simulation.SimulatedNode;
import io.dongting.simulation.invariant.InvariantViolation;
import org.jspecify.annotations.Nullable;

/**
 * A further group that is added to the nodes while they run, used, and removed again; one
 * that comes later has the same name and id. What is said to be done is so for good, a
 * crash in between leaves one or the other, and no guest sees anything of those before
 * it.
 *
 * <p>
 * Sometimes a node is first given another group under the guest's id by mistake, which is
 * told by name and mended after a while.
 */
final class Guests implements SimulatedCluster.NodeListener {

	private static final String GROUP = "guest";

	private static final String MISTAKEN = "mistaken";

	private static final int GROUP_ID = 100;

	private static final int MOST = 4;

	private static final long LOOK_NANOS = 100_000_000;

	private static final int MOST_OPERATIONS = 25;

	private static final int ELECTION_TIMEOUTS = 40;

	private final SwarmOptions options;

	private final Troubles troubles;

	private final SimulatedCluster cluster;

	private final ProcessTroubles processes;

	private final SortedMap<Integer, GuestStay> stays = new TreeMap<>();

	/** What nodes are given in place of the guest. */
	private final SortedMap<Integer, GuestStay> mistakes = new TreeMap<>();

	/** All there were, the last one perhaps still here. */
	private final List<Neighbour> guests = new ArrayList<>();

	private final boolean leasesHold;

	private boolean invited;

	/** Whether a disk that the last guest was to be on was replaced. */
	private boolean bereft;

	/** The node that is to lose its power while it is asked for something, 0 if none. */
	private int victim;

	/** For how long a mistake is not noticed. */
	private int mistakenLooks;

	private SplittableRandom chance = new SplittableRandom(0);

	private @Nullable InvariantViolation violation;

	Guests(SwarmOptions options, Troubles troubles, boolean leasesHold) {
		this.options = options;
		this.troubles = troubles;
		this.cluster = troubles.cluster();
		this.processes = new ProcessTroubles(troubles);
		this.leasesHold = leasesHold;
		TreeSet<UUID> departed = new TreeSet<>();
		for (int nodeId = 1; nodeId <= options.nodes(); nodeId++) {
			SimulatedNode node = this.cluster.node(nodeId);
			this.stays.put(nodeId, new GuestStay(node, departed, troubles.coverage(), this::violated));
			this.mistakes.put(nodeId, new GuestStay(node, departed, new Coverage(), this::violated));
		}
		this.cluster.stateMachines(Machines::new);
		this.cluster.addListener(this);
	}

	/** A guest comes, or the one that is here is to go. */
	void strike(SplittableRandom chance) {
		this.chance = chance;
		boolean first = this.guests.isEmpty();
		if (this.invited && (last().isFounded() || chance.nextInt(3) == 0)) {
			dismiss();
		}
		else if (!this.invited && areAllAway() && this.guests.size() < MOST) {
			invite();
		}
		this.victim = (chance.nextInt(3) == 0) ? 1 + chance.nextInt(this.options.nodes()) : 0;
		if (first) {
			look();
		}
	}

	private void invite() {
		if (!this.guests.isEmpty()) {
			last().invariants().end();
		}
		RaftGroupConfig group = SimulationRun.config(GROUP, GROUP_ID, this.options);
		Neighbour guest = new Neighbour(this.cluster, group, this.options, this.troubles.trace());
		guest.excuse(this.troubles, this.leasesHold);
		this.guests.add(guest);
		this.invited = true;
		this.bereft = false;
		this.troubles.trace().add(0, "a guest comes", this.guests.size(), 0, null);
		this.stays.values().forEach((stay) -> stay.invite(group, guest.invariants()));
		guest.begin();
		if (this.chance.nextBoolean()) {
			makeMistake();
		}
	}

	private void makeMistake() {
		this.mistakenLooks = 10 + this.chance.nextInt(40);
		mistakeOf(1 + this.chance.nextInt(this.options.nodes()))
			.invite(SimulationRun.config(MISTAKEN, GROUP_ID, this.options), null);
	}

	/** Every node can make it. */
	private GuestStay mistakeOf(int nodeId) {
		return Objects.requireNonNull(this.mistakes.get(nodeId));
	}

	private boolean areAllAway() {
		return Stream.of(this.stays, this.mistakes)
			.flatMap((each) -> each.values().stream())
			.allMatch(GuestStay::isAway);
	}

	private void dismiss() {
		this.invited = false;
		last().stop();
		this.troubles.trace().add(0, "a guest goes", this.guests.size(), 0, null);
	}

	private Neighbour last() {
		return this.guests.get(this.guests.size() - 1);
	}

	/** Nodes are asked one after the other, as people do. */
	private void look() {
		this.mistakenLooks--;
		this.stays.forEach((nodeId, stay) -> {
			boolean now = this.troubles.isOver() || this.chance.nextInt(3) == 0;
			if (now && goOn(mistakeOf(nodeId), stay)) {
				interrupt(stay.node());
			}
		});
		this.cluster.world().schedule(LOOK_NANOS, this::look);
	}

	private boolean goOn(GuestStay mistake, GuestStay stay) {
		boolean mistaken = this.invited && this.mistakenLooks > 0;
		if (mistake.isHere() && !mistaken && isTold(stay.node())) {
			this.troubles.coverage().add("mistakes told", 1);
		}
		return mistake.isAway() ? stay.goOn(this.invited) : mistake.goOn(mistaken);
	}

	/** Somebody shows that a node means another group by the id, and names both. */
	private boolean isTold(SimulatedNode mistaken) {
		return this.cluster.nodes()
			.stream()
			.filter((node) -> node != mistaken && node.isRunning())
			.flatMap((node) -> node.server().nodes().stream())
			.map(NodeStatus::problem)
			.anyMatch((problem) -> problem != null && problem.contains("'" + MISTAKEN + "'")
					&& problem.contains("'" + GROUP + "'"));
	}

	/** The power goes, or the process is killed, in the middle of what was asked for. */
	private void interrupt(SimulatedNode node) {
		if (this.victim != node.nodeId() || this.troubles.isOver()) {
			return;
		}
		this.victim = 0;
		this.troubles.coverage().add("strikes at a guest", 1);
		if (this.chance.nextBoolean()) {
			node.disk().faults().crashAfter(node.disk().operations() + 1 + this.chance.nextInt(MOST_OPERATIONS));
			this.troubles.later(this.troubles.drawWhile(this.chance).plusSeconds(1),
					() -> this.processes.end(node, SimulatedNode::crash, this.chance));
		}
		else {
			this.troubles.later(Duration.ofNanos(this.chance.nextLong(30_000_000)),
					() -> this.processes.end(node, SimulatedNode::kill, this.chance));
		}
	}

	/** The clients of a guest begin nothing new. */
	void stopClients() {
		if (!this.guests.isEmpty()) {
			last().stop();
		}
	}

	/**
	 * With everything healed what was begun comes to its end, and a guest, the one that
	 * is there or another, works and can be removed.
	 */
	void requireGone() {
		if (this.guests.isEmpty()) {
			return;
		}
		if (!this.invited) {
			require(this::areAllAway, "not gone");
			invite();
		}
		require(() -> this.bereft || this.stays.values().stream().allMatch(GuestStay::isHere), "not there");
		requireWorks();
		dismiss();
		require(this::areAllAway, "not gone");
		for (Neighbour guest : this.guests) {
			guest.requireAnswered(List.copyOf(this.cluster.nodes()));
			guest.requireExplained();
			this.troubles.coverage().add(guest.isFounded() ? "guests" : "guests never founded", 1);
		}
		rethrow();
	}

	/** One that has lost a disk since it came need not be led. */
	private void requireWorks() {
		if (!this.bereft) {
			last().requireLed();
			require(() -> this.cluster.nodes().stream().noneMatch(this::isTold), "taken for another");
			this.troubles.coverage().add("guests that work in the end", 1);
		}
		last().stop();
		last().requireAnswered(this.stays.values().stream().filter(GuestStay::isHere).map(GuestStay::node).toList());
	}

	private void require(BooleanSupplier condition, String what) {
		Duration limit = this.troubles.elections(ELECTION_TIMEOUTS).plusSeconds(5);
		boolean came = this.cluster.runUntil(() -> {
			rethrow();
			return condition.getAsBoolean();
		}, limit);
		if (!came) {
			throw new InvariantViolation(
					"Liveness: after " + limit + " without faults the guest is " + what + ": " + this.stays.values());
		}
	}

	void rethrow() {
		if (this.violation != null) {
			throw this.violation;
		}
		this.guests.forEach(Neighbour::rethrow);
	}

	private void violated(String what) {
		if (this.violation == null) {
			this.violation = new InvariantViolation("Guest: " + what);
		}
	}

	private void tell(SimulatedNode node, Consumer<GuestStay> event) {
		if (this.stays.containsKey(node.nodeId())) {
			event.accept(mistakeOf(node.nodeId()));
			event.accept(this.stays.get(node.nodeId()));
		}
	}

	@Override
	public void started(SimulatedNode node) {
		tell(node, GuestStay::started);
	}

	@Override
	public void ended(SimulatedNode node) {
		tell(node, GuestStay::ended);
	}

	@Override
	public void wiped(SimulatedNode node) {
		this.bereft = this.bereft || this.stays.containsKey(node.nodeId());
		tell(node, GuestStay::wiped);
	}

	@Override
	public void failed(SimulatedNode node, String source, Throwable failure) {
		// told by whoever watches the groups
	}

	/**
	 * One node alone cannot found a group of several, and nobody asks it for anything.
	 */
	private byte[] mistaken(LogItem item) {
		violated("entry " + item.index() + " of a group that is there by mistake is applied");
		return new byte[0];
	}

	/** What a node has for guests, those that come back after a restart among them. */
	private final class Machines implements StateMachineFactory {

		private final int nodeId;

		Machines(int nodeId) {
			this.nodeId = nodeId;
		}

		@Override
		public StateMachine create(String group) {
			return group.equals(GROUP) ? last().newMachine(this.nodeId) : Guests.this::mistaken;
		}

		@Override
		public RaftGroupOptions options(String group) {
			return Guests.this.options.group();
		}

	}

}
