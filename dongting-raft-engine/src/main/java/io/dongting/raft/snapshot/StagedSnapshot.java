package io.dongting.raft.snapshot;

import java.io.IOException;

/**
 * A snapshot that is whole and durable, but not under its name.
 */
public final class StagedSnapshot {

	private final SnapshotStore store;

	private final String path;

	private final StoredSnapshot snapshot;

	StagedSnapshot(SnapshotStore store, String path, StoredSnapshot snapshot) {
		this.store = store;
		this.path = path;
		this.snapshot = snapshot;
	}

	/**
	 * Return what it will be when it is published.
	 * @return the snapshot
	 */
	public StoredSnapshot snapshot() {
		return this.snapshot;
	}

	/**
	 * Give it its name, durably.
	 * @return the snapshot
	 * @throws DiskFailedException if that fails
	 */
	public StoredSnapshot publish() throws IOException {
		try {
			this.store.publish(this.path, this.snapshot);
			return this.snapshot;
		}
		catch (IOException ex) {
			throw new DiskFailedException(ex);
		}
	}

	/**
	 * Delete it.
	 * @throws IOException if that fails
	 */
	public void discard() throws IOException {
		this.store.discard(this.path);
	}

}
