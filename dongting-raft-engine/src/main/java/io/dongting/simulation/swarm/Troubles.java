package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;

import io.dongting.raft.Membership;
import io.dongting.raft.core.member.ChangeState;
import io.dongting.raft.core.member.GroupConfiguration;
import io.dongting.simulation.Coverage;
import io.dongting.simulation.SimulatedCluster;
import io.dongting.simulation.SimulatedLatency;
import io.dongting.simulation.SimulatedNode;
import io.dongting.simulation.SimulationTrace;
import io.dongting.simulation.invariant.MembershipView;

/**
 * What everything that goes wrong in a run has in common: where, for how long, and which
 * nodes are excused for what it does to them.
 */
final class Troubles {

	private final SimulatedCluster cluster;

	private final SwarmOptions options;

	private final MembershipView membership;

	private final MembershipCalls changes;

	private final SimulationTrace trace;

	private final Coverage coverage;

	/** Nodes whose storage may fail until they are restarted. */
	private final Set<Integer> sick = new TreeSet<>();

	/** Nodes that have lost what they cannot get back by themselves (R28). */
	private final Set<Integer> damaged = new TreeSet<>();

	/** Those of them that a start says nothing of: snapshots are read later. */
	private final Set<Integer> unread = new TreeSet<>();

	/** Those of them whose log is being refilled. */
	private final Set<Integer> refilling = new TreeSet<>();

	/** Nodes whose disks were replaced: they know nothing of the group (R2). */
	private final Set<Integer> wiped = new TreeSet<>();

	/** Those of them that were not started since. */
	private final Set<Integer> blank = new TreeSet<>();

	/** Nodes whose state machines may fail until they are restarted. */
	private final Set<Integer> brokenMachines = new TreeSet<>();

	private boolean over;

	Troubles(SimulatedCluster cluster, SwarmOptions options, MembershipView membership, MembershipCalls changes,
			SimulationTrace trace, Coverage coverage) {
		this.cluster = cluster;
		this.options = options;
		this.membership = membership;
		this.changes = changes;
		this.trace = trace;
		this.coverage = coverage;
	}

	SimulatedCluster cluster() {
		return this.cluster;
	}

	Coverage coverage() {
		return this.coverage;
	}

	SimulationTrace trace() {
		return this.trace;
	}

	Duration electionTimeout() {
		return this.options.group().electionTimeout();
	}

	/** Return how long work on disks takes when nothing is wrong. */
	SimulatedLatency diskLatency() {
		return usual(SimulatedLatency.DISK);
	}

	/** Return how long a turn of the state machine takes when nothing is wrong. */
	SimulatedLatency threadLatency() {
		return usual(SimulatedLatency.THREAD);
	}

	private SimulatedLatency usual(SimulatedLatency latency) {
		return this.options.tempo().lockstep() ? SimulatedLatency.always(latency.most()) : latency;
	}

	/** Return who leads, 0 if nobody does. */
	int leader() {
		return this.cluster.leader(SimulationRun.GROUP);
	}

	/** Mostly about as long as elections take, sometimes much longer or shorter. */
	Duration drawWhile(SplittableRandom chance) {
		double stretch = Math.pow(10, chance.nextDouble() * 3 - 2);
		return Duration.ofNanos(1 + (long) (electionTimeout().toNanos() * stretch));
	}

	/** Return so many election timeouts. */
	Duration elections(double timeouts) {
		return Duration.ofNanos((long) (electionTimeout().toNanos() * timeouts));
	}

	/** Return for how long a node that hears a leader promises to vote for no other. */
	Duration promise() {
		return this.options.group().leasePromise();
	}

	/** Do something later, unless everything is over by then. */
	void later(Duration delay, Runnable action) {
		this.cluster.world().schedule(delay.toNanos(), () -> {
			if (!this.over) {
				action.run();
			}
		});
	}

	void end() {
		this.over = true;
	}

	boolean isOver() {
		return this.over;
	}

	void makeSick(SimulatedNode node) {
		this.sick.add(node.nodeId());
	}

	/** The node is about to be started, on a disk that works. */
	void recovered(SimulatedNode node) {
		this.sick.remove(node.nodeId());
		this.brokenMachines.remove(node.nodeId());
	}

	/** The node was started: what it has checked and found whole was not damaged. */
	void started(SimulatedNode node) {
		if (node.inspect(SimulationRun.GROUP) != null) {
			if (!this.unread.contains(node.nodeId()) && !isRefilling(node)) {
				this.damaged.remove(node.nodeId());
			}
			this.blank.remove(node.nodeId());
		}
	}

	MembershipView membership() {
		return this.membership;
	}

	MembershipCalls changes() {
		return this.changes;
	}

	/** Return the nodes of the last configuration that is committed, else all. */
	List<SimulatedNode> partOfTheGroup() {
		GroupConfiguration committed = this.membership.committed();
		return this.cluster.nodes()
			.stream()
			.filter((node) -> (committed != null) ? committed.replicas().containsKey(node.nodeId())
					: node.nodeId() <= this.options.nodes())
			.toList();
	}

	boolean isSick(SimulatedNode node) {
		return this.sick.contains(node.nodeId());
	}

	void breakMachine(SimulatedNode node) {
		this.brokenMachines.add(node.nodeId());
	}

	boolean hasBrokenMachine(SimulatedNode node) {
		return this.brokenMachines.contains(node.nodeId());
	}

	/** Return whether a node has lost for good what makes it a voter. */
	boolean isLost(SimulatedNode node) {
		return isDamaged(node) || isWiped(node);
	}

	/**
	 * Return whether the disk of a node was replaced since the configuration bound it.
	 */
	boolean isWiped(SimulatedNode node) {
		return this.wiped.contains(node.nodeId())
				&& (this.blank.contains(node.nodeId()) || this.membership.isReplaced(node));
	}

	/**
	 * Take note that the disk of a node is replaced, if the group can bear it.
	 * @return whether it may be
	 */
	boolean mayWipe(SimulatedNode node) {
		if (isWiped(node) || isDamaged(node) || !isBearable(node)) {
			return false;
		}
		this.blank.add(node.nodeId());
		this.wiped.add(node.nodeId());
		return true;
	}

	boolean mayFail(SimulatedNode node) {
		return isSick(node) || isDamaged(node);
	}

	boolean isDamaged(SimulatedNode node) {
		return this.damaged.contains(node.nodeId());
	}

	/**
	 * Take note that something is destroyed on a node for good, if the group can bear it:
	 * no entry may be damaged everywhere, and a majority has to be left.
	 * @return whether it may be
	 */
	boolean mayDamage(SimulatedNode node) {
		return isBearable(node) && this.damaged.add(node.nodeId());
	}

	/**
	 * The log of a damaged node is to be refilled: until that has come to its end, the
	 * group has to do without.
	 */
	void beginRefill(SimulatedNode node) {
		this.refilling.add(node.nodeId());
	}

	void abandonRefill(SimulatedNode node) {
		this.refilling.remove(node.nodeId());
	}

	/** A log was refilled: nothing of it is damaged any more. */
	void endRefill(SimulatedNode node) {
		if (this.refilling.remove(node.nodeId())) {
			this.damaged.remove(node.nodeId());
			this.unread.remove(node.nodeId());
			this.coverage.add("refills completed", 1);
		}
	}

	boolean isRefilling(SimulatedNode node) {
		return this.refilling.contains(node.nodeId());
	}

	/** What is damaged is a snapshot. */
	void damagedSnapshot(SimulatedNode node) {
		this.unread.add(node.nodeId());
	}

	/**
	 * Whether a majority is left without this node, all that are lost already and those
	 * that would vote for nobody else.
	 */
	private boolean isBearable(SimulatedNode node) {
		Set<Integer> lost = new TreeSet<>(Set.of(node.nodeId()));
		this.cluster.nodes().stream().filter(this::isLost).map(SimulatedNode::nodeId).forEach(lost::add);
		List<Collection<Integer>> sets = votingSets();
		lost.addAll(newcomersAhead(sets, lost));
		return sets.stream().allMatch((voters) -> isBearable(voters, lost)) && isBearableForNeighbours(node);
	}

	private Set<Integer> newcomersAhead(List<Collection<Integer>> sets, Set<Integer> lost) {
		GroupConfiguration committed = this.membership.committed();
		if (committed == null) {
			return Set.of();
		}
		Set<Integer> newcomers = new TreeSet<>();
		sets.forEach(newcomers::addAll);
		newcomers.removeAll(committed.members());
		Set<Integer> voters = new TreeSet<>(committed.members());
		voters.removeAll(lost);
		return new Newcomers(this.cluster).aheadOf(newcomers, voters);
	}

	/** Other groups keep the members they began with, and get no disk back. */
	private boolean isBearableForNeighbours(SimulatedNode node) {
		Set<Integer> lost = new TreeSet<>(this.damaged);
		lost.addAll(this.wiped);
		lost.add(node.nodeId());
		return this.options.neighbours() == 0 || isBearable(firstVoters(), lost);
	}

	/** Return whether a node belongs to every group as it did in the beginning. */
	boolean isUnchanged(SimulatedNode node) {
		return node.nodeId() <= this.options.nodes() && !isDamaged(node) && !this.wiped.contains(node.nodeId());
	}

	private List<Integer> firstVoters() {
		return IntStream.rangeClosed(1, this.options.nodes() - this.options.observers()).boxed().toList();
	}

	/** Return whether a membership could decide, with those that are not lost. */
	boolean isAble(Membership membership) {
		Set<Integer> lost = new TreeSet<>();
		this.cluster.nodes().stream().filter(this::isLost).map(SimulatedNode::nodeId).forEach(lost::add);
		return isBearable(membership.members(), lost);
	}

	private static boolean isBearable(Collection<Integer> voters, Set<Integer> lost) {
		return voters.stream().filter(lost::contains).count() <= (voters.size() - 1) / 2;
	}

	/** Who may have to decide: in configurations, and in what somebody has asked for. */
	private List<Collection<Integer>> votingSets() {
		List<Collection<Integer>> sets = new ArrayList<>();
		List<GroupConfiguration> possible = this.membership.possible();
		for (GroupConfiguration configuration : possible) {
			sets.add(configuration.members());
			sets.add(configuration.preparedMembers());
			ChangeState change = configuration.openChange();
			if (change != null) {
				// May be in force at any moment
				sets.add(change.plan().goal().members());
			}
		}
		if (possible.isEmpty()) {
			sets.add(firstVoters());
		}
		this.changes.recentGoals().forEach((goal) -> sets.add(goal.members()));
		return sets;
	}

}
