package io.dongting.raft.core;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.core.apply.ApplyManager;
import io.dongting.raft.core.commit.CommitManager;
import io.dongting.raft.core.member.MemberManager;
import io.dongting.raft.core.snapshot.LogMarks;
import io.dongting.raft.core.snapshot.SnapshotSaver;
import io.dongting.raft.core.snapshot.SnapshotShelf;
import io.dongting.raft.core.snapshot.StateRestore;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.Health;
import io.dongting.raft.core.state.LogTime;
import io.dongting.raft.snapshot.StoredSnapshot;
import io.dongting.raft.storage.StorageLane;

/**
 * The parts that have to do with snapshots, and how they hang together. On the group's
 * dispatcher thread.
 */
final class GroupSnapshots {

	private final GroupContext context;

	private final StorageLane lane;

	private final List<StoredSnapshot> found;

	private final SnapshotShelf shelf;

	private final SnapshotSaver saver;

	private final StateRestore restore;

	private final LogMarks marks;

	GroupSnapshots(GroupContext context, GroupStorage storage, GroupSurroundings surroundings, Health health,
			CommitManager commits, MemberManager members, LogTime logTime, ApplyManager applies) {
		this.context = context;
		this.lane = new StorageLane(context.fibers(), surroundings.storageExecutor());
		this.found = storage.foundSnapshots();
		this.shelf = new SnapshotShelf(context, storage.log(), storage.snapshots(), this.found, this.lane, health);
		this.saver = new SnapshotSaver(context, applies, storage.log(), surroundings.stateMachine(),
				storage.snapshots(), this.shelf, this.lane, health);
		this.restore = new StateRestore(context, storage.log(), commits, members, logTime, applies,
				surroundings.stateMachine(), storage.snapshots(), this.shelf, health);
		this.marks = new LogMarks(context, storage.log(), this.shelf);
	}

	/** Go on from the newest snapshot there is, and begin to save. */
	void start() {
		if (!this.found.isEmpty()) {
			this.restore.restore(this.found);
		}
		this.saver.start();
	}

	/** Return up to where a snapshot stands for the log, 0 if there is none. */
	long coveredIndex() {
		return this.shelf.newestIndex();
	}

	/** At the end of a round. */
	void flush() {
		this.saver.flush();
	}

	SnapshotShelf shelf() {
		return this.shelf;
	}

	LogMarks marks() {
		return this.marks;
	}

	void save(Duration timeout, CompletableFuture<Long> saved) {
		this.saver.save(timeout, saved);
	}

	void saveLast(Runnable done) {
		this.saver.saveLast(done);
	}

	void fail(String reason) {
		this.saver.close(reason);
	}

	/**
	 * Stop.
	 * @param closed called when all files are closed
	 */
	void close(Runnable closed) {
		this.saver.close(this.context + " is being stopped");
		this.lane.submit(() -> this, (ended) -> closed.run(), (cause) -> closed.run());
	}

}
