package io.dongting.raft.core.replicate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.dongting.raft.DiskSpace;
import io.dongting.raft.GroupStatus;
import io.dongting.raft.GroupStatus.PeerState;
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

	/** For so many election timeouts those who were removed are told so. */
	public static final int FAREWELL_TIMEOUTS = 4;

	private final GroupContext context;

	private final MemberManager members;

	private final RaftLog log;

	private final PeerLinks links;

	/** By node id. They are few, and looked up for every message. */
	private final List<PeerProgress> peers = new ArrayList<>();

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

	/**
	 * Take in who is new in the configuration in force. Who is not in it any more is kept
	 * until it was told, for a bounded time (R23).
	 */
	void reconcile() {
		GroupConfiguration configuration = this.members.inForce();
		if (configuration == null) {
			clear();
			return;
		}
		for (PeerProgress peer : this.peers) {
			if (!peer.replica.equals(configuration.replicas().get(peer.nodeId()))) {
				remove(peer);
			}
		}
		for (Replica replica : configuration.replicas().values()) {
			PeerProgress known = get(replica.nodeId());
			if (known == null || known.isRemoved()) {
				add(replica);
			}
		}
	}

	/** Those whom the last change has removed may not have heard it from who led then. */
	void addRemoved() {
		GroupConfiguration configuration = this.members.inForce();
		if (configuration == null || configuration.change() == null) {
			return;
		}
		for (Replica replica : configuration.change().removed().values()) {
			if (get(replica.nodeId()) == null) {
				add(replica);
			}
			PeerProgress peer = get(replica.nodeId());
			if (peer != null && peer.replica.equals(replica)) {
				remove(peer);
			}
		}
	}

	private void add(Replica replica) {
		if (replica.nodeId() != this.context.nodeId()) {
			PeerProgress peer = new PeerProgress(replica, this.log.lastIndex() + 1, this.context.nanoTime());
			if (this.links.isOpen(replica.nodeId())) {
				peer.probe(0);
			}
			this.peers.removeIf((known) -> known.nodeId() == peer.nodeId());
			this.peers.add(peer);
			this.peers.sort(Comparator.comparingInt(PeerProgress::nodeId));
		}
	}

	private void remove(PeerProgress peer) {
		long timeNanos = FAREWELL_TIMEOUTS * this.context.options().electionTimeout().toNanos();
		peer.removed(this.members.inForceIndex(), this.context.nanoTime() + timeNanos);
	}

	/** Forget those who are not in the configuration and know it, or had their time. */
	void dismiss(long nowNanos) {
		this.peers.removeIf((peer) -> peer.isDismissed(nowNanos));
	}

	/**
	 * Return whether a replica that is no longer in the configuration is still being told
	 * so. Its answers are taken in, but never counted.
	 * @param nodeId the node
	 * @param replica the replica it says it is
	 * @return whether it is
	 */
	public boolean isLeaving(int nodeId, UUID replica) {
		PeerProgress peer = get(nodeId);
		return peer != null && peer.isRemoved() && peer.replica.uuid().equals(replica);
	}

	/**
	 * Return whether a node has answered within the election timeout, in this term.
	 * @param nodeId the node; this one always has
	 * @return whether it can be reached
	 */
	public boolean isInContact(int nodeId) {
		PeerProgress peer = get(nodeId);
		return nodeId == this.context.nodeId() || (peer != null && peer.everAnswered
				&& this.context.nanoTime() - peer.contactNanos < this.context.options().electionTimeout().toNanos());
	}

	/**
	 * Return whether another node may yet give its first answer to this leader: it was
	 * asked less than an election timeout ago.
	 * @param nodeId the other node
	 * @return whether it is too early to say that it does not answer
	 */
	public boolean mayAnswerYet(int nodeId) {
		PeerProgress peer = get(nodeId);
		return peer != null && !peer.everAnswered
				&& this.context.nanoTime() - peer.contactNanos < this.context.options().electionTimeout().toNanos();
	}

	Collection<PeerProgress> all() {
		return this.peers;
	}

	@Nullable PeerProgress get(int nodeId) {
		for (int i = 0; i < this.peers.size(); i++) {
			PeerProgress peer = this.peers.get(i);
			if (peer.nodeId() == nodeId) {
				return peer;
			}
		}
		return null;
	}

	/**
	 * A node has a snapshot, or needs none: it is committed up to an index, so it has
	 * what this leader has up to there (Raft paper 5.4.3), durably where the snapshot is.
	 * @param nodeId the node
	 * @param commitIndex the index
	 * @param lastSequence the last request that was sent to anybody
	 */
	public void covered(int nodeId, long commitIndex, long lastSequence) {
		PeerProgress peer = get(nodeId);
		if (peer != null && peer.state == PeerState.SNAPSHOT) {
			peer.nextIndex = Math.max(peer.matchIndex, Math.min(commitIndex, this.log.lastIndex())) + 1;
			peer.probe(lastSequence);
		}
	}

	/**
	 * Return whether a node waits for a snapshot.
	 * @param nodeId the node
	 * @return whether it does
	 */
	public boolean needsSnapshot(int nodeId) {
		PeerProgress peer = get(nodeId);
		return peer != null && peer.state == PeerState.SNAPSHOT;
	}

	/**
	 * A node has answered in this term.
	 * @param nodeId the node
	 * @param sequence what it has answered
	 */
	public void answered(int nodeId, long sequence) {
		PeerProgress peer = get(nodeId);
		if (peer != null && peer.state != PeerState.DISCONNECTED) {
			peer.answered(sequence);
		}
	}

	long leaseEndNanos(int nodeId) {
		PeerProgress peer = get(nodeId);
		return (peer != null) ? peer.leaseEndNanos : Long.MIN_VALUE / 2;
	}

	long contactNanos(int nodeId) {
		PeerProgress peer = get(nodeId);
		return (peer != null) ? peer.contactNanos : Long.MIN_VALUE / 2;
	}

	long answeredSequence(int nodeId) {
		PeerProgress peer = get(nodeId);
		return (peer != null) ? peer.answeredSequence : 0;
	}

	/**
	 * Return whether another node answers, and has made durable what it was sent.
	 * @param nodeId the node; this one never does
	 * @param patienceNanos how long an answer may take
	 * @return whether it does
	 */
	public boolean keepsUp(int nodeId, long patienceNanos) {
		PeerProgress peer = get(nodeId);
		return peer != null && peer.keepsUp(this.context.nanoTime(), patienceNanos);
	}

	/**
	 * Return how much room there is on the disk of another node, by its last answer to a
	 * heartbeat.
	 * @param nodeId the node
	 * @return the room, {@code null} if it has not said so in this term
	 */
	public @Nullable DiskSpace diskSpace(int nodeId) {
		PeerProgress peer = get(nodeId);
		return (peer != null) ? peer.diskSpace : null;
	}

	/**
	 * Return up to where everybody who is being sent entries has them durably, or was
	 * until a moment ago. Whoever is not, because he is gone or far behind, gets them
	 * from the disk.
	 * @return the index, {@link Long#MAX_VALUE} if nobody is being sent entries
	 */
	long leastPipelinedMatch() {
		long least = Long.MAX_VALUE;
		for (PeerProgress peer : all()) {
			if (peer.state == PeerState.PIPELINE || hasLostStep(peer)) {
				least = Math.min(least, peer.matchIndex);
			}
		}
		return least;
	}

	/** One that was followed well goes on from there as soon as its answer is in. */
	private boolean hasLostStep(PeerProgress peer) {
		return peer.state == PeerState.PROBE && peer.matchIndex > 0 && isInContact(peer.nodeId());
	}

	/**
	 * Return up to where the log of a node equals this one, durably; own log included.
	 * @param nodeId the node
	 * @return the index, 0 if nothing is known
	 */
	public long durableMatch(int nodeId) {
		if (nodeId == this.context.nodeId()) {
			return this.log.durableIndex();
		}
		PeerProgress peer = get(nodeId);
		return (peer != null) ? peer.matchIndex : 0;
	}

	/**
	 * Describe the peers for the status.
	 * @return a description of each, by node id
	 */
	public List<GroupStatus.Peer> describe() {
		List<GroupStatus.Peer> description = new ArrayList<>(this.peers.size());
		long nowNanos = this.context.nanoTime();
		for (PeerProgress peer : this.peers) {
			if (peer.isRemoved()) {
				continue;
			}
			long lastContactMillis = peer.everAnswered ? TimeUnit.NANOSECONDS.toMillis(nowNanos - peer.contactNanos)
					: -1;
			description.add(new GroupStatus.Peer(peer.nodeId(), peer.matchIndex, this.log.lastIndex() - peer.matchIndex,
					peer.state, lastContactMillis));
		}
		return description;
	}

}
