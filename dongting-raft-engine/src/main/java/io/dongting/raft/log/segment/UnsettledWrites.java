package io.dongting.raft.log.segment;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.dongting.fiber.FiberGroup;
import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.journal.JournalMember;
import org.jspecify.annotations.Nullable;

/**
 * What was written to the journal, or is being written there, and is not in the log's own
 * files yet: unsettled. One write is under way at a time, and what is unsettled is
 * bounded (R30). On the dispatcher thread of the group.
 *
 * <p>
 * Each write keeps the epoch in which it was journaled and is settled in that. So a newer
 * epoch in the log's own files says that all journaled in an older one is there, or was
 * truncated: recovery passes over it.
 */
final class UnsettledWrites {

	/** Longer than a disk takes that is merely busy, but no reason for an election. */
	private static final Duration PATIENCE = Duration.ofSeconds(1);

	/** Further writes wait when so many times the wanted bytes are unsettled. */
	private static final int MOST_PIECES = 4;

	private final JournalMember journal;

	private final FiberGroup group;

	/** So much is brought to the log's own files at once. */
	private final long pieceBytes;

	/** In order; only the last may be under way. */
	private final ArrayDeque<JournaledWrite> writes = new ArrayDeque<>();

	private long sizeBytes;

	private @Nullable JournaledWrite underWay;

	private long startedNanos;

	private long begun;

	/** The number of the newest write that is durable in the journal. */
	private long lastNumber = JournaledWrite.UNDER_WAY;

	private long settledNumber = JournaledWrite.UNDER_WAY;

	/** Whether the journal had no space for the last write. */
	private boolean refused;

	/** Whether the next settling is not to wait for more. */
	private boolean wantedSoon;

	UnsettledWrites(JournalMember journal, FiberGroup group, int pieceBytes) {
		this.journal = journal;
		this.group = group;
		this.pieceBytes = pieceBytes;
	}

	/** Return whether the journal is to take a write, be it a little later. */
	boolean takes(long bytes) {
		boolean bounded = this.writes.isEmpty() || this.sizeBytes + bytes <= MOST_PIECES * this.pieceBytes;
		return bytes <= this.journal.largestWriteBytes() && bounded && !this.refused;
	}

	/** Return whether a write to the journal is under way. */
	boolean isWriting() {
		return this.underWay != null;
	}

	/**
	 * Return whether the journal takes so long that it must be waiting for space which
	 * somebody holds who cannot settle.
	 */
	boolean isOverdue() {
		return writingNanos() >= PATIENCE.toNanos();
	}

	private long writingNanos() {
		return isWriting() ? this.group.clock().nanoTime() - this.startedNanos : 0;
	}

	/**
	 * Return for how long the journal has been waited for; 0 once it is
	 * {@linkplain #isOverdue() done without}, or if it has nothing to do.
	 */
	long awaitedNanos() {
		return isOverdue() ? 0 : writingNanos();
	}

	boolean isEmpty() {
		return this.writes.isEmpty();
	}

	/** Return how many writes to the journal have been begun. */
	long begun() {
		return this.begun;
	}

	/**
	 * Write entries to the journal. None is under way.
	 * @param batches consecutive entries
	 * @param epoch the write epoch
	 * @param written told the write when it is durable in the journal
	 * @param failed told why it never will be, and of what is still wanted of it
	 */
	void write(List<EntryBatch> batches, long epoch, Consumer<JournaledWrite> written,
			BiConsumer<JournaledWrite, Throwable> failed) {
		JournaledWrite write = new JournaledWrite(epoch, batches);
		this.underWay = write;
		this.begun++;
		this.startedNanos = this.group.clock().nanoTime();
		this.writes.add(write);
		this.sizeBytes += write.sizeBytes();
		this.journal.append(batches, epoch, (number) -> {
			this.underWay = null;
			write.numbered(number);
			this.lastNumber = number;
			written.accept(write);
		}, (cause) -> {
			this.underWay = null;
			failed.accept(write, cause);
		});
	}

	/**
	 * The journal has found no space for a write, which is as if it had never been. The
	 * next one is not for the journal.
	 */
	void refuse(JournaledWrite write) {
		if (this.writes.removeLastOccurrence(write)) {
			this.sizeBytes -= write.sizeBytes();
		}
		else {
			write.dropFrom(0);
		}
		this.refused = true;
	}

	/** Drop an entry and all behind it. */
	void dropFrom(long index) {
		@Nullable JournaledWrite last = this.writes.peekLast();
		while (last != null && last.lastIndex() >= index) {
			this.sizeBytes -= last.sizeBytes();
			this.writes.removeLast();
			last.dropFrom(index);
			if (!last.batches().isEmpty()) {
				this.sizeBytes += last.sizeBytes();
				this.writes.addLast(last);
				return;
			}
			last = this.writes.peekLast();
		}
	}

	/** Nothing of it is wanted any more. */
	void clear() {
		this.writes.clear();
		this.sizeBytes = 0;
	}

	/** Let what is durable in the journal be settled without waiting for more. */
	void wantSoon() {
		this.wantedSoon = isAnyJournaled();
	}

	/** Return whether there is enough to settle, or reason not to wait for more. */
	boolean areToBeSettled() {
		@Nullable JournaledWrite writing = this.underWay;
		long journaledBytes = this.sizeBytes - ((writing != null) ? writing.sizeBytes() : 0);
		return isAnyJournaled() && (this.wantedSoon || journaledBytes >= this.pieceBytes);
	}

	/** The one under way is the last. */
	private boolean isAnyJournaled() {
		@Nullable JournaledWrite first = this.writes.peekFirst();
		return first != null && first.number() != JournaledWrite.UNDER_WAY;
	}

	/** Return what is durable in the journal, each epoch for itself. */
	List<EpochBatches> journaled() {
		return pieces(this.underWay);
	}

	/** Return all, even what is just being written to the journal. */
	List<EpochBatches> all() {
		return pieces(null);
	}

	private List<EpochBatches> pieces(@Nullable JournaledWrite without) {
		List<EpochBatches> pieces = new ArrayList<>();
		for (JournaledWrite write : this.writes) {
			if (write != without) {
				EpochBatches.add(pieces, write.epoch(), write.batches());
			}
		}
		return pieces;
	}

	/** The log's own files reach up to an index. */
	void stored(long storedIndex) {
		this.refused = false;
		@Nullable JournaledWrite first = this.writes.peekFirst();
		while (first != null && first.isDoneAt(storedIndex)) {
			this.writes.removeFirst();
			this.sizeBytes -= first.sizeBytes();
			first = this.writes.peekFirst();
		}
		this.wantedSoon &= isAnyJournaled();
	}

	/**
	 * Tell the journal what it need not keep any more. Not to be called while a
	 * truncation or a new beginning is not durable: what that drops is kept until it is.
	 */
	void report() {
		long number = isAnyJournaled() ? this.writes.element().number() - 1 : this.lastNumber;
		if (number > this.settledNumber) {
			this.settledNumber = number;
			this.journal.settled(number);
		}
	}

	/** What the journal holds is kept there for the next start. */
	void stop() {
		this.journal.stop();
	}

	/** The log is closed and needs nothing of the journal. */
	void leave() {
		this.journal.leave();
	}

}
