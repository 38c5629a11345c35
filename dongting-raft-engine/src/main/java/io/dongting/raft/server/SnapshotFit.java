package io.dongting.raft.server;

import java.io.IOException;

import io.dongting.raft.log.LogDamagedException;
import io.dongting.raft.log.segment.SegmentedLog;
import io.dongting.raft.snapshot.FoundSnapshots;
import io.dongting.raft.snapshot.SnapshotDamagedException;
import io.dongting.raft.snapshot.SnapshotStore;
import io.dongting.raft.snapshot.StoredSnapshot;

/**
 * Sees to it that log and snapshots have no gap between them (trap P25).
 *
 * <p>
 * A replica's own snapshot never goes beyond its durable log, so one that does, or
 * contradicts the log, was installed just before a crash: the log begins anew behind it,
 * as it would have without the crash. The replica may have told the leader already that
 * it holds all of it; therefore such a snapshot must be whole, and nothing older can take
 * its place.
 */
final class SnapshotFit {

	private final SegmentedLog log;

	private final SnapshotStore snapshots;

	private final FoundSnapshots found;

	SnapshotFit(SegmentedLog log, SnapshotStore snapshots, FoundSnapshots found) {
		this.log = log;
		this.snapshots = snapshots;
		this.found = found;
	}

	/**
	 * Make them fit.
	 * @throws LogDamagedException if something between them is missing or damaged;
	 * nothing was changed
	 * @throws IOException if something cannot be read or written
	 */
	void establish() throws IOException {
		long newest = this.found.newestIndex();
		if (newest >= this.log.firstIndex() - 1 && this.log.termAt(newest) == this.found.newestTerm()) {
			requireNoGap();
		}
		else if (newest < this.log.firstIndex() - 1) {
			throw damaged("the log begins with entry " + this.log.firstIndex()
					+ ", the newest snapshot ends with entry " + newest);
		}
		else {
			begin();
		}
	}

	/** An older snapshot stands in for one that cannot be read. */
	private void requireNoGap() {
		long oldestUsable = this.found.readable().isEmpty() ? 0 : this.found.readable().get(0).index();
		if (oldestUsable < this.log.firstIndex() - 1) {
			throw damaged("the snapshot of entry " + this.found.newestIndex()
					+ " cannot be read, and the log begins with entry " + this.log.firstIndex());
		}
	}

	private void begin() throws IOException {
		if (!this.found.newestIsReadable()) {
			throw damaged("the installed snapshot of entry " + this.found.newestIndex() + " cannot be read");
		}
		StoredSnapshot installed = this.found.readable().get(0);
		try {
			this.snapshots.check(installed);
		}
		catch (SnapshotDamagedException ex) {
			throw new LogDamagedException(installed.path(), 0, installed.index(), String.valueOf(ex.getMessage()), ex);
		}
		this.log.openBehind(installed.index(), installed.term());
	}

	private LogDamagedException damaged(String detail) {
		return new LogDamagedException("snapshots", 0, this.found.newestIndex(), detail, null);
	}

}
