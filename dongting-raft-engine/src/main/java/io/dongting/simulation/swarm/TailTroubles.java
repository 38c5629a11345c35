package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

import io.dongting.raft.core.GroupInspection;
import io.dongting.simulation.SimulatedNetwork;
import io.dongting.simulation.SimulatedNode;

/**
 * Has a leader append what will be cut off again, and strikes at the moment when it is.
 */
final class TailTroubles {

	private static final Duration LOOK_INTERVAL = Duration.ofMillis(2);

	/** About as long as clients pause. */
	private static final int MOST_LOOKS_FOR_TAIL = 1000;

	private static final Duration AT_ONCE = Duration.ofMillis(5);

	private final Troubles troubles;

	private final SimulatedNetwork network;

	private final ProcessTroubles processes;

	TailTroubles(Troubles troubles, ProcessTroubles processes) {
		this.troubles = troubles;
		this.network = troubles.cluster().network();
		this.processes = processes;
	}

	/**
	 * The leader is cut off, alone or with one other, perhaps with a write that does not
	 * end before it hears what is to be there instead.
	 */
	void strike(SplittableRandom chance) {
		int leader = this.troubles.leader();
		if (leader == 0) {
			return;
		}
		SimulatedNode node = this.troubles.cluster().node(leader);
		if (chance.nextInt(3) > 0) {
			node.delayNextDiskWork(this.troubles.elections(1 + chance.nextDouble() * 5));
		}
		int partner = 1 + chance.nextInt(this.troubles.cluster().nodes().size());
		boolean alone = chance.nextBoolean();
		awaitTail(node, 1 + chance.nextInt(4), MOST_LOOKS_FOR_TAIL, () -> {
			double healed = 1.5 + chance.nextDouble() * 2;
			this.network.partition(sides(leader, alone ? leader : partner));
			this.troubles.later(this.troubles.elections(healed), this.network::healAll);
			Map<Integer, Long> epochs = new TreeMap<>();
			look(epochs, (int) (this.troubles.elections(healed + 3).dividedBy(LOOK_INTERVAL)), chance);
		});
	}

	/** Go on when the node has so many entries that are not committed. */
	private void awaitTail(SimulatedNode node, int entries, int looks, Runnable next) {
		GroupInspection replica = node.inspect(SimulationRun.GROUP);
		long tail = (replica != null) ? replica.lastIndex() - replica.commitIndex() : 0;
		if (tail >= entries || looks == 0) {
			next.run();
		}
		else {
			this.troubles.later(LOOK_INTERVAL, () -> awaitTail(node, entries, looks - 1, next));
		}
	}

	private List<Set<Integer>> sides(int leader, int partner) {
		Set<Integer> side = new TreeSet<>(List.of(leader));
		side.add(partner);
		Set<Integer> rest = new TreeSet<>();
		this.troubles.cluster().nodes().forEach((node) -> rest.add(node.nodeId()));
		rest.removeAll(side);
		return List.of(side, rest);
	}

	/** Look until a log is cut. A start of a node is no cut. */
	private void look(Map<Integer, Long> epochs, int looks, SplittableRandom chance) {
		for (SimulatedNode node : this.troubles.cluster().nodes()) {
			GroupInspection replica = node.inspect(SimulationRun.GROUP);
			if (replica == null) {
				epochs.remove(node.nodeId());
				continue;
			}
			Long before = epochs.put(node.nodeId(), replica.writeEpoch());
			if (before != null && before < replica.writeEpoch()) {
				cut(node, chance);
				return;
			}
		}
		if (looks > 0) {
			this.troubles.later(LOOK_INTERVAL, () -> look(epochs, looks - 1, chance));
		}
	}

	private void cut(SimulatedNode node, SplittableRandom chance) {
		this.troubles.coverage().add("strikes at a truncation", 1);
		int strike = chance.nextInt(5);
		Duration delay = Duration.ofNanos(chance.nextLong(AT_ONCE.toNanos()));
		this.troubles.later(delay, () -> {
			if (strike == 0 || strike == 1) {
				this.processes.end(node, SimulatedNode::crash, chance);
			}
			int leader = this.troubles.leader();
			if ((strike == 1 || strike == 2) && leader != 0) {
				this.processes.end(this.troubles.cluster().node(leader), SimulatedNode::crash, chance);
			}
			if (strike == 3 && node.isRunning()) {
				node.releaseDisk();
			}
		});
	}

}
