package io.dongting.simulation.invariant;

import java.util.Map;
import java.util.TreeMap;

import io.dongting.raft.LogItem;

/**
 * What the state machines of a group apply: the same on every node, in the order of the
 * log, each entry once a start, and only what is committed.
 */
final class AppliedHistory {

	private final EntryHistory history;

	private final Violations violations;

	private final Map<Long, Applied> applied = new TreeMap<>();

	private final Map<Integer, Position> positions = new TreeMap<>();

	AppliedHistory(EntryHistory history, Violations violations) {
		this.history = history;
		this.violations = violations;
	}

	void applies(int nodeId, Object machine, LogItem item) {
		Position position = this.positions.get(nodeId);
		if (position == null || position.machine != machine) {
			position = new Position(machine);
			this.positions.put(nodeId, position);
		}
		this.violations.check(item.index() > position.index, "Node %d applies entry %d after entry %d", nodeId,
				item.index(), position.index);
		this.violations.check(this.history.committedTerm(item.index()) == item.term(),
				"Node %d applies entry %d of term %d, which is not what is committed", nodeId, item.index(),
				item.term());
		Applied now = new Applied(position.index, item.term(), item.body().hashCode());
		Applied before = this.applied.putIfAbsent(item.index(), now);
		this.violations.check(before == null || before.equals(now),
				"State machine safety: node %d applies at %d what another node did not", nodeId, item.index());
		position.index = item.index();
	}

	/** How far the state machine of one start of a node has come. */
	private static final class Position {

		private final Object machine;

		private long index;

		Position(Object machine) {
			this.machine = machine;
		}

	}

	/**
	 * One entry.
	 *
	 * @param previousIndex the entry applied before it, since some are not for the state
	 * machine
	 * @param term its term
	 * @param bodyHash a hash of its body
	 */
	private record Applied(long previousIndex, long term, int bodyHash) {

	}

}
