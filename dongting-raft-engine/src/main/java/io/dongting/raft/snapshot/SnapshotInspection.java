package io.dongting.raft.snapshot;

/**
 * Looks at the names of snapshots, for a simulation that checks what disks hold.
 */
public final class SnapshotInspection {

	private SnapshotInspection() {
	}

	/**
	 * Return the term of the last entry that a snapshot stands for.
	 * @param fileName the name of a file
	 * @param index the index of that entry
	 * @return the term, -1 if it is not the name of a snapshot of that entry
	 */
	public static long termIn(String fileName, long index) {
		SnapshotName name = SnapshotName.parse(fileName);
		return (name != null && name.index() == index) ? name.term() : -1;
	}

}
