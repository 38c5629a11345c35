package io.dongting.raft.log.segment;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.journal.JournalMember;

/**
 * Where there is no journal: no write is small enough for it, so that each goes straight
 * to the files of the log.
 */
final class NoJournal implements JournalMember {

	@Override
	public int largestWriteBytes() {
		return 0;
	}

	@Override
	public void append(List<EntryBatch> batches, long epoch, LongConsumer written, Consumer<Throwable> failed) {
		throw new IllegalStateException("There is no journal to write " + batches + " to");
	}

	@Override
	public void settled(long number) {
		// nothing waits for it
	}

	@Override
	public void stop() {
		// nothing is kept
	}

	@Override
	public void leave() {
		// nothing is kept
	}

}
