package io.dongting.raft;

import java.time.Duration;

/**
 * When a group saves its state, how much it keeps, and how it sends it to nodes that have
 * fallen behind. Concerns only state machines that have {@linkplain SnapshotStateMachine
 * snapshots}.
 *
 * @param everyEntries after how many applied entries a snapshot is saved, 0 for never
 * @param everyBytes after how many bytes of applied entries, 0 for never
 * @param everyInterval how often, if anything was applied meanwhile; zero for never
 * @param onClose whether one is saved when the group is stopped in good order
 * @param kept how many snapshots are kept; those before the last are for the case that it
 * cannot be read
 * @param logEntriesKept how many entries are kept in the log behind the last snapshot for
 * nodes that are slow, so that these need no snapshot
 * @param blockBytes the size of the pieces in which a snapshot is checked and sent
 * @param maxBytesPerSecond how fast a snapshot is sent to one node at most, 0 for no
 * limit
 * @param maxInstalls to how many nodes snapshots are sent at once
 */
public record SnapshotOptions(long everyEntries, long everyBytes, Duration everyInterval, boolean onClose, int kept,
		long logEntriesKept, int blockBytes, long maxBytesPerSecond, int maxInstalls) {

	private static final int KIB = 1024;

	private static final long MIB = 1024 * KIB;

	/** What a group gets that is not told otherwise. */
	public static final SnapshotOptions DEFAULTS = new SnapshotOptions(1_000_000, 512 * MIB, Duration.ofHours(6), false,
			2, 100_000, 256 * KIB, 32 * MIB, 2);

	/** Snapshots are saved only when somebody asks for one. */
	public static final SnapshotOptions ON_DEMAND = new SnapshotOptions(0, 0, Duration.ZERO, false, DEFAULTS.kept,
			DEFAULTS.logEntriesKept, DEFAULTS.blockBytes, DEFAULTS.maxBytesPerSecond, DEFAULTS.maxInstalls);

	public SnapshotOptions {
		OptionChecks.requireRange("everyEntries", everyEntries, 0, Long.MAX_VALUE);
		OptionChecks.requireRange("everyBytes", everyBytes, 0, Long.MAX_VALUE);
		if (!everyInterval.isZero()) {
			OptionChecks.requireDuration("everyInterval", everyInterval, Duration.ofDays(366));
		}
		OptionChecks.requireRange("kept", kept, 1, 1000);
		OptionChecks.requireRange("logEntriesKept", logEntriesKept, 0, Long.MAX_VALUE);
		OptionChecks.requireRange("blockBytes", blockBytes, 64, 4 * MIB);
		OptionChecks.requireRange("maxBytesPerSecond", maxBytesPerSecond, 0, Long.MAX_VALUE);
		OptionChecks.requireRange("maxInstalls", maxInstalls, 1, 1000);
	}

}
