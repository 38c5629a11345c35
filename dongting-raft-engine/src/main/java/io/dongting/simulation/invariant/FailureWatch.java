package io.dongting.simulation.invariant;

import java.util.function.Predicate;

import io.dongting.raft.GroupStatus.Condition;
import io.dongting.simulation.SimulatedNode;

/**
 * A group fails only where it was made to.
 */
final class FailureWatch {

	private final String group;

	private final Violations violations;

	/** Whether a node's storage may fail, at its start or later. */
	private Predicate<SimulatedNode> mayFail = (node) -> false;

	private Predicate<SimulatedNode> mayNotApply = (node) -> false;

	FailureWatch(String group, Violations violations) {
		this.group = group;
		this.violations = violations;
	}

	void allowStorage(Predicate<SimulatedNode> allowed) {
		this.mayFail = allowed;
	}

	void allowApply(Predicate<SimulatedNode> allowed) {
		this.mayNotApply = allowed;
	}

	void failed(SimulatedNode node, Condition failure) {
		boolean excused = (failure == Condition.STORAGE_FAILED && this.mayFail.test(node))
				|| (failure == Condition.APPLY_FAILED && this.mayNotApply.test(node));
		if (!excused) {
			this.violations.check(false, "The group fails on node %d: %s", node.nodeId(), detail(node));
		}
	}

	void notStarted(SimulatedNode node) {
		if (!this.mayFail.test(node)) {
			this.violations.check(false, "Node %d cannot start the group: %s", node.nodeId(), detail(node));
		}
	}

	private String detail(SimulatedNode node) {
		return String.valueOf(node.group(this.group).status().detail());
	}

}
