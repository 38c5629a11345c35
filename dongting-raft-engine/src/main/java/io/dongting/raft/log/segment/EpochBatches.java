package io.dongting.raft.log.segment;

import java.util.ArrayList;
import java.util.List;

import io.dongting.raft.log.EntryBatch;

/**
 * Entries that are written to the files of a log as one.
 *
 * @param epoch the write epoch they belong to (R14)
 * @param batches consecutive entries
 */
record EpochBatches(long epoch, List<EntryBatch> batches) {

	/**
	 * Add entries to those that are written before them, with which they are one write if
	 * the epoch is the same.
	 * @param writes what is written before, in order
	 * @param epoch the write epoch
	 * @param batches the entries that follow
	 */
	static void add(List<EpochBatches> writes, long epoch, List<EntryBatch> batches) {
		if (writes.isEmpty() || writes.get(writes.size() - 1).epoch() != epoch) {
			writes.add(new EpochBatches(epoch, new ArrayList<>()));
		}
		writes.get(writes.size() - 1).batches().addAll(batches);
	}

}
