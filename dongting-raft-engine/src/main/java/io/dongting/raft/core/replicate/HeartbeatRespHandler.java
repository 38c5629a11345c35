package io.dongting.raft.core.replicate;

import java.util.concurrent.TimeUnit;

import io.dongting.raft.GroupStatus.PeerState;
import io.dongting.raft.transport.HeartbeatResp;

/**
 * A follower says that it follows, which renews the leader's lease.
 */
public final class HeartbeatRespHandler {

	private final Peers peers;

	public HeartbeatRespHandler(Peers peers) {
		this.peers = peers;
	}

	/**
	 * Take in an answer of the current term, from a replica that is bound.
	 * @param nodeId the follower
	 * @param answer its answer
	 */
	public void handle(int nodeId, HeartbeatResp answer) {
		PeerProgress peer = this.peers.get(nodeId);
		if (peer != null && peer.state != PeerState.DISCONNECTED) {
			long sequence = answer.envelope().sequence();
			peer.answered(sequence);
			peer.diskSpace = answer.diskSpace();
			peer.answeredHeartbeat(sequence, TimeUnit.MILLISECONDS.toNanos(answer.promiseMillis()));
		}
	}

}
