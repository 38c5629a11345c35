package io.dongting.raft;

import java.time.Duration;
import java.util.Objects;

/**
 * How fresh a read has to be, and how long it may wait until the state is.
 *
 * @param consistency how fresh the state has to be
 * @param minimumIndex an entry of the group's log whose effect it has to include besides,
 * as told by {@link RaftOutput#index()} on whichever node; 0 for none
 * @param timeout how long to wait until the state is fresh enough; positive
 */
public record ReadRequest(ReadConsistency consistency, long minimumIndex, Duration timeout) {

	public ReadRequest {
		Objects.requireNonNull(consistency, "'consistency' must not be null");
		if (minimumIndex < 0) {
			throw new IllegalArgumentException("'minimumIndex' must not be negative, not " + minimumIndex);
		}
		if (timeout.isNegative() || timeout.isZero()) {
			throw new IllegalArgumentException("'timeout' must be positive, not " + timeout);
		}
	}

	/**
	 * Read a state of a certain consistency.
	 * @param consistency how fresh it has to be
	 * @param timeout how long to wait for it
	 * @return the request
	 */
	public static ReadRequest of(ReadConsistency consistency, Duration timeout) {
		return new ReadRequest(consistency, 0, timeout);
	}

	/**
	 * Read a state that includes the effect of an entry, and otherwise whatever the asked
	 * node has, without asking the leader: who passes on the index of its last write
	 * reads its own writes on any node (Raft thesis 6.4). Later writes of others may be
	 * missing.
	 * @param index the entry; an index that the group has not reached is waited for
	 * @param timeout how long to wait until the asked node has applied it
	 * @return the request
	 */
	public static ReadRequest atLeast(long index, Duration timeout) {
		return new ReadRequest(ReadConsistency.STALE, index, timeout);
	}

}
