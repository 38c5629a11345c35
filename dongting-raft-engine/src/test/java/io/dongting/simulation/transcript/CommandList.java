package io.dongting.simulation.transcript;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.dongting.raft.LogItem;
import io.dongting.raft.StateMachine;
import io.dongting.simulation.invariant.GroupInvariants;

/**
 * Makes a list of its commands.
 */
final class CommandList implements StateMachine {

	private final int nodeId;

	private final GroupInvariants invariants;

	private final Output output;

	private final List<String> commands = new ArrayList<>();

	CommandList(int nodeId, GroupInvariants invariants, Output output) {
		this.nodeId = nodeId;
		this.invariants = invariants;
		this.output = output;
	}

	@Override
	public byte[] apply(LogItem item) {
		this.invariants.applies(this.nodeId, this, item);
		String command = StandardCharsets.UTF_8.decode(item.body()).toString();
		this.commands.add(command);
		this.output.state(Shown.APPLIES, this.nodeId, "applies " + command);
		return new byte[0];
	}

	@Override
	public String toString() {
		return this.commands.isEmpty() ? "nothing" : String.join(", ", this.commands);
	}

}
