package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.dongting.raft.RaftException;
import io.dongting.simulation.DiskOperation;
import io.dongting.simulation.DiskOperation.Kind;
import io.dongting.simulation.SimulatedNode;

/**
 * Ends processes in every way, and starts them again, as whoever looks after them would.
 */
final class ProcessTroubles {

	private static final Duration LONGEST_UNTIL_ROLL = Duration.ofSeconds(20);

	private static final Duration SUPERVISOR_PATIENCE = Duration.ofSeconds(1);

	private final Troubles troubles;

	ProcessTroubles(Troubles troubles) {
		this.troubles = troubles;
	}

	void strike(FaultKind kind, SimulatedNode node, SplittableRandom chance) {
		switch (kind) {
			case CRASH -> end(node, SimulatedNode::crash, chance);
			case KILL -> end(node, SimulatedNode::kill, chance);
			case CRASH_ALL ->
				this.troubles.cluster().nodes().forEach((each) -> end(each, SimulatedNode::crash, chance));
			case CRASH_LOOP -> crashAgain(node, 2 + chance.nextInt(6), chance);
			case CRASH_IN_WORK -> crashInWork(node, chance);
			case CRASH_AT_ROLL -> crashAtRoll(node, chance);
			case STOP -> stop(node, chance);
			case PAUSE -> pause(node, chance);
			case STALL_LEADER -> stallLeader(chance);
			default -> throw new IllegalArgumentException("Not a fault of processes: " + kind);
		}
	}

	/** End a process, and start it after a while. */
	void end(SimulatedNode node, Consumer<SimulatedNode> how, SplittableRandom chance) {
		how.accept(node);
		this.troubles.later(this.troubles.drawWhile(chance), () -> start(node, chance));
	}

	/** End a process, and start it after a given time. */
	void restart(SimulatedNode node, Consumer<SimulatedNode> how, Duration away, SplittableRandom chance) {
		if (node.isRunning()) {
			how.accept(node);
			this.troubles.later(away, () -> start(node, chance));
		}
	}

	private void crashAgain(SimulatedNode node, int times, SplittableRandom chance) {
		node.crash();
		this.troubles.later(Duration.ofNanos(chance.nextLong(100_000_000)), () -> {
			start(node, chance);
			if (times > 1) {
				this.troubles.later(Duration.ofNanos(chance.nextLong(300_000_000)),
						() -> crashAgain(node, times - 1, chance));
			}
		});
	}

	private void crashInWork(SimulatedNode node, SplittableRandom chance) {
		if (chance.nextInt(3) == 0) {
			crashSoon(node, 1 + chance.nextInt(40));
		}
		else {
			crashAtRareWork(node, chance.nextInt(4), chance.nextInt(4));
		}
		// Also where it comes up after other faults
		this.troubles.later(this.troubles.drawWhile(chance).plusSeconds(2),
				() -> end(node, SimulatedNode::crash, chance));
	}

	/** It may take a while until the log goes on in another file. */
	private void crashAtRoll(SimulatedNode node, SplittableRandom chance) {
		node.disk()
			.faults()
			.crashAfterNext((operation) -> operation.kind() == Kind.RENAME && operation.path().endsWith(".segment"),
					chance.nextInt(3));
		this.troubles.later(LONGEST_UNTIL_ROLL, () -> end(node, SimulatedNode::crash, chance));
	}

	/** What a node does seldom would hardly ever be met by counting. */
	private static void crashAtRareWork(SimulatedNode node, int which, int later) {
		Predicate<DiskOperation> rare = switch (which) {
			case 0 -> (operation) -> operation.kind() == Kind.RENAME;
			case 1 -> (operation) -> operation.kind() == Kind.DELETE;
			case 2 -> (operation) -> operation.path().endsWith(".staging");
			default -> (operation) -> operation.kind() == Kind.WRITE && operation.path().endsWith("/vote");
		};
		node.disk().faults().crashAfterNext(rare, later);
	}

	private static void crashSoon(SimulatedNode node, int operations) {
		node.disk().faults().crashAfter(node.disk().operations() + operations);
	}

	private void stop(SimulatedNode node, SplittableRandom chance) {
		if (node.isRunning() && !node.isPaused()) {
			node.stop();
			// One that does not stop in time is killed, as supervisors do
			this.troubles.later(this.troubles.drawWhile(chance).plus(SUPERVISOR_PATIENCE),
					() -> end(node, SimulatedNode::kill, chance));
		}
	}

	private void pause(SimulatedNode node, SplittableRandom chance) {
		if (node.isRunning() && !node.isPaused()) {
			node.pause();
			int start = node.starts();
			this.troubles.later(this.troubles.drawWhile(chance), () -> resume(node, start));
		}
	}

	/**
	 * The leader stands still and is cut off; when it goes on, it finds answers from
	 * before, and nobody tells it that another has been elected.
	 */
	private void stallLeader(SplittableRandom chance) {
		int leader = this.troubles.leader();
		if (leader == 0 || this.troubles.cluster().node(leader).isPaused()) {
			return;
		}
		SimulatedNode node = this.troubles.cluster().node(leader);
		int start = node.starts();
		long electionNanos = this.troubles.electionTimeout().toNanos();
		node.pause();
		this.troubles.later(Duration.ofMillis(chance.nextInt(20)),
				() -> this.troubles.cluster().network().isolate(leader));
		long stalledNanos = electionNanos + chance.nextLong(3 * electionNanos);
		this.troubles.later(Duration.ofNanos(stalledNanos), () -> resume(node, start));
		this.troubles.later(Duration.ofNanos(stalledNanos + chance.nextLong(2 * electionNanos)),
				this.troubles.cluster().network()::healAll);
	}

	private static void resume(SimulatedNode node, int start) {
		if (node.isRunning() && node.starts() == start && node.isPaused()) {
			node.resume();
		}
	}

	/** Start a node that does not run, sometimes only to have it crash meanwhile. */
	void start(SimulatedNode node, SplittableRandom chance) {
		boolean crashes = chance.nextInt(8) == 0;
		int operations = 1 + chance.nextInt(30);
		if (node.isRunning()) {
			return;
		}
		this.troubles.recovered(node);
		if (crashes) {
			this.troubles.coverage().add("crashes at start", 1);
			crashSoon(node, operations);
		}
		tryToStart(node);
		if (!node.isRunning()) {
			this.troubles.later(this.troubles.drawWhile(chance), () -> start(node, chance));
		}
	}

	private void tryToStart(SimulatedNode node) {
		try {
			node.start();
			this.troubles.coverage().add("starts", 1);
			this.troubles.started(node);
		}
		catch (RaftException ex) {
			this.troubles.trace().add(node.nodeId(), "refuses to start", 0, 0, ex);
			if (!this.troubles.mayFail(node)) {
				throw ex;
			}
		}
	}

}
