package io.dongting.raft.core.replicate;

import java.util.concurrent.TimeUnit;

import io.dongting.raft.GroupStatus.PeerState;
import io.dongting.raft.core.state.Envelopes;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.log.RaftLog;
import io.dongting.raft.transport.AppendResp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A follower says how far its log equals the leader's (Raft paper 5.3).
 */
public final class AppendRespHandler {

	private static final Logger log = LoggerFactory.getLogger(AppendRespHandler.class);

	private final GroupContext context;

	private final Peers peers;

	private final RaftLog raftLog;

	private final Envelopes envelopes;

	public AppendRespHandler(GroupContext context, Envelopes envelopes, Peers peers, RaftLog raftLog) {
		this.context = context;
		this.envelopes = envelopes;
		this.peers = peers;
		this.raftLog = raftLog;
	}

	/**
	 * Take in an answer of the current term, from a replica that is bound.
	 * @param nodeId the follower
	 * @param answer its answer
	 */
	public void handle(int nodeId, AppendResp answer) {
		PeerProgress peer = this.peers.get(nodeId);
		if (peer == null || peer.state == PeerState.DISCONNECTED) {
			return;
		}
		long sequence = answer.envelope().sequence();
		peer.answered(sequence);
		if (answer.result() == AppendResp.Result.DURABLE) {
			peer.answeredAppends(sequence, TimeUnit.MILLISECONDS.toNanos(answer.promiseMillis()));
			matched(peer, answer.matchIndex(), this.context.nanoTime());
		}
		else if (sequence > peer.outdatedSequence) {
			parted(peer, answer);
		}
	}

	private void matched(PeerProgress peer, long matchIndex, long nowNanos) {
		long known = Math.min(matchIndex, this.raftLog.lastIndex());
		if (known > peer.matchIndex) {
			peer.matched(known, nowNanos);
		}
		if (peer.state == PeerState.PROBE) {
			peer.state = PeerState.PIPELINE;
		}
	}

	/**
	 * The logs part before what was sent. Every hint lies below the index that was tried,
	 * so that this ends, at the latest at the beginning of the log.
	 */
	private void parted(PeerProgress peer, AppendResp answer) {
		long triedIndex = peer.nextIndex - 1;
		long hint = Math.min(answer.matchIndex(), triedIndex - 1);
		boolean shorter = (answer.conflictTerm() == 0);
		if (hint < peer.matchIndex && (shorter || triedIndex <= peer.matchIndex)) {
			log.error("{}: node {} has lost entries it had acknowledged: {} was durable there, now it ends at {}",
					this.context, peer.nodeId(), peer.matchIndex, hint);
			peer.matchIndex = Math.max(0, hint);
		}
		peer.nextIndex = Math.max(hint, peer.matchIndex) + 1;
		peer.probe(this.envelopes.lastSequence());
	}

}
