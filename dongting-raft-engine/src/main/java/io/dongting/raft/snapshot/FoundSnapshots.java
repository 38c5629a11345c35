package io.dongting.raft.snapshot;

import java.util.List;

/**
 * What snapshots a directory holds.
 *
 * @param newestIndex the index that the newest name states, 0 if there is none
 * @param newestTerm the term it states
 * @param readable those whose beginning and end can be read, the newest first. The newest
 * of all may not be among them
 */
public record FoundSnapshots(long newestIndex, long newestTerm, List<StoredSnapshot> readable) {

	public FoundSnapshots {
		readable = List.copyOf(readable);
	}

	/**
	 * Return whether the newest snapshot there is can be read, as far as its beginning
	 * and end tell.
	 * @return whether it can; also if there is none
	 */
	public boolean newestIsReadable() {
		return this.newestIndex == 0 || (!this.readable.isEmpty() && this.readable.get(0).index() == this.newestIndex);
	}

}
