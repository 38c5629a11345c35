package io.dongting.simulation.invariant;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.dongting.raft.LogItem;
import org.jspecify.annotations.Nullable;

/**
 * What the state machines of a group apply: the same on every node, in the order of the
 * log, each entry once a start, and only what is committed.
 */
final class AppliedHistory {

	private final EntryHistory history;

	private final CommandWatch commands;

	private final Violations violations;

	/** By index, {@code null} where nothing is for the state machine. */
	private final List<@Nullable Applied> applied = new ArrayList<>();

	/** By index, what the state is after it; {@code null} where that is not known yet. */
	private final List<@Nullable Long> states = new ArrayList<>();

	private final Map<Integer, Position> positions = new TreeMap<>();

	AppliedHistory(EntryHistory history, CommandWatch commands, Violations violations) {
		this.history = history;
		this.commands = commands;
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
		Applied now = new Applied(position.index, item.term(), BodyHash.of(item.body()));
		Applied before = firstAt((int) item.index(), now);
		this.violations.check(before == null || before.equals(now),
				"State machine safety: node %d applies at %d what another node did not", nodeId, item.index());
		position.index = item.index();
	}

	/** An entry was applied. */
	void applied(int nodeId, long index, long stateHash) {
		while (this.states.size() <= index) {
			this.states.add(null);
		}
		Long before = this.states.get((int) index);
		this.violations.check(before == null || before == stateHash,
				"State machine safety: after entry %d the state of node %d is not what it was on another", index,
				nodeId);
		this.states.set((int) index, stateHash);
	}

	/** A state was loaded in place of all entries up to one. */
	void loaded(int nodeId, Object machine, long index, long stateHash) {
		Position position = new Position(machine);
		position.index = index;
		this.positions.put(nodeId, position);
		if (index > 0) {
			applied(nodeId, index, stateHash);
		}
	}

	/** Return what was applied at an index before, which now is the first if nothing. */
	private @Nullable Applied firstAt(int index, Applied now) {
		while (this.applied.size() <= index) {
			this.applied.add(null);
		}
		Applied before = this.applied.get(index);
		if (before == null) {
			this.applied.set(index, now);
			this.commands.executes(index, now.bodyHash());
		}
		return before;
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
	private record Applied(long previousIndex, long term, long bodyHash) {

	}

}
