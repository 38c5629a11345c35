package io.dongting.raft.transport;

/**
 * The answer to an {@link InstallReq}.
 *
 * @param envelope the follower's
 * @param snapshotIndex the snapshot of which the question was
 * @param result what became of it
 * @param receivedBytes how much of it was received, while it is being received: the
 * offset to go on with
 * @param commitIndex how far the follower is committed, once it needs no snapshot
 */
public record InstallResp(Envelope envelope, long snapshotIndex, Result result, long receivedBytes,
		long commitIndex) implements Message {

	/** What became of a snapshot. The order is part of the wire format. */
	public enum Result {

		/** It is being received. */
		RECEIVING,

		/** The follower is committed up to its index, by this snapshot or without it. */
		COVERED,

		/** What came is not what it should be; it begins anew. */
		DAMAGED

	}

}
