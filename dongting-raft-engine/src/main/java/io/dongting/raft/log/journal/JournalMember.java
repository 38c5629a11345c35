package io.dongting.raft.log.journal;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

import io.dongting.raft.log.EntryBatch;

/**
 * The journal as one log sees it. Used on the dispatcher thread of its group.
 */
public interface JournalMember {

	/**
	 * Return the size of entries above which they are to be written to the log's own
	 * files.
	 * @return the size in bytes
	 */
	int largestWriteBytes();

	/**
	 * Make entries durable. One write of a log is under way at a time. One of the
	 * callbacks is called, on the dispatcher thread of the group and never inside this
	 * call, unless the group has stopped.
	 * @param batches consecutive entries, at least one, together no larger than
	 * {@link #largestWriteBytes()}
	 * @param epoch the write epoch
	 * @param written gets the number of the write, larger than that of any before
	 * @param failed gets the reason. Only after a
	 * {@link io.dongting.raft.storage.NoSpaceException} may it be tried again (R29),
	 * otherwise the journal takes no more until a restart (R26). In any case the entries
	 * may be read back after a crash
	 */
	void append(List<EntryBatch> batches, long epoch, LongConsumer written, Consumer<Throwable> failed);

	/**
	 * Say that all writes up to a number are durable in the log's own files, or not
	 * wanted any more.
	 * @param number the number
	 */
	void settled(long number);

	/**
	 * Say that the log will settle nothing any more, be it that its files have failed.
	 * What it has here is kept for the next start, and nobody waits for it.
	 */
	void stop();

	/** Say that the log is closed or gone and nothing of it is needed. */
	void leave();

}
