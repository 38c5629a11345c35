package io.dongting.simulation.invariant;

import java.io.IOException;
import java.nio.ByteBuffer;

import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.EntryCursor;
import io.dongting.raft.log.journal.JournalRecords;
import io.dongting.raft.log.journal.JournaledLog;
import io.dongting.raft.log.segment.SegmentInspection;
import io.dongting.raft.log.vote.VoteState;
import io.dongting.raft.log.vote.VoteStore;
import io.dongting.simulation.SimulatedFileSystem;
import org.jspecify.annotations.Nullable;

/**
 * What the journal of a node would bring to the log of one replica if the power went now
 * and took all that was not synced.
 */
final class JournaledEntries {

	private final SimulatedFileSystem disk;

	private final String directory;

	JournaledEntries(SimulatedFileSystem disk, String group) {
		this.disk = disk;
		this.directory = "groups/" + group;
	}

	/**
	 * Return the term of an entry. Reads the whole journal.
	 * @param index the index of the entry
	 * @return the term, -1 if the journal does not have it, or only in an epoch that does
	 * not count any more
	 */
	long termAt(long index) throws IOException {
		@Nullable ByteBuffer vote = this.disk.survivingView(this.directory + "/vote");
		@Nullable VoteState votes = (vote != null) ? VoteStore.stateIn(vote) : null;
		if (votes == null) {
			return -1;
		}
		JournalRecords records = JournalRecords.read(new SurvivingFiles(this.disk), "journal");
		Search search = new Search(index, SegmentInspection.newestEpoch(new SurvivingFiles(this.disk), logDirectory()));
		for (JournaledLog log : records.logs()) {
			if (log.replicaUuid().equals(votes.replicaUuid())) {
				records.replay(log, search::look);
			}
		}
		return search.term;
	}

	private String logDirectory() {
		return this.directory + "/log";
	}

	/** Finds the last record of an entry. */
	private static final class Search {

		private final long index;

		private final long oldestEpoch;

		private long term = -1;

		Search(long index, long oldestEpoch) {
			this.index = index;
			this.oldestEpoch = oldestEpoch;
		}

		void look(long epoch, EntryBatch batch) {
			if (epoch >= this.oldestEpoch && batch.firstIndex() <= this.index && batch.lastIndex() >= this.index) {
				EntryCursor cursor = batch.from(this.index).cursor();
				cursor.next();
				this.term = cursor.term();
			}
		}

	}

}
