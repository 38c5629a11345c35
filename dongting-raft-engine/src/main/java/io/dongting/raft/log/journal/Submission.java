package io.dongting.raft.log.journal;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

import io.dongting.raft.log.EntryBatch;

/**
 * What one log wants to be written.
 *
 * @param seat the place of the log
 * @param batches consecutive entries, at least one
 * @param entryBytes their size
 * @param epoch the write epoch
 * @param written gets the number of the write
 * @param failed gets the reason
 */
record Submission(Seat seat, List<EntryBatch> batches, int entryBytes, long epoch, LongConsumer written,
		Consumer<Throwable> failed) {

	long firstIndex() {
		return this.batches.get(0).firstIndex();
	}

	long lastIndex() {
		return this.batches.get(this.batches.size() - 1).lastIndex();
	}

	void tellWritten(long number) {
		this.seat.tell(() -> this.written.accept(number));
	}

	void tellFailed(Throwable cause) {
		this.seat.tell(() -> this.failed.accept(cause));
	}

}
