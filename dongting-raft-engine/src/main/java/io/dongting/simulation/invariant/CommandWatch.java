package io.dongting.simulation.invariant;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * What became of the commands and reads of clients, against what the state machines did:
 * no command is executed twice, or after it was refused; an acknowledgement names the
 * entry that holds the command; and a read sees whatever was acknowledged or read before
 * it was asked for, which is what linearizability comes to where a log decides the order.
 *
 * <p>
 * To be told by the clients. The history they keep would show the same, but only if
 * somebody looks at the right key in time.
 */
public final class CommandWatch {

	private final Violations violations;

	/** By a hash of the body. Looked up, never walked. */
	private final Map<Long, Command> commands = new HashMap<>();

	/** The latest entry whose effect some client knows of. */
	private long knownIndex;

	private boolean leasesHold = true;

	CommandWatch(Violations violations) {
		this.violations = violations;
	}

	void ignoreLeases() {
		this.leasesHold = false;
	}

	/**
	 * A client asks for a command that no client ever asks for again.
	 * @param body the body of the command
	 */
	public void asked(byte[] body) {
		this.commands.putIfAbsent(hash(body), new Command());
	}

	/**
	 * A client was told that its command was executed.
	 * @param body the body of the command
	 * @param index the entry it was told
	 */
	public void acknowledged(byte[] body, long index) {
		this.knownIndex = Math.max(this.knownIndex, index);
		Command command = this.commands.get(hash(body));
		this.violations.check(command == null || command.index == index,
				"Commands: one is acknowledged as entry %d, but was executed as entry %d (0 for never)", index,
				(command != null) ? command.index : 0);
	}

	/**
	 * A client was told that its command is not executed and never will be.
	 * @param body the body of the command
	 */
	public void refused(byte[] body) {
		Command command = this.commands.get(hash(body));
		if (command != null) {
			command.refused = true;
			this.violations.check(command.index == 0,
					"Commands: entry %d is executed, but its client is told it is not", command.index);
		}
	}

	/** The first state machine has come to an entry. */
	void executes(long index, long bodyHash) {
		Command command = this.commands.get(bodyHash);
		if (command != null) {
			this.violations.check(command.index == 0, "Commands: one is executed twice, as the entries %d and %d",
					command.index, index);
			this.violations.check(!command.refused, "Commands: entry %d is executed, but its client was told it is not",
					index);
			command.index = index;
		}
	}

	/**
	 * Return which entry a read that begins now has to see.
	 * @return its index, 0 if there is none
	 */
	public long knownIndex() {
		return this.knownIndex;
	}

	/**
	 * Return which entry a read that begins now and may rely on a lease has to see.
	 * @return its index, 0 if there is none, or if leases are not to be trusted
	 */
	public long knownIndexUnderLease() {
		return this.leasesHold ? this.knownIndex : 0;
	}

	/**
	 * A read looks at a state machine.
	 * @param nodeId on which node
	 * @param appliedIndex the last entry that the state machine has executed
	 * @param knownIndex which one the read has to see, as it was when it began
	 */
	public void reads(int nodeId, long appliedIndex, long knownIndex) {
		this.violations.check(appliedIndex >= knownIndex,
				"Stale read: node %d shows the state as of entry %d, but entry %d was known before", nodeId,
				appliedIndex, knownIndex);
	}

	/**
	 * A client was told what a read has seen.
	 * @param appliedIndex the last entry that the state machine had executed
	 */
	public void read(long appliedIndex) {
		this.knownIndex = Math.max(this.knownIndex, appliedIndex);
	}

	private static long hash(byte[] body) {
		return BodyHash.of(ByteBuffer.wrap(body));
	}

	/** One command. */
	private static final class Command {

		/** Where it was executed, 0 while it was not. */
		private long index;

		private boolean refused;

	}

}
