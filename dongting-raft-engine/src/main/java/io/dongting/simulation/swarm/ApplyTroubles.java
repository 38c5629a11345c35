package io.dongting.simulation.swarm;

import java.util.SplittableRandom;
import java.util.function.IntFunction;

import io.dongting.simulation.SimulatedNode;

/**
 * Lets state machines be slow, or fail.
 */
final class ApplyTroubles {

	private final Troubles troubles;

	private final ProcessTroubles processes;

	private final IntFunction<KvMachine> machines;

	/**
	 * Create the troubles of state machines.
	 * @param machines the state machine of each node as it runs now
	 */
	ApplyTroubles(Troubles troubles, ProcessTroubles processes, IntFunction<KvMachine> machines) {
		this.troubles = troubles;
		this.processes = processes;
		this.machines = machines;
	}

	void strike(FaultKind kind, SimulatedNode node, SplittableRandom chance) {
		switch (kind) {
			case SLOW_APPLY -> slow(node, chance);
			case APPLY_FAILURE -> fail(node, chance);
			default -> throw new IllegalArgumentException("Not a fault of state machines: " + kind);
		}
	}

	private void slow(SimulatedNode node, SplittableRandom chance) {
		node.applyLatency(SimulationRun.GROUP,
				this.troubles.threadLatency().withSlow(chance.nextDouble(), this.troubles.drawWhile(chance)));
		this.troubles.later(this.troubles.drawWhile(chance),
				() -> node.applyLatency(SimulationRun.GROUP, this.troubles.threadLatency()));
	}

	/** Nothing more is applied until the process restarts, so it is restarted. */
	private void fail(SimulatedNode node, SplittableRandom chance) {
		if (node.isRunning()) {
			this.troubles.breakMachine(node);
			this.machines.apply(node.nodeId()).failOnce();
			boolean power = chance.nextBoolean();
			this.troubles.later(this.troubles.drawWhile(chance).multipliedBy(3),
					() -> this.processes.end(node, power ? SimulatedNode::crash : SimulatedNode::kill, chance));
		}
	}

}
