package io.dongting.raft.core.replicate;

import java.util.concurrent.TimeUnit;

import io.dongting.raft.GroupStatus.PeerState;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.transport.HeartbeatResp;

/**
 * A follower says that it follows, which renews the leader's lease.
 */
public final class HeartbeatRespHandler {

	private final GroupContext context;

	private final Peers peers;

	public HeartbeatRespHandler(GroupContext context, Peers peers) {
		this.context = context;
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
			peer.answered(sequence, this.context.nanoTime());
			peer.answeredHeartbeat(sequence, TimeUnit.MILLISECONDS.toNanos(answer.promiseMillis()));
		}
	}

}
