package io.dongting.simulation.swarm;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import io.dongting.raft.LogItem;
import io.dongting.raft.StateMachine;
import io.dongting.simulation.invariant.GroupInvariants;
import org.jspecify.annotations.Nullable;

/**
 * A key-value store for one start of a node. Results are texts.
 */
final class KvMachine implements StateMachine {

	private final int nodeId;

	private final GroupInvariants invariants;

	private final Map<String, String> values = new TreeMap<>();

	private long lastIndex;

	private boolean failing;

	KvMachine(int nodeId, GroupInvariants invariants) {
		this.nodeId = nodeId;
		this.invariants = invariants;
	}

	@Override
	public byte[] apply(LogItem item) {
		if (this.failing) {
			this.failing = false;
			throw new IllegalStateException("Simulated failure of a state machine at entry " + item.index());
		}
		this.invariants.applies(this.nodeId, this, item);
		this.lastIndex = item.index();
		return apply(KvCommand.decode(item.body())).getBytes(StandardCharsets.UTF_8);
	}

	private String apply(KvCommand command) {
		String before = this.values.get(command.key());
		return switch (command.kind()) {
			case PUT -> {
				this.values.put(command.key(), command.value());
				yield "";
			}
			case APPEND -> {
				String after = ((before != null) ? before : "") + command.value();
				this.values.put(command.key(), after);
				yield String.valueOf(after.length());
			}
			case CAS -> {
				boolean swapped = Objects.equals(before, command.expected());
				if (swapped) {
					this.values.put(command.key(), command.value());
				}
				yield String.valueOf(swapped);
			}
			case DELETE -> String.valueOf(this.values.remove(command.key()) != null);
		};
	}

	/** Fail on the next command; those after it would succeed. */
	void failOnce() {
		this.failing = true;
	}

	/** Return the last entry that was applied, 0 if none was. */
	long lastIndex() {
		return this.lastIndex;
	}

	@Nullable String get(String key) {
		return this.values.get(key);
	}

	Map<String, String> values() {
		return this.values;
	}

}
