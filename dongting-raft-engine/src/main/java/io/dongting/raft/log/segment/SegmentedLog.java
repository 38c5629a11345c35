package io.dongting.raft.log.segment;

import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.Executor;

import io.dongting.fiber.FiberFuture;
import io.dongting.fiber.FiberGroup;
import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.LogDamagedException;
import io.dongting.raft.log.LogListener;
import io.dongting.raft.log.LogMismatchException;
import io.dongting.raft.log.RaftLog;
import io.dongting.raft.log.StaleReadException;
import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.storage.StorageLane;
import org.jspecify.annotations.Nullable;

/**
 * The log of one group, in segment files. This is the half that lives on the group's
 * dispatcher thread; see the package for the whole.
 */
public final class SegmentedLog implements RaftLog {

	/** A leader reads for each peer that is far behind; more at once is a mistake. */
	private static final int MOST_READS = 1024;

	private final LogConfiguration configuration;

	private final FiberGroup group;

	private final LogListener listener;

	private final StorageLane lane;

	private final SegmentStore store;

	private final TermIndex terms;

	private final TailCache cache;

	private final LogWriter writer;

	private long durableIndex;

	/** The last index in the log's own files; what is behind it stays in memory. */
	private long storedIndex;

	private long undurableBytes;

	private long truncationFloor;

	/** The last entry that need not stay in memory. */
	private long releasedIndex;

	private long writeEpoch;

	private int reads;

	private SegmentedLog(LogConfiguration configuration, RecoveredLog recovered, JournalSeat seat, FiberGroup group,
			Executor io, LogListener listener) {
		this.configuration = configuration;
		this.group = group;
		this.listener = listener;
		this.lane = new StorageLane(group, io);
		this.store = recovered.store();
		this.terms = recovered.terms();
		this.cache = new TailCache(configuration.cacheBytes(), TailCache.RECENT_BYTES);
		this.durableIndex = this.terms.lastIndex();
		this.storedIndex = this.durableIndex;
		this.writeEpoch = recovered.epoch();
		this.writer = new LogWriter(configuration, this.store, seat, this.lane, group, new Completions(),
				this.durableIndex);
	}

	/**
	 * Return whether a directory holds a log. Blocks.
	 * @param fileSystem where
	 * @param directory the directory, which need not exist
	 * @return whether there is a segment
	 * @throws IOException if the directory cannot be read
	 */
	public static boolean exists(FileSystem fileSystem, String directory) throws IOException {
		return LogRecovery.hasSegments(fileSystem, directory);
	}

	/**
	 * Return whose the log in a directory is, as far as its files can be read.
	 * @param fileSystem where
	 * @param directory the directory, which need not exist
	 * @return the replica, {@code null} if there is no log, or no header can be read
	 * @throws io.dongting.raft.log.LogMismatchException if the format is another
	 * @throws IOException if the files cannot be read at all
	 */
	public static @Nullable UUID replicaOf(FileSystem fileSystem, String directory) throws IOException {
		return LogRecovery.replicaOf(fileSystem, directory);
	}

	/**
	 * Begin a log in a directory that holds none. Blocks, so not to be called on a
	 * dispatcher thread; the log is to be used on that of the group. A crash in between
	 * leaves a directory that still {@linkplain #exists holds none}, or an empty log.
	 * @param configuration how, and whose
	 * @param fileSystem where
	 * @param directory the directory, created when missing
	 * @param seat the place of the log in the journal of its node
	 * @param group who owns the log
	 * @param io where blocking work is done
	 * @param listener told of the outcome of writes
	 * @return an empty log
	 * @throws IllegalStateException if there is a log already
	 * @throws IOException if it cannot be written
	 */
	public static SegmentedLog create(LogConfiguration configuration, FileSystem fileSystem, String directory,
			JournalSeat seat, FiberGroup group, Executor io, LogListener listener) throws IOException {
		RecoveredLog recovered = new LogRecovery(fileSystem, directory, configuration).create();
		return new SegmentedLog(configuration, recovered, seat, group, io, listener);
	}

	/**
	 * Open the log of a directory: everything durable is verified, a torn tail is cut,
	 * what is left is made durable again. Blocks as long as reading the whole log takes,
	 * so not to be called on a dispatcher thread; the log is to be used on that of the
	 * group.
	 * @param configuration how, and whose
	 * @param fileSystem where
	 * @param directory the directory
	 * @param seat the place of the log in the journal of its node
	 * @param group who owns the log
	 * @param io where blocking work is done
	 * @param listener told of the outcome of writes
	 * @return the log, all of it durable
	 * @throws LogDamagedException if something durable cannot be read, or there is no
	 * log; nothing was changed
	 * @throws LogMismatchException if the log is of another group, replica or format;
	 * nothing was changed
	 * @throws IOException if it cannot be read, or written
	 */
	public static SegmentedLog open(LogConfiguration configuration, FileSystem fileSystem, String directory,
			JournalSeat seat, FiberGroup group, Executor io, LogListener listener) throws IOException {
		RecoveredLog recovered = new LogRecovery(fileSystem, directory, configuration).open();
		return new SegmentedLog(configuration, recovered, seat, group, io, listener);
	}

	@Override
	public long firstIndex() {
		return this.terms.firstIndex();
	}

	@Override
	public long lastIndex() {
		return this.terms.lastIndex();
	}

	@Override
	public long lastTerm() {
		return this.terms.lastTerm();
	}

	@Override
	public long durableIndex() {
		return this.durableIndex;
	}

	@Override
	public long writeEpoch() {
		return this.writeEpoch;
	}

	@Override
	public long termAt(long index) {
		return this.terms.termAt(index);
	}

	@Override
	public boolean truncating() {
		return this.writer.truncating();
	}

	@Override
	public long undurableBytes() {
		return this.undurableBytes;
	}

	@Override
	public boolean waitingForSpace() {
		return this.writer.waitingForSpace();
	}

	@Override
	public long stalledNanos() {
		return Math.max(this.lane.busyNanos(), this.writer.stalledNanos());
	}

	@Override
	public void append(EntryBatch batch) {
		this.writer.requireWritable();
		if (batch.firstIndex() != lastIndex() + 1 || batch.previousTerm() != lastTerm()) {
			throw new IllegalArgumentException("Not the continuation of entry " + lastIndex() + " of term " + lastTerm()
					+ ": " + batch + " behind term " + batch.previousTerm());
		}
		if (batch.largestEntryBytes() > this.configuration.maxEntryBytes()) {
			throw new IllegalArgumentException("An entry of " + batch.largestEntryBytes() + " bytes among " + batch
					+ " is above the limit of " + this.configuration.maxEntryBytes());
		}
		this.terms.append(batch);
		this.cache.append(batch);
		this.undurableBytes += batch.sizeBytes();
		this.writer.append(batch);
	}

	@Override
	public void truncateFrom(long index) {
		this.writer.requireWritable();
		if (index <= this.truncationFloor || index < firstIndex() || index > lastIndex()) {
			throw new IllegalArgumentException("Entry " + index + " cannot be dropped: the log is " + firstIndex()
					+ ".." + lastIndex() + ", committed up to " + this.truncationFloor);
		}
		this.writeEpoch++;
		this.terms.truncateFrom(index);
		this.cache.truncateFrom(index);
		this.durableIndex = Math.min(this.durableIndex, index - 1);
		this.undurableBytes = this.cache.bytesBehind(this.durableIndex);
		this.releasedIndex = Math.min(this.releasedIndex, index - 1);
		this.writer.truncateFrom(index);
	}

	@Override
	public void beginBehind(long lastIndex, long lastTerm) {
		this.writer.requireWritable();
		requireBeginning(lastIndex);
		begin(lastIndex, lastTerm);
		this.writer.beginBehind(lastIndex, lastTerm);
	}

	/**
	 * As {@link #beginBehind}, durable when it returns. Blocks; to be called before the
	 * log is used on its group.
	 * @param lastIndex the last index that is covered
	 * @param lastTerm its term
	 * @throws IOException if it cannot be written
	 */
	public void openBehind(long lastIndex, long lastTerm) throws IOException {
		requireBeginning(lastIndex);
		this.store.beginBehind(lastIndex, lastTerm, this.writeEpoch + 1);
		begin(lastIndex, lastTerm);
	}

	private void requireBeginning(long lastIndex) {
		if (lastIndex < this.truncationFloor) {
			throw new IllegalArgumentException("A log that is committed up to " + this.truncationFloor
					+ " cannot begin behind entry " + lastIndex);
		}
	}

	private void begin(long lastIndex, long lastTerm) {
		this.writeEpoch++;
		this.terms.beginBehind(lastIndex, lastTerm);
		this.cache.clear();
		this.durableIndex = lastIndex;
		this.undurableBytes = 0;
		this.truncationFloor = lastIndex;
	}

	@Override
	public void deleteBefore(long index) {
		if (index > this.truncationFloor + 1) {
			throw new IllegalArgumentException(
					"Entry " + (index - 1) + " cannot be let go: the log is committed up to " + this.truncationFloor);
		}
		if (index > firstIndex()) {
			this.writer.deleteBefore(index, this::headDeleted);
		}
	}

	private void headDeleted(long firstIndex) {
		this.terms.deleteBefore(firstIndex);
		this.cache.deleteBefore(firstIndex);
	}

	@Override
	public FiberFuture<Long> firstIndexSince(long timestampMillis) {
		this.writer.requireOpen();
		FiberFuture<Long> future = this.group.newFuture("search of the log");
		this.lane.submit(() -> this.store.firstIndexSince(timestampMillis), future::complete,
				future::completeExceptionally);
		return future;
	}

	@Override
	public void raiseTruncationFloor(long index) {
		if (index > lastIndex()) {
			throw new IllegalArgumentException("Entry " + index + " is behind the end " + lastIndex());
		}
		this.truncationFloor = Math.max(this.truncationFloor, index);
	}

	@Override
	public void flush() {
		this.writer.flush();
	}

	@Override
	public @Nullable EntryBatch readCached(long fromIndex, int maxBytes) {
		return this.cache.read(fromIndex, maxBytes);
	}

	@Override
	public void releaseMemory(long index) {
		if (index > this.releasedIndex) {
			this.releasedIndex = Math.min(index, lastIndex());
			evict();
		}
	}

	private void evict() {
		this.cache.evict(Math.min(this.durableIndex, this.storedIndex), this.releasedIndex);
	}

	@Override
	public FiberFuture<EntryBatch> readStored(long fromIndex, int maxBytes) {
		if (fromIndex < firstIndex() || fromIndex > lastIndex()) {
			throw new IllegalArgumentException(
					"Entry " + fromIndex + " is not among " + firstIndex() + ".." + lastIndex());
		}
		this.writer.requireOpen();
		FiberFuture<EntryBatch> future = this.group.newFuture("read of the log");
		@Nullable EntryBatch cached = readCached(fromIndex, maxBytes);
		if (cached != null) {
			future.complete(cached);
			return future;
		}
		if (this.reads == MOST_READS) {
			throw new IllegalStateException("More than " + MOST_READS + " reads of the log at once");
		}
		this.reads++;
		this.lane.submit(() -> this.store.read(fromIndex, maxBytes), (batch) -> {
			this.reads--;
			endRead(batch, future);
		}, (cause) -> {
			this.reads--;
			future.completeExceptionally(cause);
		});
		return future;
	}

	/** By the log matching property a batch is in the log if its last entry is. */
	private void endRead(EntryBatch batch, FiberFuture<EntryBatch> future) {
		if (termAt(batch.lastIndex()) == batch.lastTerm()) {
			future.complete(batch);
		}
		else {
			future.completeExceptionally(new StaleReadException(batch + " were truncated while they were read"));
		}
	}

	/**
	 * Close the files of a log that was opened in vain. Blocks.
	 * @param cause why; gets what goes wrong here added
	 */
	public void closeUnused(Throwable cause) {
		this.writer.leaveUnused();
		try {
			this.store.close();
		}
		catch (IOException ex) {
			cause.addSuppressed(ex);
		}
	}

	@Override
	public void close(Runnable closed) {
		this.writer.close(closed);
	}

	/** What the writer reports. */
	private final class Completions implements WriteCompletion {

		@Override
		public void written(long epoch, long durableIndex) {
			// Of a write from before a truncation nothing is believed (R14, trap P8); the
			// truncation that follows it tells what is durable
			if (epoch != SegmentedLog.this.writeEpoch || durableIndex <= SegmentedLog.this.durableIndex) {
				return;
			}
			SegmentedLog.this.durableIndex = durableIndex;
			SegmentedLog.this.undurableBytes = SegmentedLog.this.cache.bytesBehind(durableIndex);
			evict();
			SegmentedLog.this.listener.durable(durableIndex);
		}

		@Override
		public void stored(long storedIndex) {
			SegmentedLog.this.storedIndex = storedIndex;
			evict();
		}

		@Override
		public void truncated() {
			SegmentedLog.this.listener.truncated();
		}

		@Override
		public long epoch() {
			return SegmentedLog.this.writeEpoch;
		}

		@Override
		public void failed(Throwable cause) {
			SegmentedLog.this.listener.failed(cause);
		}

	}

}
