package io.dongting.raft.log.segment;

import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

import io.dongting.fiber.FiberGroup;
import io.dongting.fiber.TimerHandle;
import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.segment.PendingDrop.Beginning;
import io.dongting.raft.log.segment.StoreJobs.Job;
import io.dongting.raft.log.segment.StoreJobs.Stored;
import io.dongting.raft.storage.NoSpaceException;
import io.dongting.raft.storage.StorageLane;
import org.jspecify.annotations.Nullable;

/**
 * Brings what was appended and truncated to the disk, in order: what gathers while a
 * write is under way goes with the next, so that one sync serves all of it. On the
 * dispatcher thread of the group.
 *
 * <p>
 * A small write goes to the journal of the node and is durable there. Later, when there
 * is enough of it, or nothing more comes, or the journal wants its space back, it is
 * settled: written to the log's own files. A large write goes to those at once, together
 * with all that is unsettled before it. What is written to the own files is one write at
 * a time; a settling and a write to the journal go on beside each other.
 *
 * <p>
 * A new beginning behind a snapshot is written before anything else, then a truncation
 * that concerns the disk, or comes while a write is under way; then what was appended
 * after it. A truncation settles first what it leaves, in the epoch it has, so that the
 * new epoch makes the journal's records of the group obsolete at once. The head is let go
 * between the writes.
 *
 * <p>
 * When a write meets a full disk, its entries come back to the front of what gathered and
 * are tried again later (R29); what the journal holds stays there. Any other error ends
 * all writing (R26).
 */
final class LogWriter {

	/** The journal may wait for a log that has failed, and so for ever (trap G). */
	private static final Duration JOURNAL_PATIENCE = Duration.ofSeconds(2);

	private final LogConfiguration configuration;

	private final StoreJobs files;

	private final FiberGroup group;

	private final WriteCompletion completion;

	private final LogLife life;

	private final SpaceWait space;

	private final SparePreparation spare;

	private final HeadDeletion head;

	private final GatheredEntries gathered = new GatheredEntries();

	private final PendingDrop drop = new PendingDrop();

	private final UnsettledWrites unsettled;

	/** What was gathered and is being written to the log's own files. */
	private List<EntryBatch> inFlight = List.of();

	/** The last index that may be on disk. */
	private long handedIndex;

	private @Nullable TimerHandle statementTimer;

	/** How many writes to the journal had been begun when the timer was set. */
	private long begunAtTimer;

	/** The journal is not waited for any more. */
	private boolean impatient;

	LogWriter(LogConfiguration configuration, SegmentStore store, JournalSeat seat, StorageLane lane, FiberGroup group,
			WriteCompletion completion, long storedIndex) {
		this.configuration = configuration;
		this.files = new StoreJobs(store, lane);
		this.group = group;
		this.completion = completion;
		this.unsettled = new UnsettledWrites(seat.take(this::settleSoon), group, configuration.settlingBytes());
		this.life = new LogLife(this::failed);
		this.space = new SpaceWait(group, configuration.spaceRetryInterval());
		this.spare = new SparePreparation(store, lane, this.life);
		this.head = new HeadDeletion(store, lane, this.life);
		this.handedIndex = storedIndex;
	}

	private void failed(Throwable cause) {
		this.unsettled.stop();
		this.completion.failed(cause);
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

	/**
	 * Return for how long every write has met a full disk, or the journal has not done
	 * the one it was given and is waited for; 0 if neither is so.
	 */
	long stalledNanos() {
		return Math.max(this.space.blockedNanos(), this.unsettled.awaitedNanos());
	}

	void append(EntryBatch batch) {
		this.gathered.add(batch);
	}

	void truncateFrom(long index) {
		this.gathered.dropFrom(index);
		this.unsettled.dropFrom(index);
		if (this.files.isRunning() || this.unsettled.isWriting() || index <= this.handedIndex) {
			this.drop.truncateTo(index - 1);
		}
	}

	/** Begin the log anew: whatever was to be written is not wanted any more. */
	void beginBehind(long lastIndex, long lastTerm) {
		this.gathered.clear();
		this.unsettled.clear();
		this.inFlight = List.of();
		this.handedIndex = lastIndex;
		this.drop.beginBehind(lastIndex, lastTerm);
	}

	/** Delete what is before an entry, see {@link HeadDeletion#deleteBefore}. */
	void deleteBefore(long index, LongConsumer deleted) {
		this.head.deleteBefore(index, deleted);
	}

	/** Write what gathered, unless that must wait, or cannot be. */
	void flush() {
		if (!this.life.isWritable()) {
			return;
		}
		long epoch = this.completion.epoch();
		if (this.drop.isOpen()) {
			if (this.drop.isWanted() && mayStore()) {
				writeDrop(epoch);
			}
			return;
		}
		// What comes behind a write counts only when that is durable
		if (this.inFlight.isEmpty()) {
			writeGathered(epoch);
		}
		if (this.unsettled.areToBeSettled() && mayStore()) {
			List<EpochBatches> pieces = this.unsettled.journaled();
			store(epoch, (store) -> store.append(pieces));
		}
	}

	private boolean mayStore() {
		return !this.files.isRunning() && !this.space.isPausing();
	}

	private void writeGathered(long epoch) {
		if (this.unsettled.isOverdue()) {
			// Its answer, when it comes, is of what is in the log's own files
			if (mayStore() && isAnythingUnstored()) {
				storeAll(epoch);
			}
		}
		else if (this.gathered.isEmpty() || this.unsettled.isWriting()) {
			return;
		}
		else if (this.unsettled.takes(this.gathered.sizeBytes())) {
			List<EntryBatch> batches = this.gathered.takeAll();
			handed(batches);
			this.unsettled.write(batches, epoch, this::journaled, this::journalFailed);
			armStatement();
		}
		else if (mayStore()) {
			storeAll(epoch);
		}
	}

	private boolean isAnythingUnstored() {
		return !this.gathered.isEmpty() || !this.unsettled.isEmpty();
	}

	/** Write all that the log's own files do not have. */
	private void storeAll(long epoch) {
		List<EpochBatches> pieces = this.unsettled.all();
		if (!this.gathered.isEmpty()) {
			this.inFlight = this.gathered.takeAll();
			handed(this.inFlight);
			EpochBatches.add(pieces, epoch, this.inFlight);
		}
		store(epoch, (store) -> store.append(pieces));
	}

	private void handed(List<EntryBatch> batches) {
		this.handedIndex = batches.get(batches.size() - 1).lastIndex();
	}

	private void writeDrop(long epoch) {
		@Nullable Beginning beginning = this.drop.takeBeginning();
		if (beginning != null) {
			store(epoch, (store) -> store.beginBehind(beginning.lastIndex(), beginning.lastTerm(), epoch));
			return;
		}
		long lastKept = this.drop.takeTruncation();
		this.handedIndex = Math.min(this.handedIndex, lastKept);
		List<EpochBatches> left = this.unsettled.all();
		store(epoch, (store) -> {
			store.append(left);
			store.truncate(lastKept, epoch);
		});
	}

	private void store(long epoch, Job job) {
		this.files.run(job, (stored) -> stored(epoch, stored), this::storingFailed);
	}

	private void stored(long epoch, Stored stored) {
		if (this.life.hasFailed()) {
			closeWhenDone();
			return;
		}
		boolean dropped = this.drop.isUnderWay();
		this.inFlight = List.of();
		this.drop.written();
		this.space.found();
		this.unsettled.stored(stored.lastIndex());
		reportSettled();
		if (stored.wantsSpare()) {
			this.spare.start();
		}
		armStatement();
		this.completion.stored(stored.lastIndex());
		this.completion.written(epoch, stored.lastIndex());
		if (dropped && !truncating()) {
			this.completion.truncated();
		}
		proceed();
	}

	/** What is dropped is kept in the journal until that is durable. */
	private void reportSettled() {
		if (!this.drop.isOpen()) {
			this.unsettled.report();
		}
	}

	private void journaled(JournaledWrite write) {
		closeWhenDone();
		if (this.life.isWritable()) {
			if (this.unsettled.isEmpty()) {
				reportSettled();
			}
			armStatement();
			this.completion.written(write.epoch(), write.lastIndex());
			flush();
		}
	}

	private void journalFailed(JournaledWrite write, Throwable cause) {
		if (this.life.isClosed()) {
			closeWhenDone();
		}
		else if (cause instanceof NoSpaceException) {
			// The log's own files may have room
			this.unsettled.refuse(write);
			takeBack(write.batches());
			flush();
		}
		else {
			this.life.fail(cause);
		}
	}

	/** What is in flight comes behind it, and has it. */
	private void takeBack(List<EntryBatch> refused) {
		if (this.inFlight.isEmpty()) {
			this.gathered.putBack(refused, this.drop.lastKept());
		}
		else {
			this.inFlight = Stream.concat(refused.stream(), this.inFlight.stream()).toList();
		}
	}

	private void settleSoon() {
		if (this.life.isWritable()) {
			this.unsettled.wantSoon();
			flush();
		}
	}

	private void proceed() {
		flush();
		closeWhenDone();
	}

	private void storingFailed(Throwable cause) {
		if (cause instanceof NoSpaceException) {
			if (this.drop.isUnderWay() || !this.inFlight.isEmpty()) {
				this.space.block();
			}
			this.drop.putBack();
			this.gathered.putBack(this.inFlight, this.drop.lastKept());
			this.inFlight = List.of();
			this.space.begin(this::flush);
		}
		else {
			this.life.fail(cause);
		}
		closeWhenDone();
	}

	private void armStatement() {
		if (this.statementTimer == null && !this.life.isClosed()) {
			this.begunAtTimer = this.unsettled.begun();
			this.statementTimer = this.group.schedule(this.configuration.statementDelay().toNanos(), this::beIdle);
		}
	}

	/** Settle when nothing more comes; and then say on disk what is durable (R27). */
	private void beIdle() {
		this.statementTimer = null;
		if (!this.life.isWritable()) {
			return;
		}
		boolean busy = this.unsettled.isWriting() || this.unsettled.begun() != this.begunAtTimer;
		if (busy || this.space.isPausing()) {
			armStatement();
			flush();
		}
		else if (this.unsettled.isEmpty()) {
			writeStatement();
		}
		else {
			settleSoon();
		}
	}

	/** A write under way states what is durable anyhow. */
	private void writeStatement() {
		// What is still to be dropped would be stated and acknowledged as what replaces
		// it
		if (this.files.isRunning() || this.drop.isWanted()) {
			return;
		}
		long epoch = this.completion.epoch();
		this.files.run(SegmentStore::stateDurable, (stored) -> {
			if (!this.life.hasFailed()) {
				this.completion.written(epoch, stored.lastIndex());
			}
			proceed();
		}, this::notStated);
	}

	/** Nothing waits for a statement that finds no room: it is made another time. */
	private void notStated(Throwable cause) {
		if (!(cause instanceof NoSpaceException)) {
			this.life.fail(cause);
		}
		armStatement();
		proceed();
	}

	/**
	 * Write all that the log's own files do not have, unless that is impossible, and
	 * close them. An answer of the journal is not waited for very long: what it is about
	 * is in the own files by then.
	 */
	void close(Runnable whenClosed) {
		this.life.close(whenClosed);
		TimerHandle timer = this.statementTimer;
		if (timer != null) {
			timer.cancel();
		}
		if (this.unsettled.isWriting()) {
			this.group.schedule(JOURNAL_PATIENCE.toNanos(), () -> {
				this.impatient = true;
				closeWhenDone();
			});
		}
		closeWhenDone();
	}

	private void closeWhenDone() {
		@Nullable Runnable whenClosed = this.life.whenClosed();
		if (whenClosed == null || this.files.isRunning()) {
			return;
		}
		boolean possible = !this.life.hasFailed() && !this.space.isPausing();
		if (possible && this.drop.isWanted()) {
			writeDrop(this.completion.epoch());
		}
		else if (possible && isAnythingUnstored()) {
			storeAll(this.completion.epoch());
		}
		else if (!this.unsettled.isWriting() || this.impatient) {
			closeFiles(possible ? SegmentStore::stateDurable : Job.NONE, whenClosed);
		}
	}

	private void closeFiles(Job last, Runnable whenClosed) {
		this.files.close(last, () -> {
			leaveJournal();
			whenClosed.run();
		}, (cause) -> {
			try {
				this.life.fail(cause);
			}
			finally {
				whenClosed.run();
			}
		});
	}

	/** Nothing was ever written, so that no other thread has to do with it. */
	void leaveUnused() {
		this.unsettled.leave();
	}

	/** What could not be settled is, at the next start. */
	private void leaveJournal() {
		if (this.unsettled.isEmpty() && !this.drop.isOpen() && !this.life.hasFailed()) {
			this.unsettled.leave();
		}
		else {
			this.unsettled.stop();
		}
	}

}
