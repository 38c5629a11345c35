package io.dongting.simulation.invariant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;

import io.dongting.raft.log.segment.SegmentInspection;
import io.dongting.raft.snapshot.SnapshotInspection;
import io.dongting.simulation.SimulatedFileSystem;
import org.jspecify.annotations.Nullable;

/**
 * The log of one replica as its disk would show it if the power went now and took all
 * that was not synced, whatever the replica believes.
 */
final class DurableLog {

	private final SimulatedFileSystem disk;

	private final String directory;

	private final String snapshots;

	private final JournaledEntries journal;

	DurableLog(SimulatedFileSystem disk, String group) {
		this.disk = disk;
		this.directory = "groups/" + group + "/log";
		this.snapshots = "groups/" + group + "/snapshots";
		this.journal = new JournaledEntries(disk, group);
	}

	/**
	 * Return whether an entry is there: in the log, in the journal of the node, or as the
	 * last that a snapshot stands for, of which a log with another entry in its place
	 * takes nothing away. Reads a segment up to the entry, or the journal.
	 * @param index its index
	 * @param term its term
	 * @return whether it is
	 */
	boolean holds(long index, long term) {
		try {
			return storedTermAt(index) == term || coveredTermAt(index) == term || this.journal.termAt(index) == term;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The entry is in the last segment that does not begin behind it, or in none. */
	private long storedTermAt(long index) throws IOException {
		List<String> names = this.disk.list(this.directory);
		for (int i = names.size() - 1; i >= 0; i--) {
			if (SegmentInspection.mayHold(names.get(i), index)) {
				@Nullable ByteBuffer content = this.disk.survivingView(this.directory + "/" + names.get(i));
				if (content != null) {
					return SegmentInspection.termIn(content, index);
				}
			}
		}
		return -1;
	}

	private long coveredTermAt(long index) throws IOException {
		if (this.disk.exists(this.snapshots)) {
			for (String name : this.disk.list(this.snapshots)) {
				long term = SnapshotInspection.termIn(name, index);
				if (term != -1 && this.disk.survivingView(this.snapshots + "/" + name) != null) {
					return term;
				}
			}
		}
		return -1;
	}

}
