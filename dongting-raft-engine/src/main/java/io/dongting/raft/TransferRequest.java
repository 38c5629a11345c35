package io.dongting.raft;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * Asks for another leader.
 *
 * @param target the node that is to lead, empty for the follower that is best prepared
 * @param timeout how long it may take, until the outcome is known
 */
public record TransferRequest(OptionalInt target, Duration timeout) {

	public TransferRequest {
		if (target.isPresent() && target.getAsInt() <= 0) {
			throw new IllegalArgumentException("'target' must be a node id, not " + target.getAsInt());
		}
		if (timeout.isNegative() || timeout.isZero()) {
			throw new IllegalArgumentException("'timeout' must be positive, not " + timeout);
		}
	}

	/**
	 * Ask for a certain leader.
	 * @param nodeId the node that is to lead
	 * @param timeout how long it may take
	 * @return the request
	 */
	public static TransferRequest to(int nodeId, Duration timeout) {
		return new TransferRequest(OptionalInt.of(nodeId), timeout);
	}

	/**
	 * Ask for any other leader: the follower that is best prepared.
	 * @param timeout how long it may take
	 * @return the request
	 */
	public static TransferRequest toBestFollower(Duration timeout) {
		return new TransferRequest(OptionalInt.empty(), timeout);
	}

}
