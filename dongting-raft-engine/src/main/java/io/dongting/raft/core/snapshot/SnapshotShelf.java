package io.dongting.raft.core.snapshot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.Health;
import io.dongting.raft.log.RaftLog;
import io.dongting.raft.snapshot.SnapshotStore;
import io.dongting.raft.snapshot.StoredSnapshot;
import io.dongting.raft.storage.StorageLane;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots that are published, and who needs them. Those that nobody needs any more
 * are deleted, and so is the log that they make superfluous.
 */
public final class SnapshotShelf {

	private final GroupContext context;

	private final RaftLog raftLog;

	private final SnapshotStore store;

	private final StorageLane lane;

	private final Health health;

	/** The newest first. */
	private final List<StoredSnapshot> snapshots;

	/** Being sent or loaded; one for each time. */
	private final List<StoredSnapshot> pins = new ArrayList<>();

	/** Entries before this one need not be kept for nodes that are slow. */
	private long markedIndex;

	/**
	 * Create a shelf.
	 * @param context where the group runs
	 * @param raftLog the log that snapshots shorten
	 * @param store where the snapshots are
	 * @param found those there are, the newest first
	 * @param lane deletes them
	 * @param health told if that fails
	 */
	public SnapshotShelf(GroupContext context, RaftLog raftLog, SnapshotStore store, List<StoredSnapshot> found,
			StorageLane lane, Health health) {
		this.context = context;
		this.raftLog = raftLog;
		this.store = store;
		this.snapshots = new ArrayList<>(found);
		this.lane = lane;
		this.health = health;
	}

	/**
	 * Return the newest snapshot.
	 * @return the snapshot, {@code null} if there is none
	 */
	public @Nullable StoredSnapshot newest() {
		return this.snapshots.isEmpty() ? null : this.snapshots.get(0);
	}

	/**
	 * Return up to where the newest snapshot stands for the log.
	 * @return the index, 0 if there is none
	 */
	public long newestIndex() {
		StoredSnapshot newest = newest();
		return (newest != null) ? newest.index() : 0;
	}

	/**
	 * Return all snapshots.
	 * @return the snapshots, the newest first
	 */
	public List<StoredSnapshot> all() {
		return List.copyOf(this.snapshots);
	}

	/**
	 * A snapshot is published. One that was saved here and one that was received of the
	 * same entry are the same file: the later one has taken the place of the other.
	 * @param snapshot the snapshot
	 */
	public void add(StoredSnapshot snapshot) {
		this.snapshots.removeIf((other) -> other.path().equals(snapshot.path()));
		this.snapshots.add(snapshot);
		this.snapshots.sort(Comparator.comparingLong(StoredSnapshot::index).reversed());
		tidy();
	}

	/**
	 * A snapshot has turned out to be damaged: it is of no use to anybody, but stays on
	 * the disk.
	 * @param snapshot the snapshot
	 */
	public void withdraw(StoredSnapshot snapshot) {
		this.snapshots.remove(snapshot);
	}

	/**
	 * Keep a snapshot, and the log behind it, as long as it is being sent or loaded.
	 * @param snapshot the snapshot
	 */
	public void pin(StoredSnapshot snapshot) {
		this.pins.add(snapshot);
	}

	/**
	 * A snapshot is not being sent or loaded any more, by one of those who did.
	 * @param snapshot the snapshot
	 */
	public void unpin(StoredSnapshot snapshot) {
		this.pins.remove(snapshot);
		tidy();
	}

	/**
	 * Do not keep entries for nodes that are slow. What snapshots and transfers need
	 * stays.
	 * @param index the first entry that is still to be kept for them
	 */
	public void mark(long index) {
		if (index > this.markedIndex) {
			this.markedIndex = index;
			tidy();
		}
	}

	/**
	 * Delete a snapshot that is not among those that are kept.
	 * @param snapshot the snapshot
	 */
	void delete(StoredSnapshot snapshot) {
		this.lane.submit(() -> {
			this.store.delete(snapshot);
			return snapshot;
		}, (deleted) -> {
		}, this.health::storageFailed);
	}

	/** Delete snapshots that nobody needs, and the log that is needed for none. */
	private void tidy() {
		int kept = this.context.options().snapshots().kept();
		for (int i = this.snapshots.size() - 1; i > 0; i--) {
			StoredSnapshot snapshot = this.snapshots.get(i);
			boolean usable = snapshot.index() >= this.raftLog.firstIndex() - 1;
			if ((i >= kept || !usable) && !this.pins.contains(snapshot)) {
				this.snapshots.remove(i);
				delete(snapshot);
			}
		}
		if (!this.snapshots.isEmpty()) {
			this.raftLog.deleteBefore(firstNeeded());
		}
	}

	/**
	 * The log goes on behind the oldest snapshot, so that any of them is enough; some of
	 * it is kept before, so that a node that is slow needs no snapshot.
	 */
	private long firstNeeded() {
		long oldestIndex = this.snapshots.get(this.snapshots.size() - 1).index();
		long kept = this.context.options().snapshots().logEntriesKept();
		return Math.min(oldestIndex, Math.max(this.snapshots.get(0).index() - kept, this.markedIndex - 1)) + 1;
	}

}
