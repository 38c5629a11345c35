package io.dongting.raft.core.replicate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.core.member.GroupConfiguration;
import io.dongting.raft.core.member.MemberManager;
import io.dongting.raft.core.member.Replica;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.PeerLinks;
import io.dongting.raft.log.RaftLog;
import org.jspecify.annotations.Nullable;

/**
 * The other replicas of the configuration in force, as the leader of this term knows
 * them. Empty while this node does not lead. The one place where what is known of a peer
 * begins.
 */
public final class Peers {

	private final GroupContext context;

	private final MemberManager members;

	private final RaftLog log;

	private final PeerLinks links;

	private final TreeMap<Integer, PeerProgress> peers = new TreeMap<>();

	public Peers(GroupContext context, MemberManager members, RaftLog log, PeerLinks links) {
		this.context = context;
		this.members = members;
		this.log = log;
		this.links = links;
	}

	/** Forget everything: a term begins or ends. */
	void clear() {
		this.peers.clear();
	}

	/** Take in who is new in the configuration in force, and drop who is not in it. */
	void reconcile() {
		GroupConfiguration configuration = this.members.inForce();
		if (configuration == null) {
			clear();
			return;
		}
		this.peers.values().removeIf((peer) -> !peer.replica.equals(configuration.replicas().get(peer.nodeId())));
		for (Replica replica : configuration.replicas().values()) {
			if (replica.nodeId() != this.context.nodeId() && !this.peers.containsKey(replica.nodeId())) {
				PeerProgress peer = new PeerProgress(replica, this.log.lastIndex() + 1, this.context.nanoTime());
				if (this.links.isOpen(replica.nodeId())) {
					peer.probe(0);
				}
				this.peers.put(replica.nodeId(), peer);
			}
		}
	}

	Collection<PeerProgress> all() {
		return this.peers.values();
	}

	@Nullable PeerProgress get(int nodeId) {
		return this.peers.get(nodeId);
	}

	long leaseEndNanos(int nodeId) {
		PeerProgress peer = this.peers.get(nodeId);
		return (peer != null) ? peer.leaseEndNanos : Long.MIN_VALUE / 2;
	}

	long contactNanos(int nodeId) {
		PeerProgress peer = this.peers.get(nodeId);
		return (peer != null) ? peer.contactNanos : Long.MIN_VALUE / 2;
	}

	long answeredSequence(int nodeId) {
		PeerProgress peer = this.peers.get(nodeId);
		return (peer != null) ? peer.answeredSequence : 0;
	}

	/**
	 * Return up to where the log of a node equals this one, durably; own log included.
	 */
	long durableMatch(int nodeId) {
		if (nodeId == this.context.nodeId()) {
			return this.log.durableIndex();
		}
		PeerProgress peer = this.peers.get(nodeId);
		return (peer != null) ? peer.matchIndex : 0;
	}

	/**
	 * Describe the peers for the status.
	 * @return a description of each, by node id
	 */
	public List<GroupStatus.Peer> describe() {
		List<GroupStatus.Peer> description = new ArrayList<>(this.peers.size());
		long nowNanos = this.context.nanoTime();
		for (PeerProgress peer : this.peers.values()) {
			long lastContactMillis = peer.everAnswered ? TimeUnit.NANOSECONDS.toMillis(nowNanos - peer.contactNanos)
					: -1;
			description.add(new GroupStatus.Peer(peer.nodeId(), peer.matchIndex, this.log.lastIndex() - peer.matchIndex,
					peer.state, lastContactMillis));
		}
		return description;
	}

}
