package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

import io.dongting.simulation.Coverage;
import io.dongting.simulation.SimulatedCluster;
import io.dongting.simulation.SimulatedNode;
import io.dongting.simulation.SimulationTrace;

/**
 * What everything that goes wrong in a run has in common: where, for how long, and which
 * nodes are excused for what it does to them.
 */
final class Troubles {

	private final SimulatedCluster cluster;

	private final SwarmOptions options;

	private final SimulationTrace trace;

	private final Coverage coverage;

	/** Nodes whose storage may fail until they are restarted. */
	private final Set<Integer> sick = new TreeSet<>();

	/** Nodes that have lost what they cannot get back by themselves (R28). */
	private final Set<Integer> damaged = new TreeSet<>();

	private boolean over;

	Troubles(SimulatedCluster cluster, SwarmOptions options, SimulationTrace trace, Coverage coverage) {
		this.cluster = cluster;
		this.options = options;
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

	/** Return who leads, 0 if nobody does. */
	int leader() {
		return this.cluster.leader(SimulationRun.GROUP);
	}

	/** Mostly about as long as elections take, sometimes much longer or shorter. */
	Duration drawWhile(SplittableRandom chance) {
		double stretch = Math.pow(10, chance.nextDouble() * 3 - 2);
		return Duration.ofNanos(1 + (long) (electionTimeout().toNanos() * stretch));
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
	}

	/** The node was started: what it has checked and found whole was not damaged. */
	void started(SimulatedNode node) {
		if (node.inspect(SimulationRun.GROUP) != null) {
			this.damaged.remove(node.nodeId());
		}
	}

	boolean isSick(SimulatedNode node) {
		return this.sick.contains(node.nodeId());
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
		int voters = this.options.nodes() - this.options.observers();
		long damagedVoters = this.damaged.stream().filter((nodeId) -> nodeId <= voters).count();
		boolean bearable = node.nodeId() > voters || damagedVoters + 1 <= (voters - 1) / 2;
		return bearable && this.damaged.add(node.nodeId());
	}

}
