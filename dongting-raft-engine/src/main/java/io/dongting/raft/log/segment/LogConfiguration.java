package io.dongting.raft.log.segment;

import java.time.Duration;
import java.util.UUID;

import io.dongting.raft.log.EntryFormat;

/**
 * How a log is laid out and whose it is.
 *
 * @param groupId the group the log belongs to
 * @param replicaUuid the replica the log belongs to
 * @param firstSegmentSizeBytes the size of the first file of a log; each next is twice as
 * large as the one before
 * @param segmentSizeBytes the size that files grow to; applies to files made from now on
 * @param maxEntryBytes the largest entry, header included; fits the largest segment, so
 * that there can always be one with room for it
 * @param cacheBytes how much of the end of the log stays in memory; what is not durable
 * stays in any case
 * @param statementDelay how long after a write, if no other follows, the statement that
 * it is durable is itself written (R27)
 * @param spaceRetryInterval how often a write that met a full disk is tried again
 * @param settlingBytes how much of what only the node's journal holds is brought to the
 * log's own files at once, unless it must be sooner; four times as much is the most
 */
public record LogConfiguration(int groupId, UUID replicaUuid, int firstSegmentSizeBytes, int segmentSizeBytes,
		int maxEntryBytes, long cacheBytes, Duration statementDelay, Duration spaceRetryInterval, int settlingBytes) {

	/** What a segment needs beside its entries, in bytes. */
	public static final int SEGMENT_OVERHEAD_BYTES = SegmentFormat.ENTRIES_OFFSET;

	private static final int DEFAULT_SEGMENT_BYTES = 64 * 1024 * 1024;

	private static final int DEFAULT_MAX_ENTRY_BYTES = 16 * 1024 * 1024;

	private static final long DEFAULT_CACHE_BYTES = 64L * 1024 * 1024;

	private static final Duration DEFAULT_STATEMENT_DELAY = Duration.ofMillis(100);

	private static final Duration DEFAULT_SPACE_RETRY_INTERVAL = Duration.ofMillis(500);

	private static final int DEFAULT_SETTLING_BYTES = 1024 * 1024;

	public LogConfiguration {
		if (maxEntryBytes < EntryFormat.HEADER_BYTES) {
			throw new IllegalArgumentException("An entry limit of " + maxEntryBytes + " bytes is less than the "
					+ EntryFormat.HEADER_BYTES + " bytes of an empty entry");
		}
		if (segmentSizeBytes - SEGMENT_OVERHEAD_BYTES < maxEntryBytes) {
			throw new IllegalArgumentException(
					"A segment of " + segmentSizeBytes + " bytes has no room for an entry of " + maxEntryBytes
							+ " bytes beside its own " + SEGMENT_OVERHEAD_BYTES + " bytes");
		}
		if (firstSegmentSizeBytes <= SEGMENT_OVERHEAD_BYTES || firstSegmentSizeBytes > segmentSizeBytes) {
			throw new IllegalArgumentException("A first segment of " + firstSegmentSizeBytes
					+ " bytes is not between the " + SEGMENT_OVERHEAD_BYTES + " bytes that every segment needs and the "
					+ segmentSizeBytes + " bytes of the others");
		}
		if (cacheBytes < 0) {
			throw new IllegalArgumentException("A cache of " + cacheBytes + " bytes is impossible");
		}
		if (settlingBytes < 1) {
			throw new IllegalArgumentException("Settling " + settlingBytes + " bytes at once is impossible");
		}
		requirePositive("statement delay", statementDelay);
		requirePositive("space retry interval", spaceRetryInterval);
	}

	/**
	 * Return the configuration of a log that needs nothing special. Its first file has
	 * the size of all others.
	 * @param groupId the group the log belongs to
	 * @param replicaUuid the replica the log belongs to
	 * @return the configuration
	 */
	public static LogConfiguration of(int groupId, UUID replicaUuid) {
		return new LogConfiguration(groupId, replicaUuid, DEFAULT_SEGMENT_BYTES, DEFAULT_SEGMENT_BYTES,
				DEFAULT_MAX_ENTRY_BYTES, DEFAULT_CACHE_BYTES, DEFAULT_STATEMENT_DELAY, DEFAULT_SPACE_RETRY_INTERVAL,
				DEFAULT_SETTLING_BYTES);
	}

	/**
	 * Return this configuration with other sizes.
	 * @param segmentSizeBytes the size of each file, the first included
	 * @param maxEntryBytes the largest entry, header included
	 * @param cacheBytes how much of the end of the log stays in memory
	 * @return the new configuration
	 */
	public LogConfiguration withSizes(int segmentSizeBytes, int maxEntryBytes, long cacheBytes) {
		return new LogConfiguration(this.groupId, this.replicaUuid, segmentSizeBytes, segmentSizeBytes, maxEntryBytes,
				cacheBytes, this.statementDelay, this.spaceRetryInterval, this.settlingBytes);
	}

	/**
	 * Return this configuration with a first file that may be smaller than the others.
	 * @param sizeBytes the size of the first file
	 * @return the new configuration
	 */
	public LogConfiguration withFirstSegment(int sizeBytes) {
		return new LogConfiguration(this.groupId, this.replicaUuid, sizeBytes, this.segmentSizeBytes,
				this.maxEntryBytes, this.cacheBytes, this.statementDelay, this.spaceRetryInterval, this.settlingBytes);
	}

	/**
	 * Return this configuration with another amount that is settled at once.
	 * @param bytes how much of what only the journal holds makes it worth while
	 * @return the new configuration
	 */
	public LogConfiguration withSettling(int bytes) {
		return new LogConfiguration(this.groupId, this.replicaUuid, this.firstSegmentSizeBytes, this.segmentSizeBytes,
				this.maxEntryBytes, this.cacheBytes, this.statementDelay, this.spaceRetryInterval, bytes);
	}

	SegmentSizes segmentSizes() {
		return new SegmentSizes(this.firstSegmentSizeBytes, this.segmentSizeBytes);
	}

	private static void requirePositive(String what, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw new IllegalArgumentException("The " + what + " " + value + " must be positive");
		}
	}

}
