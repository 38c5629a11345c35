package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.SplittableRandom;

import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftInput;
import io.dongting.raft.core.GroupInspection;
import io.dongting.raft.transport.InstallReq;
import io.dongting.raft.transport.Message;
import io.dongting.simulation.SimulatedCluster;
import io.dongting.simulation.SimulatedNode;
import io.dongting.simulation.history.Action;
import org.jspecify.annotations.Nullable;

/**
 * Lets a node fall behind what the log of its leader holds, and strikes while a snapshot
 * is brought to it.
 */
final class InstallTroubles {

	private static final Duration LOOK_INTERVAL = Duration.ofMillis(300);

	/** A log is let go file by file, so several have to be filled. */
	private static final int MOST_LOOKS = 40;

	private static final int COMMANDS_PER_LOOK = 6;

	private static final int PADDING_BYTES = 3500;

	private static final Duration PATIENCE = Duration.ofSeconds(2);

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
		this.cluster.network().addListener((from, to, message, bytes) -> sent(from, to, message));
	}

	void strike(SimulatedNode node, SplittableRandom chance) {
		this.next = new Interruption(chance.nextInt(7), Duration.ofNanos(chance.nextLong(AT_ONCE.toNanos())),
				chance.nextInt(4), chance.split());
		GroupInspection replica = node.inspect(SimulationRun.GROUP);
		int leader = this.troubles.leader();
		if (replica != null && leader != 0 && leader != node.nodeId() && !node.isStopping()) {
			long lastIndex = replica.lastIndex();
			node.kill();
			letGo(node, lastIndex, MOST_LOOKS, chance);
		}
	}

	/** The others go on, until the leader does not hold any more what the node misses. */
	private void letGo(SimulatedNode node, long lastIndex, int looks, SplittableRandom chance) {
		int leader = this.troubles.leader();
		GroupInspection leading = (leader != 0) ? this.cluster.node(leader).inspect(SimulationRun.GROUP) : null;
		boolean missed = leading != null && lastIndex + 1 < leading.firstIndex();
		if (missed || looks == 0 || node.isRunning()) {
			this.processes.start(node, chance);
			return;
		}
		if (leading != null) {
			RaftGroup group = this.cluster.node(leader).group(SimulationRun.GROUP);
			fill(group);
			forget(group);
		}
		this.troubles.later(LOOK_INTERVAL, () -> letGo(node, lastIndex, looks - 1, chance));
	}

	/** Nobody reads what is written, and whether it is does not matter. */
	private void fill(RaftGroup group) {
		byte[] body = KvCommand.of("filler", new Action.Put("x")).encode(PADDING_BYTES);
		for (int i = 0; i < COMMANDS_PER_LOOK; i++) {
			group.submit(new RaftInput(body, PATIENCE))
				.whenComplete((output, failure) -> this.troubles.coverage()
					.add((failure == null) ? "fillers written" : "fillers not written", 1));
		}
	}

	/** The failure of a snapshot is another trouble's matter. */
	private void forget(RaftGroup group) {
		group.markTruncateByIndex(group.status().lastLogIndex(), this.troubles.electionTimeout());
		group.saveSnapshot(this.troubles.electionTimeout())
			.whenComplete((index, failure) -> this.troubles.coverage()
				.add((failure == null) ? "snapshots that were asked for" : "snapshots asked for in vain", 1));
	}

	private void sent(int from, int to, Message message) {
		Interruption interruption = this.next;
		if (interruption != null && message instanceof InstallReq request && !request.block().isEmpty()) {
			if (interruption.partsBefore() > 0) {
				this.next = interruption.withPartSent();
			}
			else {
				this.next = null;
				this.troubles.later(interruption.delay(),
						() -> interrupt(this.cluster.node(from), this.cluster.node(to), interruption));
			}
		}
	}

	private void interrupt(SimulatedNode sender, SimulatedNode node, Interruption interruption) {
		SplittableRandom chance = interruption.chance();
		this.troubles.coverage().add("strikes at an install", 1);
		switch (interruption.kind()) {
			case 0 -> this.processes.end(node, SimulatedNode::crash, chance);
			case 1 -> this.processes.end(sender, SimulatedNode::crash, chance);
			case 2 -> {
				this.processes.end(node, SimulatedNode::kill, chance);
				this.processes.end(sender, SimulatedNode::crash, chance);
			}
			case 3 -> this.cluster.network().reset(sender.nodeId(), node.nodeId());
			case 4 -> {
				// Another leader may have another snapshot
				this.cluster.network().isolate(sender.nodeId());
				this.troubles.later(this.troubles.elections(1 + chance.nextDouble() * 3),
						this.cluster.network()::healAll);
			}
			case 5 -> {
				if (sender.isRunning()) {
					forget(sender.group(SimulationRun.GROUP));
				}
			}
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
