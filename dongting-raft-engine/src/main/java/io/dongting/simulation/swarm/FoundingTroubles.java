package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

import io.dongting.raft.core.GroupInspection;
import io.dongting.simulation.SimulatedNode;

/**
 * Disturbs the moments in which the first members agree to be a group (R4), which come
 * once in a run and do not take long.
 */
final class FoundingTroubles {

	private static final Duration LOOK_INTERVAL = Duration.ofNanos(100_000);

	private static final int MOST_LOOKS = 5_000;

	private static final int MOST_OPERATIONS = 40;

	private final Troubles troubles;

	private final ProcessTroubles processes;

	FoundingTroubles(Troubles troubles, ProcessTroubles processes) {
		this.troubles = troubles;
		this.processes = processes;
	}

	void strike(SimulatedNode drawn, SplittableRandom chance) {
		List<SimulatedNode> nodes = List.copyOf(this.troubles.cluster().nodes());
		SimulatedNode founder = nodes.get(0);
		Duration soon = Duration.ofNanos((long) (100_000 * Math.pow(1000, chance.nextDouble())));
		switch (chance.nextInt(5)) {
			case 0 -> this.troubles.later(soon, () -> this.processes.end(founder, SimulatedNode::crash, chance));
			case 1 -> this.troubles.later(soon,
					() -> nodes.forEach((node) -> this.processes.end(node, SimulatedNode::crash, chance)));
			case 2 -> crashInWork(chance.nextBoolean() ? founder : drawn, chance);
			case 3 -> {
				this.troubles.later(soon, () -> this.troubles.cluster().network().isolate(drawn.nodeId()));
				this.troubles.later(soon.plus(this.troubles.drawWhile(chance)),
						this.troubles.cluster().network()::healAll);
			}
			default -> {
				boolean power = chance.nextBoolean();
				delayFirstEntry(founder, this.troubles.elections(chance.nextDouble() * 6), MOST_LOOKS);
				if (power) {
					this.troubles.later(this.troubles.elections(chance.nextDouble() * 6),
							() -> this.processes.end(founder, SimulatedNode::crash, chance));
				}
			}
		}
	}

	private void crashInWork(SimulatedNode node, SplittableRandom chance) {
		node.disk().faults().crashAfter(node.disk().operations() + 1 + chance.nextInt(MOST_OPERATIONS));
		this.troubles.later(this.troubles.drawWhile(chance),
				() -> this.processes.end(node, SimulatedNode::crash, chance));
	}

	/**
	 * The log is slow where the vote is not: the founder's term comes before its entry.
	 */
	private void delayFirstEntry(SimulatedNode founder, Duration delay, int looks) {
		GroupInspection replica = founder.inspect(SimulationRun.GROUP);
		if (replica != null && replica.term() > 0) {
			founder.delayNextDiskWork(delay);
		}
		else if (looks > 0) {
			this.troubles.later(LOOK_INTERVAL, () -> delayFirstEntry(founder, delay, looks - 1));
		}
	}

}
