package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.server.ServerChangeException;
import io.dongting.simulation.SimulatedNode;

/**
 * Has damaged logs refilled, as an operator would (R28). Meanwhile everything else may go
 * wrong as always.
 */
final class RefillTroubles {

	private static final Duration LOOK_INTERVAL = Duration.ofMillis(50);

	private final Troubles troubles;

	RefillTroubles(Troubles troubles) {
		this.troubles = troubles;
	}

	/** Something on the disk of a node was damaged; somebody may see to it by and by. */
	void damaged(SimulatedNode node, SplittableRandom chance) {
		if (chance.nextInt(3) > 0) {
			this.troubles.later(this.troubles.drawWhile(chance), () -> ask(node));
		}
	}

	private void ask(SimulatedNode node) {
		if (this.troubles.isDamaged(node) && !this.troubles.isRefilling(node)) {
			if (node.isRunning() && !node.isStopping() && !node.isPaused() && isLeftOut(node)) {
				refill(node);
			}
			else {
				this.troubles.later(LOOK_INTERVAL, () -> ask(node));
			}
		}
	}

	private static boolean isLeftOut(SimulatedNode node) {
		return node.inspect(SimulationRun.GROUP) == null
				&& node.group(SimulationRun.GROUP).status().condition() == Condition.STORAGE_FAILED;
	}

	private void refill(SimulatedNode node) {
		this.troubles.beginRefill(node);
		this.troubles.trace().add(node.nodeId(), "is to be refilled", 0, 0, null);
		this.troubles.coverage().add("refills wanted", 1);
		node.refill(SimulationRun.GROUP).whenComplete((group, failure) -> {
			Throwable cause = (failure instanceof CompletionException) ? failure.getCause() : failure;
			if (cause instanceof ServerChangeException refusal) {
				this.troubles.coverage().add("refills refused: " + refusal.reason(), 1);
				this.troubles.abandonRefill(node);
			}
		});
		look(node);
	}

	/** Whatever happens meanwhile, in the end it lacks nothing. */
	private void look(SimulatedNode node) {
		if (isWhole(node)) {
			this.troubles.endRefill(node);
		}
		else if (this.troubles.isRefilling(node)) {
			this.troubles.later(LOOK_INTERVAL, () -> look(node));
		}
	}

	/** Return whether the log of a node that runs lacks nothing. */
	static boolean isWhole(SimulatedNode node) {
		GroupStatus status = node.isRunning() ? node.group(SimulationRun.GROUP).status() : null;
		return status != null && status.condition() == Condition.RUNNING;
	}

}
