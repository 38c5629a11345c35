package io.dongting.raft.core;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.dongting.raft.core.apply.ApplyManager;
import io.dongting.raft.core.commit.CommitManager;
import io.dongting.raft.core.replicate.Peers;
import io.dongting.raft.core.snapshot.LogMarks;
import io.dongting.raft.core.snapshot.SnapshotReceiver;
import io.dongting.raft.core.snapshot.SnapshotSaver;
import io.dongting.raft.core.snapshot.SnapshotSender;
import io.dongting.raft.core.snapshot.SnapshotShelf;
import io.dongting.raft.core.snapshot.SnapshotSwitch;
import io.dongting.raft.core.snapshot.StateRestore;
import io.dongting.raft.core.state.Envelopes;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.Health;
import io.dongting.raft.core.state.PeerLinks;
import io.dongting.raft.snapshot.StoredSnapshot;
import io.dongting.raft.storage.StorageLane;

/**
 * The parts that have to do with snapshots, and how they hang together. On the group's
 * dispatcher thread. Saving, sending and receiving do not wait for each other's files.
 */
final class GroupSnapshots {

	private final GroupContext context;

	private final List<StorageLane> lanes;

	private final List<StoredSnapshot> found;

	private final SnapshotShelf shelf;

	private final SnapshotSaver saver;

	private final SnapshotSender sender;

	private final SnapshotReceiver receiver;

	private final StateRestore restore;

	private final LogMarks marks;

	GroupSnapshots(GroupContext context, GroupStorage storage, GroupSurroundings surroundings, Health health,
			CommitManager commits, ApplyManager applies, StateRestore restore, Peers peers, Envelopes envelopes,
			PeerLinks links, Function<SnapshotShelf, SnapshotSwitch> newSwitch) {
		this.context = context;
		StorageLane saving = new StorageLane(context.fibers(), surroundings.storageExecutor());
		StorageLane sending = new StorageLane(context.fibers(), surroundings.storageExecutor());
		StorageLane receiving = new StorageLane(context.fibers(), surroundings.storageExecutor());
		this.lanes = List.of(saving, sending, receiving);
		this.found = storage.foundSnapshots();
		this.restore = restore;
		this.shelf = new SnapshotShelf(context, storage.log(), storage.snapshots(), this.found, saving, health);
		this.saver = new SnapshotSaver(context, applies, storage.log(), surroundings.stateMachine(),
				storage.snapshots(), this.shelf, saving, health);
		this.sender = new SnapshotSender(context, peers, envelopes, links, storage.snapshots(), this.shelf, sending,
				health);
		this.receiver = new SnapshotReceiver(context, commits, surroundings.stateMachine(), storage.snapshots(),
				newSwitch.apply(this.shelf), receiving, envelopes, health);
		this.marks = new LogMarks(context, storage.log(), this.shelf);
	}

	/** Go on from the newest snapshot there is, and begin to save. */
	void start() {
		if (!this.found.isEmpty()) {
			this.restore.restore(this.found, this.shelf);
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
		this.sender.flush();
	}

	SnapshotShelf shelf() {
		return this.shelf;
	}

	SnapshotSender sender() {
		return this.sender;
	}

	SnapshotReceiver receiver() {
		return this.receiver;
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
		this.sender.close();
		this.receiver.close();
	}

	/**
	 * Stop.
	 * @param closed called when all files are closed
	 */
	void close(Runnable closed) {
		fail(this.context + " is being stopped");
		closeNext(0, closed);
	}

	/** A lane is done when a last job has passed through it. */
	private void closeNext(int next, Runnable closed) {
		if (next == this.lanes.size()) {
			closed.run();
			return;
		}
		this.lanes.get(next)
			.submit(() -> this, (ended) -> closeNext(next + 1, closed), (cause) -> closeNext(next + 1, closed));
	}

}
