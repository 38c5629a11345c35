package io.dongting.raft.log;

import io.dongting.fiber.FiberFuture;
import org.jspecify.annotations.Nullable;

/**
 * The log of one group. Called only on the dispatcher thread of that group; nothing here
 * blocks.
 *
 * <p>
 * Entries are in the log as soon as they are appended, and durable some time after
 * {@link #flush()}. After a failure ({@link LogListener#failed}) the log can still be
 * read, but {@link #append} and {@link #truncateFrom} throw {@link LogFailedException}
 * and the durable index no longer moves.
 */
public interface RaftLog {

	/**
	 * Return the first index that is kept.
	 * @return the index, {@code lastIndex() + 1} when the log is empty
	 */
	long firstIndex();

	/**
	 * Return the last appended index, durable or not.
	 * @return the index, 0 for a log that never held an entry
	 */
	long lastIndex();

	/**
	 * Return the term of {@link #lastIndex()}.
	 * @return the term, 0 for a log that never held an entry
	 */
	long lastTerm();

	/**
	 * Return up to where the log survives a power cut. Only grows within a
	 * {@linkplain #writeEpoch() write epoch}.
	 * @return the index
	 */
	long durableIndex();

	/**
	 * Return a number that grows with every truncation and every new beginning, so that a
	 * completion from before one can be told (R14).
	 * @return the epoch
	 */
	long writeEpoch();

	/**
	 * Return the term of an entry, without touching the disk.
	 * @param index any index
	 * @return the term, also of the entry before the first; 0 for index 0 where the log
	 * begins with entry 1; -1 when it is not known: not kept any more, or behind the end
	 */
	long termAt(long index);

	/**
	 * Return whether a truncation or a new beginning is not durable yet. Votes wait for
	 * it (R5).
	 * @return {@code true} while one is under way
	 */
	boolean truncating();

	/**
	 * Return how much was appended and is not durable yet, for the flow control of the
	 * caller: the log itself refuses nothing for its size.
	 * @return the size in bytes
	 */
	long undurableBytes();

	/**
	 * Return whether a write met a full disk and waits for space (R29). What was appended
	 * stays in memory meanwhile and can be read.
	 * @return {@code true} while it waits
	 */
	boolean waitingForSpace();

	/**
	 * Return for how long the disk has not done what it was asked to: because it is busy
	 * with one piece of work, be it a read or a write, or because it is full.
	 * @return nanoseconds, 0 while nothing is asked of the disk
	 */
	long stalledNanos();

	/**
	 * Append entries. They stay in memory until {@link #flush()}.
	 * @param batch must continue the log: its first index and the term before it
	 * @throws IllegalArgumentException if it does not, or if an entry is larger than the
	 * log was configured for; nothing has changed then
	 * @throws LogFailedException if the log has failed
	 */
	void append(EntryBatch batch);

	/**
	 * Drop an entry and all behind it: at once in memory, and on disk before anything
	 * that is appended later is written. The durable index goes back where it must.
	 * @param index the first index to drop
	 * @throws IllegalArgumentException if that is not in the log, or not above the
	 * {@linkplain #raiseTruncationFloor floor}; nothing has changed then
	 * @throws LogFailedException if the log has failed
	 */
	void truncateFrom(long index);

	/**
	 * Drop all entries and begin anew behind one that a durable snapshot covers. On disk
	 * a little later, before anything that is appended from now on: until then the
	 * snapshot stands for it.
	 * @param lastIndex the index of the last entry that is covered, durable from now on
	 * @param lastTerm its term
	 * @throws IllegalArgumentException if it lies below the
	 * {@linkplain #raiseTruncationFloor floor}; nothing has changed then
	 * @throws LogFailedException if the log has failed
	 */
	void beginBehind(long lastIndex, long lastTerm);

	/**
	 * Let go of entries that nobody needs any more, as far as whole files hold nothing
	 * else. {@link #firstIndex()} moves when they are gone from the disk.
	 * @param index the first index to keep
	 * @throws IllegalArgumentException if entries above the
	 * {@linkplain #raiseTruncationFloor floor} would be let go
	 */
	void deleteBefore(long index);

	/**
	 * Find out, roughly, which entries are older than a time. The future fails as that of
	 * {@link #readStored}.
	 * @param timestampMillis the time, in milliseconds since the epoch
	 * @return an index of the log, some time later on the group: all entries before it
	 * are not later than that time
	 */
	FiberFuture<Long> firstIndexSince(long timestampMillis);

	/**
	 * Forbid truncation of an entry and all before it, because they are committed.
	 * @param index an index of the log; one below the present floor changes nothing
	 */
	void raiseTruncationFloor(long index);

	/**
	 * Hand all that gathered to the disk, unless a write is under way: then it goes by
	 * itself when that one ends, as one write and one sync however much it is. To be
	 * called at the end of a round. Does nothing after a failure.
	 */
	void flush();

	/**
	 * Read from the tail cache.
	 * @param fromIndex the first index wanted
	 * @param maxBytes the size in bytes wanted at most, though there is at least one
	 * entry
	 * @return the entries, or {@code null} when they are not in memory
	 */
	@Nullable EntryBatch readCached(long fromIndex, int maxBytes);

	/**
	 * Keep little of some entries in memory from when they are durable: whoever wants
	 * them after all reads them from disk. What is kept in memory without need outlives
	 * the young generation of the heap and is copied around by the collector.
	 * @param index the last of these entries
	 */
	void releaseMemory(long index);

	/**
	 * Read from disk, verifying every entry. The future fails with a
	 * {@link StaleReadException} when the entries were truncated meanwhile, with a
	 * {@link LogDamagedException} when they are damaged, and with an
	 * {@link java.io.IOException} when they cannot be read; none of these fails the log.
	 * @param fromIndex the first index wanted, from {@link #firstIndex()} to
	 * {@link #lastIndex()}
	 * @param maxBytes the size in bytes wanted at most, though there is at least one
	 * entry
	 * @return the entries, some time later on the group; they are in the log when the
	 * read ends, but those who wait for it are told later, when a truncation may have
	 * come in between
	 */
	FiberFuture<EntryBatch> readStored(long fromIndex, int maxBytes);

	/**
	 * Write what gathered, unless that is impossible, and close the files. Nothing may be
	 * called afterwards; reads under way end before.
	 * @param closed runs once on the group, in any case
	 */
	void close(Runnable closed);

}
