package io.dongting.raft.core.snapshot;

import java.util.List;
import java.util.UUID;

import io.dongting.raft.core.commit.CommitManager;
import io.dongting.raft.core.follow.Acknowledgements;
import io.dongting.raft.core.member.ConfigurationCodec;
import io.dongting.raft.core.member.GroupConfiguration;
import io.dongting.raft.core.member.MemberManager;
import io.dongting.raft.core.propose.PendingTasks;
import io.dongting.raft.core.state.Ballot;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.log.RaftLog;
import io.dongting.raft.snapshot.StoredSnapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts an installed snapshot in the place of the log, as one step of the group. The
 * snapshot is durable, so whatever of this is not yet on the disk when the power goes is
 * done again at the start.
 */
public final class SnapshotSwitch {

	private static final Logger log = LoggerFactory.getLogger(SnapshotSwitch.class);

	private final GroupContext context;

	private final Ballot ballot;

	private final RaftLog raftLog;

	private final CommitManager commits;

	private final MemberManager members;

	private final Acknowledgements acknowledgements;

	private final PendingTasks pending;

	private final StateRestore restore;

	private final SnapshotShelf shelf;

	public SnapshotSwitch(GroupContext context, Ballot ballot, RaftLog raftLog, CommitManager commits,
			MemberManager members, Acknowledgements acknowledgements, PendingTasks pending, StateRestore restore,
			SnapshotShelf shelf) {
		this.context = context;
		this.ballot = ballot;
		this.raftLog = raftLog;
		this.commits = commits;
		this.members = members;
		this.acknowledgements = acknowledgements;
		this.pending = pending;
		this.restore = restore;
		this.shelf = shelf;
	}

	/**
	 * Return whether a snapshot may be installed. An empty replica that has agreed to be
	 * founded by another founder is not taken in by this one as if it were that (R4).
	 * @param snapshot the snapshot
	 * @return whether it may
	 */
	boolean isAcceptable(StoredSnapshot snapshot) {
		if (this.members.inForce() != null) {
			return true;
		}
		GroupConfiguration configuration = ConfigurationCodec.decode(snapshot.header().configuration().duplicate());
		UUID bound = configuration.boundReplica(this.context.nodeId());
		return !this.ballot.replica().equals(bound) || this.ballot.mayBeFoundedBy(configuration.founder());
	}

	/**
	 * A snapshot is published. Where meanwhile the log got there by itself, it is only
	 * one snapshot more.
	 * @param snapshot the snapshot
	 */
	void installed(StoredSnapshot snapshot) {
		long index = snapshot.index();
		boolean held = this.raftLog.termAt(index) == snapshot.term();
		if (held && index > this.raftLog.durableIndex()) {
			leaveToLog(snapshot);
		}
		else if (index > this.commits.commitIndex()) {
			goOnFrom(snapshot, held);
		}
		else {
			this.shelf.add(snapshot);
		}
	}

	/**
	 * The log holds all that the snapshot covers (log matching), and more, which may be
	 * acknowledged, or count in an election, as soon as it is durable: not an entry of it
	 * may go. What the snapshot says is that it is committed up to there. It is not kept
	 * beside a log that is still to be synced up to there, since after a crash that would
	 * begin behind it.
	 */
	private void leaveToLog(StoredSnapshot snapshot) {
		this.commits.covered(snapshot.index());
		this.shelf.delete(snapshot);
	}

	private void goOnFrom(StoredSnapshot snapshot, boolean kept) {
		long index = snapshot.index();
		log.info("{}: goes on from a snapshot of entry {}, the log behind it is {}", this.context, index,
				kept ? "kept" : "dropped");
		if (!kept) {
			this.pending.truncated(index + 1);
			this.raftLog.beginBehind(index, snapshot.term());
		}
		this.pending.covered(index);
		this.acknowledgements.covered(index);
		this.restore.restore(List.of(snapshot), this.shelf);
		// Only now is the log committed that it makes superfluous
		this.shelf.add(snapshot);
		if (!kept) {
			this.members.truncated(index + 1);
		}
	}

}
