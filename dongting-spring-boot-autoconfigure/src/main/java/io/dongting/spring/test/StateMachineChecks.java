package io.dongting.spring.test;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import io.dongting.spring.statemachine.EntryText;

/**
 * The checks at the end of a test. They look at nodes that have all applied the same, and
 * apply the log again to state machines beside them.
 */
final class StateMachineChecks {

	private static final String RULE = "A command may depend on nothing but the state and its arguments: on no clock "
			+ "but that of RaftContext, no chance, no order of objects without a hashCode of their own, nothing "
			+ "static, no other service.";

	/** How much is saved at most to find where two states part. */
	private static final long MOST_SAVED_BYTES = 64L * 1024 * 1024;

	private final StateMachineSource source;

	private final AppliedLog log;

	private final List<AppliedEntry> entries;

	private final List<ReplicaState> replicas;

	StateMachineChecks(StateMachineSource source, AppliedLog log, List<ReplicaState> replicas) {
		this.source = source;
		this.log = log;
		this.entries = log.entries();
		this.replicas = replicas;
	}

	/**
	 * Check everything.
	 * @throws BrokenRule the first thing that is wrong
	 */
	void run() {
		checkOutcomes();
		awaitNextMillisecond();
		MachineCopy replayed = replay();
		if (replayed.hasSnapshots()) {
			byte[] state = replayed.save();
			List<ReplicaState> different = this.replicas.stream()
				.filter((replica) -> !Arrays.equals(replica.machine().save(), state))
				.toList();
			if (!different.isEmpty()) {
				checkReplaysAgree(state.length);
			}
			new SnapshotChecks(this.source, this.entries, state).run();
			if (!different.isEmpty()) {
				throw new BrokenRule(different(different, state));
			}
		}
	}

	private void checkOutcomes() {
		AppliedEntry original = this.log.original();
		AppliedEntry deviation = this.log.deviation();
		if (original != null && deviation != null) {
			String where = (deviation.nodeId() != original.nodeId()) ? "on node " + deviation.nodeId()
					: "when node " + deviation.nodeId() + " applied it again";
			throw notDeterministic(original, deviation.result(), where);
		}
	}

	/** Apply the log from its beginning, to a new state machine. */
	private MachineCopy replay() {
		MachineCopy copy = new MachineCopy(this.source.create());
		for (AppliedEntry entry : this.entries) {
			byte[] result = copy.apply(entry);
			if (!Arrays.equals(result, entry.result())) {
				throw notDeterministic(entry, result, "when the log was applied again from its beginning");
			}
		}
		return copy;
	}

	private static BrokenRule notDeterministic(AppliedEntry entry, byte[] other, String where) {
		return new BrokenRule("The state machine is not deterministic: at index " + entry.index() + " "
				+ entry.command() + " had the outcome " + entry.outcome() + " on node " + entry.nodeId() + ", and "
				+ EntryText.ofOutcome(other) + " " + where + ". " + RULE);
	}

	/**
	 * Find the entry at which the states of two replays part.
	 */
	private void checkReplaysAgree(long stateBytes) {
		if (stateBytes * this.entries.size() > MOST_SAVED_BYTES) {
			return;
		}
		List<byte[]> states = replayWithStates();
		awaitNextMillisecond();
		List<byte[]> again = replayWithStates();
		for (int i = 0; i < states.size(); i++) {
			if (!Arrays.equals(states.get(i), again.get(i))) {
				AppliedEntry entry = this.entries.get(i);
				throw new BrokenRule("The state machine is not deterministic: the same log leads to two states, which "
						+ "part at index " + entry.index() + " with " + entry.command() + ". "
						+ Difference.between("once", states.get(i), "once more", again.get(i)) + " " + RULE);
			}
		}
	}

	private List<byte[]> replayWithStates() {
		MachineCopy copy = new MachineCopy(this.source.create());
		return this.entries.stream().map((entry) -> {
			copy.apply(entry);
			return copy.save();
		}).toList();
	}

	private String different(List<ReplicaState> different, byte[] state) {
		String who = different.stream().map(ReplicaState::toString).collect(Collectors.joining(", "));
		long index = this.entries.isEmpty() ? 0 : this.entries.get(this.entries.size() - 1).index();
		return "All nodes have applied the log up to index " + index + ", but these have another state than the one "
				+ "it leads to: " + who + ". " + Difference.between("node " + different.get(0).nodeId(),
						different.get(0).machine().save(), "the log applied again", state)
				+ " " + RULE;
	}

	/**
	 * Let the real clock get on, so that a state machine that looks at it shows that.
	 */
	private static void awaitNextMillisecond() {
		long millis = System.currentTimeMillis();
		while (System.currentTimeMillis() - millis < 2) {
			Thread.onSpinWait();
		}
	}

}
