package io.dongting.raft;

import java.time.Duration;

/**
 * How a group behaves. Every node of a group should be given the same options.
 *
 * @param electionTimeout without a word from the leader for so long, up to twice that, a
 * node asks to be elected (R7)
 * @param leasePromise for so long after a message from the leader a node votes for nobody
 * else; what LEASE reads rely on (R7)
 * @param heartbeatInterval how often an idle leader says that it lives
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
 * @param segmentBytes the size of a file of the log
 * @param cacheBytes how much of the end of the log is kept in memory
 */
public record RaftGroupOptions(Duration electionTimeout, Duration leasePromise, Duration heartbeatInterval,
		int maxPendingTasks, long maxPendingBytes, int maxEntryBytes, int maxBatchBytes, int windowMessages,
		long windowBytes, int applyBatchBytes, int segmentBytes, long cacheBytes) {

	private static final int KIB = 1024;

	private static final int MIB = 1024 * KIB;

	/** What a group gets that is not told otherwise. */
	public static final RaftGroupOptions DEFAULTS = new RaftGroupOptions(Duration.ofMillis(1500),
			Duration.ofMillis(300), Duration.ofMillis(100), 10_000, 64L * MIB, 4 * MIB, 512 * KIB, 64, 16L * MIB,
			256 * KIB, 64 * MIB, 64L * MIB);

	/** The largest command any group can be told to accept. */
	public static final int LARGEST_ENTRY_BYTES = 16 * MIB;

	public RaftGroupOptions {
		requireDuration("electionTimeout", electionTimeout);
		requireDuration("leasePromise", leasePromise);
		requireDuration("heartbeatInterval", heartbeatInterval);
		if (heartbeatInterval.compareTo(leasePromise) >= 0) {
			throw new InvalidConfigurationException("heartbeatInterval", "The heartbeat interval " + heartbeatInterval
					+ " must be shorter than the lease promise " + leasePromise + ".");
		}
		if (leasePromise.compareTo(electionTimeout) >= 0) {
			throw new InvalidConfigurationException("leasePromise", "The lease promise " + leasePromise
					+ " must be shorter than the election timeout " + electionTimeout + ".");
		}
		requireRange("maxPendingTasks", maxPendingTasks, 1, 10_000_000);
		requireRange("maxPendingBytes", maxPendingBytes, KIB, Long.MAX_VALUE);
		requireRange("maxEntryBytes", maxEntryBytes, 1, LARGEST_ENTRY_BYTES);
		requireRange("maxBatchBytes", maxBatchBytes, 1, LARGEST_ENTRY_BYTES);
		requireRange("windowMessages", windowMessages, 1, 100_000);
		requireRange("windowBytes", windowBytes, 1, Long.MAX_VALUE);
		requireRange("applyBatchBytes", applyBatchBytes, 1, Integer.MAX_VALUE);
		requireRange("segmentBytes", segmentBytes, 4 * KIB, 1024 * MIB);
		requireRange("cacheBytes", cacheBytes, 0, Long.MAX_VALUE);
		if (segmentBytes < maxEntryBytes + 64L * KIB) {
			throw new InvalidConfigurationException("segmentBytes", "A segment of " + segmentBytes
					+ " bytes has no room for the largest entry of " + maxEntryBytes + " bytes and 64 KiB beside it.");
		}
	}

	private static void requireDuration(String name, Duration value) {
		if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(Duration.ofDays(1)) > 0) {
			throw new InvalidConfigurationException(name, value + " is not between 1 ms and 1 day.");
		}
	}

	private static void requireRange(String name, long value, long least, long most) {
		if (value < least || value > most) {
			throw new InvalidConfigurationException(name, value + " is not between " + least + " and " + most + ".");
		}
	}

}
