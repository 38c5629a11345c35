package io.dongting.raft.log.segment;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

import io.dongting.fiber.FiberGroup;
import io.dongting.fiber.TimerHandle;
import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.LogFailedException;
import io.dongting.raft.storage.NoSpaceException;
import io.dongting.raft.storage.StorageLane;
import org.jspecify.annotations.Nullable;

/**
 * Brings what was appended and truncated to the disk, in order, one write at a time: what
 * gathers while one is under way goes with the next, so that one sync serves all of it.
 * On the dispatcher thread of the group.
 *
 * <p>
 * A new beginning behind a snapshot is written before anything else, then a truncation
 * that concerns the disk, or comes while a write is under way; then what was appended
 * after it. The head is let go between the writes. When a write meets a full disk, its
 * entries come back to the front of what gathered and are tried again later (R29). Any
 * other error ends all writing (R26).
 */
final class LogWriter {

	private static final long NONE = -1;

	private final LogConfiguration configuration;

	private final SegmentStore store;

	private final StorageLane lane;

	private final FiberGroup group;

	private final WriteCompletion completion;

	/** Appended and in no write yet, without gaps, ends where the log ends. */
	private final ArrayDeque<EntryBatch> gathered = new ArrayDeque<>();

	/** What the write under way consists of; empty for one without entries. */
	private List<EntryBatch> inFlight = List.of();

	private boolean writing;

	/** The last entry to keep of a truncation that is to be written, or is under way. */
	private long truncateTo = NONE;

	private long truncatingTo = NONE;

	/** Where the log is to begin anew, or is just beginning. */
	private @Nullable Beginning beginning;

	private @Nullable Beginning beginningNow;

	/** The last index that may be on disk. */
	private long handedIndex;

	private boolean waitingForSpace;

	/** Since when every write has met a full disk. */
	private long fullSinceNanos = NONE;

	private boolean preparing;

	private boolean deleting;

	/** The first entry to keep. */
	private long wantedFirst;

	private @Nullable TimerHandle statementTimer;

	private @Nullable Throwable failure;

	private @Nullable Runnable closed;

	LogWriter(LogConfiguration configuration, SegmentStore store, StorageLane lane, FiberGroup group,
			WriteCompletion completion, long storedIndex) {
		this.configuration = configuration;
		this.store = store;
		this.lane = lane;
		this.group = group;
		this.completion = completion;
		this.handedIndex = storedIndex;
	}

	void requireWritable() {
		requireOpen();
		Throwable cause = this.failure;
		if (cause != null) {
			throw new LogFailedException("The log failed and takes no more writes until a restart", cause);
		}
	}

	void requireOpen() {
		if (this.closed != null) {
			throw new IllegalStateException("The log is closed");
		}
	}

	boolean truncating() {
		return this.truncateTo != NONE || this.truncatingTo != NONE || this.beginning != null
				|| this.beginningNow != null;
	}

	boolean waitingForSpace() {
		return this.fullSinceNanos != NONE;
	}

	/** Return for how long every write has met a full disk, 0 if the last did not. */
	long fullNanos() {
		return (this.fullSinceNanos == NONE) ? 0 : this.group.clock().nanoTime() - this.fullSinceNanos;
	}

	void append(EntryBatch batch) {
		this.gathered.add(batch);
	}

	void truncateFrom(long index) {
		dropGathered(index);
		if (this.writing || index <= this.handedIndex) {
			this.truncateTo = (this.truncateTo == NONE) ? index - 1 : Math.min(this.truncateTo, index - 1);
		}
	}

	/** Begin the log anew: whatever was to be written is not wanted any more. */
	void beginBehind(long lastIndex, long lastTerm) {
		this.gathered.clear();
		this.inFlight = List.of();
		this.truncateTo = NONE;
		this.truncatingTo = NONE;
		this.handedIndex = lastIndex;
		this.beginning = new Beginning(lastIndex, lastTerm);
	}

	private void dropGathered(long index) {
		@Nullable EntryBatch last = this.gathered.peekLast();
		while (last != null && last.lastIndex() >= index) {
			this.gathered.removeLast();
			if (last.firstIndex() < index) {
				this.gathered.addLast(last.upTo(index - 1));
			}
			last = this.gathered.peekLast();
		}
	}

	/** Write what gathered, if no write is under way and none has failed. */
	void flush(long epoch) {
		if (this.writing || this.waitingForSpace || this.failure != null) {
			return;
		}
		if (this.beginning != null) {
			writeBeginning(epoch, this.beginning);
		}
		else if (this.truncateTo != NONE) {
			writeTruncation(epoch);
		}
		else if (!this.gathered.isEmpty()) {
			writeEntries(epoch);
		}
	}

	private void writeBeginning(long epoch, Beginning next) {
		this.beginning = null;
		this.beginningNow = next;
		submit(epoch, () -> this.store.beginBehind(next.lastIndex(), next.lastTerm(), epoch));
	}

	private void writeTruncation(long epoch) {
		long lastKept = this.truncateTo;
		this.truncateTo = NONE;
		this.truncatingTo = lastKept;
		this.handedIndex = Math.min(this.handedIndex, lastKept);
		submit(epoch, () -> this.store.truncate(lastKept, epoch));
	}

	private void writeEntries(long epoch) {
		List<EntryBatch> batches = new ArrayList<>(this.gathered);
		this.gathered.clear();
		this.inFlight = batches;
		this.handedIndex = batches.get(batches.size() - 1).lastIndex();
		submit(epoch, () -> this.store.append(batches, epoch));
	}

	private void submit(long epoch, StoreCall call) {
		this.writing = true;
		this.lane.submit(() -> {
			call.run();
			return new Stored(this.store.end().lastIndex(), this.store.wantsSpare());
		}, (stored) -> written(epoch, stored), this::writeFailed);
	}

	private void written(long epoch, Stored stored) {
		if (this.failure != null) {
			this.writing = false;
			closeWhenDone();
			return;
		}
		boolean truncated = this.truncatingTo != NONE || this.beginningNow != null;
		this.writing = false;
		this.inFlight = List.of();
		this.truncatingTo = NONE;
		this.fullSinceNanos = NONE;
		this.beginningNow = null;
		if (stored.wantsSpare()) {
			prepareSpare();
		}
		armStatement();
		this.completion.written(epoch, stored.lastIndex());
		if (truncated && !truncating()) {
			this.completion.truncated();
		}
		proceed();
	}

	private void proceed() {
		flush(this.completion.epoch());
		closeWhenDone();
	}

	private void writeFailed(Throwable cause) {
		this.writing = false;
		if (!(cause instanceof NoSpaceException)) {
			fail(cause);
			closeWhenDone();
			return;
		}
		if (this.beginning == null) {
			this.beginning = this.beginningNow;
		}
		this.beginningNow = null;
		if (this.truncatingTo != NONE) {
			this.truncateTo = (this.truncateTo == NONE) ? this.truncatingTo
					: Math.min(this.truncateTo, this.truncatingTo);
			this.truncatingTo = NONE;
		}
		takeBack();
		this.waitingForSpace = true;
		if (this.fullSinceNanos == NONE) {
			this.fullSinceNanos = this.group.clock().nanoTime();
		}
		this.group.schedule(this.configuration.spaceRetryInterval().toNanos(), this::retry);
		closeWhenDone();
	}

	/** Put the entries of a write back, without those that were truncated meanwhile. */
	private void takeBack() {
		List<EntryBatch> batches = this.inFlight;
		this.inFlight = List.of();
		for (int i = batches.size() - 1; i >= 0; i--) {
			EntryBatch batch = batches.get(i);
			if (this.truncateTo == NONE || batch.lastIndex() <= this.truncateTo) {
				this.gathered.addFirst(batch);
			}
			else if (batch.firstIndex() <= this.truncateTo) {
				this.gathered.addFirst(batch.upTo(this.truncateTo));
			}
		}
	}

	private void retry() {
		this.waitingForSpace = false;
		if (this.closed == null) {
			proceed();
		}
	}

	private void fail(Throwable cause) {
		if (this.failure == null) {
			this.failure = cause;
			this.completion.failed(cause);
		}
	}

	/** The next segment is made ready between the writes. */
	private void prepareSpare() {
		if (this.preparing || this.closed != null || this.failure != null) {
			return;
		}
		this.preparing = true;
		this.lane.submit(() -> {
			this.store.prepareSpare();
			return this.store.wantsSpare();
		}, (wantsMore) -> {
			this.preparing = false;
			if (wantsMore) {
				prepareSpare();
			}
		}, (cause) -> {
			this.preparing = false;
			// A full disk is met again, and waited for, when the space is needed
			if (!(cause instanceof NoSpaceException)) {
				fail(cause);
			}
		});
	}

	/**
	 * Delete what nobody needs of the head, one piece of work at a time.
	 * @param index the first entry to keep
	 * @param deleted told the first index that is kept, when it is on disk
	 */
	void deleteBefore(long index, LongConsumer deleted) {
		this.wantedFirst = Math.max(this.wantedFirst, index);
		if (this.deleting || this.closed != null || this.failure != null) {
			return;
		}
		this.deleting = true;
		long epoch = this.completion.epoch();
		long wanted = this.wantedFirst;
		this.lane.submit(() -> this.store.deleteBefore(wanted, epoch), (firstIndex) -> {
			this.deleting = false;
			deleted.accept(firstIndex);
			if (this.wantedFirst > wanted) {
				deleteBefore(this.wantedFirst, deleted);
			}
		}, (cause) -> {
			this.deleting = false;
			// A full disk has no room to say so either; the head is let go another time
			if (!(cause instanceof NoSpaceException)) {
				fail(cause);
			}
		});
	}

	private void armStatement() {
		if (this.statementTimer == null && this.closed == null) {
			this.statementTimer = this.group.schedule(this.configuration.statementDelay().toNanos(),
					this::writeStatement);
		}
	}

	/** Say on disk what is durable, unless a write under way says so anyhow (R27). */
	private void writeStatement() {
		this.statementTimer = null;
		boolean failed = this.failure != null || this.closed != null;
		// What is still to be dropped would be stated and acknowledged as what replaces
		// it
		boolean dropping = this.truncateTo != NONE || this.beginning != null;
		if (this.writing || this.waitingForSpace || dropping || failed) {
			return;
		}
		long epoch = this.completion.epoch();
		this.writing = true;
		this.lane.submit(() -> {
			this.store.stateDurable(epoch);
			return this.store.end().lastIndex();
		}, (stored) -> {
			this.writing = false;
			if (this.failure == null) {
				this.completion.written(epoch, stored);
			}
			proceed();
		}, this::notStated);
	}

	/** Nothing waits for a statement that finds no room: it is made another time. */
	private void notStated(Throwable cause) {
		this.writing = false;
		if (!(cause instanceof NoSpaceException)) {
			fail(cause);
		}
		armStatement();
		proceed();
	}

	/**
	 * Write what gathered, unless that is impossible, and close the files.
	 */
	void close(long epoch, Runnable whenClosed) {
		requireOpen();
		this.closed = whenClosed;
		TimerHandle timer = this.statementTimer;
		if (timer != null) {
			timer.cancel();
		}
		flush(epoch);
		closeWhenDone();
	}

	private void closeWhenDone() {
		Runnable whenClosed = this.closed;
		if (whenClosed == null || this.writing) {
			return;
		}
		boolean stateDurable = this.failure == null && !this.waitingForSpace && this.truncateTo == NONE
				&& this.beginning == null;
		long epoch = this.completion.epoch();
		this.writing = true;
		this.lane.submit(() -> {
			try (SegmentStore closing = this.store) {
				if (stateDurable) {
					closing.stateDurable(epoch);
				}
			}
			return true;
		}, (done) -> whenClosed.run(), (cause) -> {
			try {
				fail(cause);
			}
			finally {
				whenClosed.run();
			}
		});
	}

	@FunctionalInterface
	private interface StoreCall {

		void run() throws IOException;

	}

	/**
	 * Where a log begins that has no entries.
	 *
	 * @param lastIndex the index before its first
	 * @param lastTerm the term of that
	 */
	private record Beginning(long lastIndex, long lastTerm) {

	}

	private record Stored(long lastIndex, boolean wantsSpare) {

	}

}
