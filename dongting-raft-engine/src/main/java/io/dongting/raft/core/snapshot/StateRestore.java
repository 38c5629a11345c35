package io.dongting.raft.core.snapshot;

import java.io.IOException;
import java.util.List;

import io.dongting.raft.SnapshotStateMachine;
import io.dongting.raft.StateMachine;
import io.dongting.raft.core.apply.AppliedPosition;
import io.dongting.raft.core.apply.ApplyManager;
import io.dongting.raft.core.commit.CommitManager;
import io.dongting.raft.core.member.ConfigurationCodec;
import io.dongting.raft.core.member.MemberManager;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.Health;
import io.dongting.raft.core.state.LogTime;
import io.dongting.raft.log.RaftLog;
import io.dongting.raft.snapshot.SnapshotDamagedException;
import io.dongting.raft.snapshot.SnapshotHeader;
import io.dongting.raft.snapshot.SnapshotReader;
import io.dongting.raft.snapshot.SnapshotStore;
import io.dongting.raft.snapshot.StoredSnapshot;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the group go on from a snapshot: what it stands for is committed, the
 * configuration is the one it carries unless the log behind it has a later one, and the
 * state machine takes its state.
 */
public final class StateRestore {

	private static final Logger log = LoggerFactory.getLogger(StateRestore.class);

	private final GroupContext context;

	private final RaftLog raftLog;

	private final CommitManager commits;

	private final MemberManager members;

	private final LogTime logTime;

	private final ApplyManager applies;

	private final StateMachine stateMachine;

	private final SnapshotStore store;

	private final Health health;

	/** What is being loaded, or was last. */
	private @Nullable StoredSnapshot latest;

	public StateRestore(GroupContext context, RaftLog raftLog, CommitManager commits, MemberManager members,
			LogTime logTime, ApplyManager applies, StateMachine stateMachine, SnapshotStore store, Health health) {
		this.context = context;
		this.raftLog = raftLog;
		this.commits = commits;
		this.members = members;
		this.logTime = logTime;
		this.applies = applies;
		this.stateMachine = stateMachine;
		this.store = store;
		this.health = health;
	}

	/**
	 * Go on from a snapshot. The log holds its last entry or begins behind it.
	 * @param snapshots the newest first; where one turns out to be damaged, the next is
	 * taken, if the log goes on behind that. There is at least one
	 * @param shelf keeps what is being loaded, and is told of one that is damaged
	 */
	public void restore(List<StoredSnapshot> snapshots, SnapshotShelf shelf) {
		SnapshotHeader header = snapshots.get(0).header();
		this.logTime.observe(header.timestampMillis());
		this.members.covered(header.index(), header.configurationIndex(),
				ConfigurationCodec.decode(header.configuration().duplicate()));
		this.commits.covered(header.index());
		load(snapshots, 0, shelf);
	}

	/**
	 * The turn comes to it when it has time, and meanwhile a newer one may be installed:
	 * the file has to be there nevertheless.
	 */
	private void load(List<StoredSnapshot> snapshots, int which, SnapshotShelf shelf) {
		StoredSnapshot snapshot = snapshots.get(which);
		this.latest = snapshot;
		shelf.pin(snapshot);
		this.applies.load(AppliedPosition.of(snapshot.header()), () -> load(snapshot), () -> {
			shelf.unpin(snapshot);
			log.info("{}: the state is that of the snapshot of entry {}", this.context, snapshot.index());
		}, (cause) -> notLoaded(snapshots, which, shelf, cause));
	}

	/** Runs on the turn. */
	private void load(StoredSnapshot snapshot) throws Exception {
		if (!(this.stateMachine instanceof SnapshotStateMachine machine)) {
			throw new IllegalStateException("There is a snapshot, but " + this.stateMachine.getClass().getName()
					+ " cannot load it: it is no SnapshotStateMachine");
		}
		try (SnapshotReader reader = this.store.read(snapshot)) {
			loadWhole(machine, reader);
		}
		catch (IOException ex) {
			throw new UnreadableException(ex);
		}
	}

	/** Of what the state machine throws, only what the reader threw concerns the disk. */
	private static void loadWhole(SnapshotStateMachine machine, SnapshotReader reader) throws Exception {
		try {
			machine.loadSnapshot(reader);
		}
		catch (Exception ex) {
			IOException failure = reader.failure();
			if (failure != null) {
				throw failure;
			}
			throw new LoadFailedException(ex);
		}
		reader.checkRest();
	}

	/** Where nothing takes its place everything stays as it is (R28). */
	private void notLoaded(List<StoredSnapshot> snapshots, int which, SnapshotShelf shelf, Throwable cause) {
		StoredSnapshot snapshot = snapshots.get(which);
		if (!(cause instanceof UnreadableException unreadable)) {
			this.health.applyFailed((cause instanceof LoadFailedException failed) ? failed.reason : cause);
			return;
		}
		boolean damaged = unreadable.reason instanceof SnapshotDamagedException;
		if (damaged && this.latest != snapshot) {
			log.error("{}: the snapshot of entry {} is damaged, a newer one has taken its place", this.context,
					snapshot.index(), unreadable.reason);
			shelf.withdraw(snapshot);
			shelf.unpin(snapshot);
		}
		else if (damaged && which + 1 < snapshots.size() && isUsable(snapshots.get(which + 1), shelf)) {
			log.error("{}: the snapshot of entry {} is damaged, the one of entry {} and the log take its place",
					this.context, snapshot.index(), snapshots.get(which + 1).index(), unreadable.reason);
			shelf.withdraw(snapshot);
			load(snapshots, which + 1, shelf);
			shelf.unpin(snapshot);
		}
		else {
			this.health.storageFailed(unreadable.reason);
		}
	}

	private boolean isUsable(StoredSnapshot snapshot, SnapshotShelf shelf) {
		return this.raftLog.firstIndex() <= snapshot.index() + 1 && shelf.all().contains(snapshot);
	}

	/** The disk does not give the snapshot back. */
	private static final class UnreadableException extends Exception {

		private static final long serialVersionUID = 1L;

		private final IOException reason;

		UnreadableException(IOException reason) {
			super(reason);
			this.reason = reason;
		}

	}

	/** The state machine does not take the state. */
	private static final class LoadFailedException extends Exception {

		private static final long serialVersionUID = 1L;

		private final Exception reason;

		LoadFailedException(Exception reason) {
			super(reason);
			this.reason = reason;
		}

	}

}
