package io.dongting.spring.test;

import java.util.Arrays;
import java.util.List;

import io.dongting.raft.Snapshot;
import io.dongting.spring.statemachine.EntryText;
import org.jspecify.annotations.Nullable;

/**
 * Checks of snapshots, taken at some positions of the log: each holds all that later
 * outcomes depend on, replaces what was there before, and does not change after it was
 * frozen.
 */
final class SnapshotChecks {

	private static final int MOST_POSITIONS = 16;

	/** How many commands are applied in all, roughly. */
	private static final int MOST_APPLIED = 50_000;

	private final StateMachineSource source;

	private final List<AppliedEntry> entries;

	private final byte[] lastState;

	/**
	 * Create the checks.
	 * @param entries the whole log
	 * @param lastState the state it leads to
	 */
	SnapshotChecks(StateMachineSource source, List<AppliedEntry> entries, byte[] lastState) {
		this.source = source;
		this.entries = entries;
		this.lastState = lastState;
	}

	/**
	 * Check snapshots.
	 * @throws BrokenRule the first thing that is wrong
	 */
	void run() {
		int last = this.entries.size();
		int affordable = Math.max(1, MOST_APPLIED / Math.max(1, last));
		int intervals = Math.max(1, Math.min(Math.min(MOST_POSITIONS, affordable), last));
		MachineCopy walking = new MachineCopy(this.source.create());
		@Nullable MachineCopy behind = null;
		int position = 0;
		for (int i = 0; i <= intervals; i++) {
			int next = (int) ((long) last * i / intervals);
			byte[] saved = walking.save();
			Snapshot frozen = walking.freeze();
			applyAll(walking, position, next);
			checkFrozen(saved, MachineCopy.write(frozen), position, next);
			position = next;
			byte[] state = walking.save();
			checkLoaded(new MachineCopy(this.source.create()), "a new state machine", state, position);
			if (behind != null) {
				checkLoaded(behind, "a state machine that had a state already", state, position);
			}
			behind = new MachineCopy(this.source.create());
			applyAll(behind, 0, position);
		}
	}

	private void applyAll(MachineCopy copy, int from, int to) {
		this.entries.subList(from, to).forEach(copy::apply);
	}

	private void checkFrozen(byte[] saved, byte[] savedLater, int position, int next) {
		if (!Arrays.equals(saved, savedLater)) {
			throw new BrokenRule("The snapshot taken at index " + index(position) + " has changed when the log was "
					+ "applied up to index " + index(next) + " before it was written: it shares something with the "
					+ "state machine that commands change. Let takeSnapshot copy that. "
					+ Difference.between("written at once", saved, "written later", savedLater));
		}
	}

	private void checkLoaded(MachineCopy copy, String into, byte[] state, int position) {
		long index = index(position);
		copy.load(state, index);
		String restored = "The snapshot taken at index " + index + " was loaded into " + into;
		byte[] again = copy.save();
		if (!Arrays.equals(state, again)) {
			throw new BrokenRule(restored + " and taken again: loadSnapshot has to replace the whole state by what "
					+ "was saved. " + Difference.between("saved", state, "saved again", again));
		}
		for (AppliedEntry entry : this.entries.subList(position, this.entries.size())) {
			byte[] result = copy.apply(entry);
			if (!Arrays.equals(result, entry.result())) {
				throw new BrokenRule(
						restored + ". Then at index " + entry.index() + " " + entry.command() + " had the outcome "
								+ EntryText.ofOutcome(result) + ", and not " + entry.outcome() + " as on node "
								+ entry.nodeId() + ": something on which that depends is not saved, or not loaded.");
			}
		}
		byte[] end = copy.save();
		if (!Arrays.equals(this.lastState, end)) {
			throw new BrokenRule(restored + ", and the rest of the log applied: that led to another state than the "
					+ "whole log does. " + Difference.between("whole log", this.lastState, "restored", end));
		}
	}

	/** The index of the last of so many entries. */
	private long index(int position) {
		return (position > 0) ? this.entries.get(position - 1).index() : 0;
	}

}
