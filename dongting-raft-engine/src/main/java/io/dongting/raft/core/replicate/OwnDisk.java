package io.dongting.raft.core.replicate;

import io.dongting.raft.core.member.MemberManager;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.log.RaftLog;

/**
 * Tells a leader whose own disk hangs, or is full, to make room (R29). Such a leader can
 * still be followed: heartbeats need no disk, and others may even commit what is in its
 * memory. But it serves nobody who needs older entries or a snapshot, its own state
 * machine among them, and commits nothing where its own word is needed.
 */
final class OwnDisk {

	private final long electionTimeoutNanos;

	private final MemberManager members;

	private final RaftLog log;

	private final Peers peers;

	private final SnapshotTransfers transfers;

	OwnDisk(GroupContext context, MemberManager members, RaftLog log, Peers peers, SnapshotTransfers transfers) {
		this.electionTimeoutNanos = context.options().electionTimeout().toNanos();
		this.members = members;
		this.log = log;
		this.peers = peers;
		this.transfers = transfers;
	}

	/**
	 * Return whether the disk has done nothing for an election timeout.
	 * @return whether it is stuck
	 */
	boolean isStuck() {
		return Math.max(this.log.stalledNanos(), this.transfers.stalledNanos()) >= this.electionTimeoutNanos;
	}

	/**
	 * Return whether the disk is stuck, while a majority without this node keeps up.
	 * Where all disks are that slow another leader would be no better (trap P17), and a
	 * node alone has nobody to make room for.
	 * @return whether somebody else should lead
	 */
	boolean holdsTheGroupUp() {
		return isStuck()
				&& this.members.quorum().agreedBy((voter) -> this.peers.keepsUp(voter, this.electionTimeoutNanos / 2));
	}

}
