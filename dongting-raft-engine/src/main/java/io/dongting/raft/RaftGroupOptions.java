package io.dongting.raft;

import java.time.Duration;

/**
 * How a group behaves. Every node of a group should be given the same options.
 *
 * @param electionTimeout without a word from the leader for so long, up to twice that, a
 * node asks to be elected (R7)
 * @param leasePromise for so long after a message from the leader a node votes for nobody
 * else; what LEASE reads rely on (R7)
 * @param heartbeatInterval how often a leader says that it lives; while nothing is under
 * way in its group half as often, if the lease promise leaves room for that
 * @param maxPendingTasks how many commands a node accepts before the first is answered
 * @param maxPendingBytes how many bytes of commands a node accepts before they are
 * answered
 * @param maxEntryBytes the largest command
 * @param maxBatchBytes how many bytes of entries one message to another node carries, at
 * least one entry
 * @param windowMessages how many messages may be under way to one node
 * @param windowBytes how many bytes of entries may be under way to one node
 * @param applyBatchBytes how many bytes of committed entries are handed to the state
 * machine at a time
 * @param segmentBytes the size that the files of the log grow to; the first is small, and
 * each next twice as large as the one before
 * @param cacheBytes how much of the end of the log is kept in memory at most, if somebody
 * is going to read it
 * @param snapshots when the state is saved, and what is kept
 */
public record RaftGroupOptions(Duration electionTimeout, Duration leasePromise, Duration heartbeatInterval,
		int maxPendingTasks, long maxPendingBytes, int maxEntryBytes, int maxBatchBytes, int windowMessages,
		long windowBytes, int applyBatchBytes, int segmentBytes, long cacheBytes, SnapshotOptions snapshots) {

	private static final int KIB = 1024;

	private static final int MIB = 1024 * KIB;

	private static final Duration LONGEST = Duration.ofDays(1);

	/** What a group gets that is not told otherwise. */
	public static final RaftGroupOptions DEFAULTS = new RaftGroupOptions(Duration.ofMillis(1500),
			Duration.ofMillis(300), Duration.ofMillis(100), 10_000, 64L * MIB, 4 * MIB, 512 * KIB, 64, 16L * MIB,
			256 * KIB, 64 * MIB, 64L * MIB);

	/** The largest command any group can be told to accept. */
	public static final int LARGEST_ENTRY_BYTES = 16 * MIB;

	public RaftGroupOptions {
		OptionChecks.requireDuration("electionTimeout", electionTimeout, LONGEST);
		OptionChecks.requireDuration("leasePromise", leasePromise, LONGEST);
		OptionChecks.requireDuration("heartbeatInterval", heartbeatInterval, LONGEST);
		if (heartbeatInterval.compareTo(leasePromise) >= 0) {
			throw new InvalidConfigurationException("heartbeatInterval", "The heartbeat interval " + heartbeatInterval
					+ " must be shorter than the lease promise " + leasePromise + ".");
		}
		if (leasePromise.compareTo(electionTimeout) >= 0) {
			throw new InvalidConfigurationException("leasePromise", "The lease promise " + leasePromise
					+ " must be shorter than the election timeout " + electionTimeout + ".");
		}
		OptionChecks.requireRange("maxPendingTasks", maxPendingTasks, 1, 10_000_000);
		OptionChecks.requireRange("maxPendingBytes", maxPendingBytes, KIB, Long.MAX_VALUE);
		OptionChecks.requireRange("maxEntryBytes", maxEntryBytes, 1, LARGEST_ENTRY_BYTES);
		OptionChecks.requireRange("maxBatchBytes", maxBatchBytes, 1, LARGEST_ENTRY_BYTES);
		OptionChecks.requireRange("windowMessages", windowMessages, 1, 100_000);
		OptionChecks.requireRange("windowBytes", windowBytes, 1, Long.MAX_VALUE);
		OptionChecks.requireRange("applyBatchBytes", applyBatchBytes, 1, Integer.MAX_VALUE);
		OptionChecks.requireRange("segmentBytes", segmentBytes, 4 * KIB, 1024 * MIB);
		OptionChecks.requireRange("cacheBytes", cacheBytes, 0, Long.MAX_VALUE);
		if (segmentBytes < maxEntryBytes + 64L * KIB) {
			throw new InvalidConfigurationException("segmentBytes", "A segment of " + segmentBytes
					+ " bytes has no room for the largest entry of " + maxEntryBytes + " bytes and 64 KiB beside it.");
		}
	}

	/**
	 * Create options with snapshots as they are by default.
	 * @param electionTimeout see above, as for all others
	 * @param leasePromise the promise
	 * @param heartbeatInterval the interval
	 * @param maxPendingTasks the most commands
	 * @param maxPendingBytes the most bytes of commands
	 * @param maxEntryBytes the largest command
	 * @param maxBatchBytes the most bytes of a message
	 * @param windowMessages the most messages under way
	 * @param windowBytes the most bytes under way
	 * @param applyBatchBytes the most bytes at a time
	 * @param segmentBytes the size that files grow to
	 * @param cacheBytes the size of the cache
	 */
	public RaftGroupOptions(Duration electionTimeout, Duration leasePromise, Duration heartbeatInterval,
			int maxPendingTasks, long maxPendingBytes, int maxEntryBytes, int maxBatchBytes, int windowMessages,
			long windowBytes, int applyBatchBytes, int segmentBytes, long cacheBytes) {
		this(electionTimeout, leasePromise, heartbeatInterval, maxPendingTasks, maxPendingBytes, maxEntryBytes,
				maxBatchBytes, windowMessages, windowBytes, applyBatchBytes, segmentBytes, cacheBytes,
				SnapshotOptions.DEFAULTS);
	}

	/**
	 * Return these options with other snapshots.
	 * @param snapshots when the state is saved, and what is kept
	 * @return the new options
	 */
	public RaftGroupOptions withSnapshots(SnapshotOptions snapshots) {
		return new RaftGroupOptions(this.electionTimeout, this.leasePromise, this.heartbeatInterval,
				this.maxPendingTasks, this.maxPendingBytes, this.maxEntryBytes, this.maxBatchBytes, this.windowMessages,
				this.windowBytes, this.applyBatchBytes, this.segmentBytes, this.cacheBytes, snapshots);
	}

}
