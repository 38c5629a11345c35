package io.dongting.simulation.transcript;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.dongting.raft.LogItem;
import io.dongting.raft.StateMachine;

/**
 * Makes a list of its commands.
 */
final class CommandList implements StateMachine {

	private final int nodeId;

	private final Listener listener;

	private final List<String> commands = new ArrayList<>();

	CommandList(int nodeId, Listener listener) {
		this.nodeId = nodeId;
		this.listener = listener;
	}

	static String command(LogItem item) {
		return StandardCharsets.UTF_8.decode(item.body().duplicate()).toString();
	}

	@Override
	public byte[] apply(LogItem item) {
		this.listener.applies(this.nodeId, this, item);
		this.commands.add(command(item));
		return new byte[0];
	}

	@Override
	public String toString() {
		return this.commands.isEmpty() ? "nothing" : String.join(", ", this.commands);
	}

	/** Told before an entry is applied. */
	@FunctionalInterface
	interface Listener {

		void applies(int nodeId, CommandList machine, LogItem item);

	}

}
