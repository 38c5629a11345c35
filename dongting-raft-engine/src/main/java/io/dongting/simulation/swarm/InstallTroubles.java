package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.SplittableRandom;

import io.dongting.raft.RaftGroup;
import io.dongting.raft.core.GroupInspection;
import io.dongting.raft.transport.InstallReq;
import io.dongting.raft.transport.Message;
import io.dongting.simulation.SimulatedCluster;
import io.dongting.simulation.SimulatedNode;
import org.jspecify.annotations.Nullable;

/**
 * Lets a node fall behind what the log of its leader holds, and strikes while a snapshot
 * is brought to it.
 */
final class InstallTroubles {

	private static final Duration LOOK_INTERVAL = Duration.ofMillis(100);

	private static final int MOST_LOOKS = 50;

	private static final Duration AT_ONCE = Duration.ofMillis(5);

	private final Troubles troubles;

	private final SimulatedCluster cluster;

	private final ProcessTroubles processes;

	/**
	 * What is to happen to whoever is brought a snapshot next, and after how much of it.
	 */
	private @Nullable Interruption next;

	InstallTroubles(Troubles troubles, ProcessTroubles processes) {
		this.troubles = troubles;
		this.cluster = troubles.cluster();
		this.processes = processes;
		this.cluster.network().addListener((from, to, message, bytes) -> sent(to, message));
	}

	void strike(SimulatedNode node, SplittableRandom chance) {
		this.next = new Interruption(chance.nextInt(7), Duration.ofNanos(chance.nextLong(AT_ONCE.toNanos())),
				chance.nextInt(4), chance.split());
		if (node.isRunning() && this.troubles.leader() != node.nodeId()) {
			this.cluster.network().isolate(node.nodeId());
			letGo(node, MOST_LOOKS);
		}
	}

	/** The others go on, until the leader does not hold any more what the node misses. */
	private void letGo(SimulatedNode node, int looks) {
		int leader = this.troubles.leader();
		if (leader == 0 || leader == node.nodeId() || !node.isRunning() || looks == 0
				|| isMissed(node, this.cluster.node(leader))) {
			this.cluster.network().healAll();
		}
		else {
			forget(this.cluster.node(leader).group(SimulationRun.GROUP));
			this.troubles.later(LOOK_INTERVAL, () -> letGo(node, looks - 1));
		}
	}

	private static boolean isMissed(SimulatedNode node, SimulatedNode leader) {
		GroupInspection replica = node.inspect(SimulationRun.GROUP);
		GroupInspection leading = leader.inspect(SimulationRun.GROUP);
		return replica != null && leading != null && replica.lastIndex() + 1 < leading.firstIndex();
	}

	/** The failure of a snapshot is another trouble's matter. */
	private void forget(RaftGroup group) {
		group.markTruncateByIndex(group.status().lastLogIndex(), this.troubles.electionTimeout());
		group.saveSnapshot(this.troubles.electionTimeout())
			.whenComplete((index, failure) -> this.troubles.coverage()
				.add((failure == null) ? "snapshots that were asked for" : "snapshots asked for in vain", 1));
	}

	private void sent(int to, Message message) {
		Interruption interruption = this.next;
		if (interruption != null && message instanceof InstallReq request && !request.block().isEmpty()) {
			if (interruption.partsBefore() > 0) {
				this.next = interruption.withPartSent();
			}
			else {
				this.next = null;
				this.troubles.later(interruption.delay(), () -> interrupt(this.cluster.node(to), interruption));
			}
		}
	}

	private void interrupt(SimulatedNode node, Interruption interruption) {
		SplittableRandom chance = interruption.chance();
		int leader = this.troubles.leader();
		if (leader == 0) {
			return;
		}
		this.troubles.coverage().add("strikes at an install", 1);
		SimulatedNode sender = this.cluster.node(leader);
		switch (interruption.kind()) {
			case 0 -> this.processes.end(node, SimulatedNode::crash, chance);
			case 1 -> this.processes.end(sender, SimulatedNode::crash, chance);
			case 2 -> {
				this.processes.end(node, SimulatedNode::kill, chance);
				this.processes.end(sender, SimulatedNode::crash, chance);
			}
			case 3 -> this.cluster.network().reset(leader, node.nodeId());
			case 4 -> {
				// Another leader may have another snapshot
				this.cluster.network().isolate(leader);
				this.troubles.later(this.troubles.elections(1 + chance.nextDouble() * 3),
						this.cluster.network()::healAll);
			}
			case 5 -> forget(sender.group(SimulationRun.GROUP));
			default -> {
				this.cluster.network().isolate(node.nodeId());
				this.troubles.later(this.troubles.drawWhile(chance), this.cluster.network()::healAll);
			}
		}
	}

	/**
	 * What happens to an install.
	 *
	 * @param kind what it is
	 * @param delay how long after a part was sent
	 * @param partsBefore how many parts are sent before that one
	 * @param chance draws the rest
	 */
	private record Interruption(int kind, Duration delay, int partsBefore, SplittableRandom chance) {

		Interruption withPartSent() {
			return new Interruption(this.kind, this.delay, this.partsBefore - 1, this.chance);
		}

	}

}
