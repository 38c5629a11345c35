package io.dongting.raft.log.journal;

import java.io.IOException;

import io.dongting.raft.log.EntryBatch;

/**
 * Takes the records of one log in the order in which they were written.
 */
@FunctionalInterface
public interface RecordConsumer {

	/**
	 * Take the next record.
	 * @param epoch its write epoch
	 * @param batch its entries, verified
	 * @throws IOException if it cannot be taken
	 */
	void accept(long epoch, EntryBatch batch) throws IOException;

}
