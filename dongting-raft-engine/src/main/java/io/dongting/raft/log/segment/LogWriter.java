package io.dongting.raft.log.segment;

import java.io.IOException;
import java.util.List;
import java.util.function.LongConsumer;

import io.dongting.fiber.FiberGroup;
import io.dongting.fiber.TimerHandle;
import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.segment.PendingDrop.Beginning;
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

	private final LogConfiguration configuration;

	private final SegmentStore store;

	private final StorageLane lane;

	private final FiberGroup group;

	private final WriteCompletion completion;

	private final LogLife life;

	private final SpaceWait space;

	private final SparePreparation spare;

	private final HeadDeletion head;

	private final GatheredEntries gathered = new GatheredEntries();

	private final PendingDrop drop = new PendingDrop();

	/** What the write under way consists of; empty for one without entries. */
	private List<EntryBatch> inFlight = List.of();

	private boolean writing;

	/** The last index that may be on disk. */
	private long handedIndex;

	private @Nullable TimerHandle statementTimer;

	LogWriter(LogConfiguration configuration, SegmentStore store, StorageLane lane, FiberGroup group,
			WriteCompletion completion, long storedIndex) {
		this.configuration = configuration;
		this.store = store;
		this.lane = lane;
		this.group = group;
		this.completion = completion;
		this.life = new LogLife(completion::failed);
		this.space = new SpaceWait(group, configuration.spaceRetryInterval());
		this.spare = new SparePreparation(store, lane, this.life);
		this.head = new HeadDeletion(store, lane, this.life);
		this.handedIndex = storedIndex;
	}

	void requireWritable() {
		this.life.requireWritable();
	}

	void requireOpen() {
		this.life.requireOpen();
	}

	boolean truncating() {
		return this.drop.isOpen();
	}

	boolean waitingForSpace() {
		return this.space.isFull();
	}

	/** Return for how long every write has met a full disk, 0 if the last did not. */
	long fullNanos() {
		return this.space.fullNanos();
	}

	void append(EntryBatch batch) {
		this.gathered.add(batch);
	}

	void truncateFrom(long index) {
		this.gathered.dropFrom(index);
		if (this.writing || index <= this.handedIndex) {
			this.drop.truncateTo(index - 1);
		}
	}

	/** Begin the log anew: whatever was to be written is not wanted any more. */
	void beginBehind(long lastIndex, long lastTerm) {
		this.gathered.clear();
		this.inFlight = List.of();
		this.handedIndex = lastIndex;
		this.drop.beginBehind(lastIndex, lastTerm);
	}

	/** Delete what is before an entry, see {@link HeadDeletion#deleteBefore}. */
	void deleteBefore(long index, LongConsumer deleted) {
		this.head.deleteBefore(index, deleted);
	}

	/** Write what gathered, if no write is under way and none has failed. */
	void flush(long epoch) {
		if (this.writing || this.space.isPausing() || this.life.hasFailed()) {
			return;
		}
		if (this.drop.isWanted()) {
			writeDrop(epoch);
		}
		else if (!this.gathered.isEmpty()) {
			writeEntries(epoch);
		}
	}

	private void writeDrop(long epoch) {
		@Nullable Beginning beginning = this.drop.takeBeginning();
		if (beginning != null) {
			submit(epoch, () -> this.store.beginBehind(beginning.lastIndex(), beginning.lastTerm(), epoch));
			return;
		}
		long lastKept = this.drop.takeTruncation();
		this.handedIndex = Math.min(this.handedIndex, lastKept);
		submit(epoch, () -> this.store.truncate(lastKept, epoch));
	}

	private void writeEntries(long epoch) {
		List<EntryBatch> batches = this.gathered.takeAll();
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
		this.writing = false;
		if (this.life.hasFailed()) {
			closeWhenDone();
			return;
		}
		boolean dropped = this.drop.isUnderWay();
		this.inFlight = List.of();
		this.drop.written();
		this.space.found();
		if (stored.wantsSpare()) {
			this.spare.start();
		}
		armStatement();
		this.completion.written(epoch, stored.lastIndex());
		if (dropped && !truncating()) {
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
			this.life.fail(cause);
			closeWhenDone();
			return;
		}
		this.drop.putBack();
		this.gathered.putBack(this.inFlight, this.drop.lastKept());
		this.inFlight = List.of();
		this.space.begin(this::retry);
		closeWhenDone();
	}

	private void retry() {
		if (!this.life.isClosed()) {
			proceed();
		}
	}

	private void armStatement() {
		if (this.statementTimer == null && !this.life.isClosed()) {
			this.statementTimer = this.group.schedule(this.configuration.statementDelay().toNanos(),
					this::writeStatement);
		}
	}

	/** Say on disk what is durable, unless a write under way says so anyhow (R27). */
	private void writeStatement() {
		this.statementTimer = null;
		// What is still to be dropped would be stated and acknowledged as what replaces
		// it
		if (this.writing || this.space.isPausing() || this.drop.isWanted() || !this.life.isWritable()) {
			return;
		}
		long epoch = this.completion.epoch();
		this.writing = true;
		this.lane.submit(() -> {
			this.store.stateDurable();
			return this.store.end().lastIndex();
		}, (stored) -> {
			this.writing = false;
			if (!this.life.hasFailed()) {
				this.completion.written(epoch, stored);
			}
			proceed();
		}, this::notStated);
	}

	/** Nothing waits for a statement that finds no room: it is made another time. */
	private void notStated(Throwable cause) {
		this.writing = false;
		if (!(cause instanceof NoSpaceException)) {
			this.life.fail(cause);
		}
		armStatement();
		proceed();
	}

	/**
	 * Write what gathered, unless that is impossible, and close the files.
	 */
	void close(long epoch, Runnable whenClosed) {
		this.life.close(whenClosed);
		TimerHandle timer = this.statementTimer;
		if (timer != null) {
			timer.cancel();
		}
		flush(epoch);
		closeWhenDone();
	}

	private void closeWhenDone() {
		@Nullable Runnable whenClosed = this.life.whenClosed();
		if (whenClosed == null || this.writing) {
			return;
		}
		boolean stateDurable = !this.life.hasFailed() && !this.space.isPausing() && !this.drop.isWanted();
		this.writing = true;
		this.lane.submit(() -> {
			try (SegmentStore closing = this.store) {
				if (stateDurable) {
					closing.stateDurable();
				}
			}
			return true;
		}, (done) -> whenClosed.run(), (cause) -> {
			try {
				this.life.fail(cause);
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

	private record Stored(long lastIndex, boolean wantsSpare) {

	}

}
