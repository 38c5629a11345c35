package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

import io.dongting.raft.RaftGroup;
import io.dongting.simulation.SimulatedNode;

/**
 * Has snapshots saved at any time, and lets that fail.
 */
final class SnapshotTroubles {

	private final Troubles troubles;

	private final IntFunction<KvMachine> machines;

	SnapshotTroubles(Troubles troubles, IntFunction<KvMachine> machines) {
		this.troubles = troubles;
		this.machines = machines;
	}

	void strike(FaultKind kind, SimulatedNode node, SplittableRandom chance) {
		if (!node.isRunning() || node.isStopping()) {
			return;
		}
		KvMachine machine = this.machines.apply(node.nodeId());
		if (kind == FaultKind.SNAPSHOT_FAILURE) {
			machine.failSnapshots(1 + chance.nextInt(3));
			this.troubles.later(this.troubles.drawWhile(chance), () -> machine.failSnapshots(0));
		}
		RaftGroup group = node.group(SimulationRun.GROUP);
		save(group, chance);
		if (chance.nextBoolean()) {
			group.markTruncateByIndex(group.status().lastLogIndex(), this.troubles.drawWhile(chance));
		}
	}

	private void save(RaftGroup group, SplittableRandom chance) {
		Duration timeout = this.troubles.drawWhile(chance);
		group.saveSnapshot(timeout)
			.whenComplete((index, failure) -> this.troubles.coverage()
				.add((failure == null) ? "snapshots that were asked for" : "snapshots asked for in vain", 1));
	}

}
