package io.dongting.raft.log.segment;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.LogDamagedException;
import io.dongting.raft.storage.FileSystem;

/**
 * Brings what only the journal of the node holds of a log to the log's own files, before
 * the log is opened. One thread; all methods block.
 *
 * <p>
 * Records of an epoch before that of the files are of no use any more. The others are
 * written in the epoch they have, and nothing else is written in a newer one; so after a
 * crash in the middle the same can be done again.
 */
public final class LogReplay implements Closeable {

	private static final int PIECE_BYTES = 1024 * 1024;

	/** Where a log has no more than its first, small file, the next is small, too. */
	private static final int SMALL_SEGMENT_BYTES = 32 * 1024;

	private final String directory;

	private final SegmentStore store;

	private final TermIndex terms;

	/** What the files have, or will have with what is gathered. */
	private long epoch;

	private final List<EntryBatch> gathered = new ArrayList<>();

	private long gatheredBytes;

	private LogReplay(String directory, RecoveredLog log) {
		this.directory = directory;
		this.store = log.store();
		this.terms = log.terms();
		this.epoch = log.epoch();
	}

	/**
	 * Open a log to bring records to it.
	 * @param configuration whose it is
	 * @param fileSystem where
	 * @param directory the directory of the log
	 * @return the replay, to be closed
	 * @throws LogDamagedException if the log is damaged; nothing was changed
	 * @throws IOException if it cannot be read, or written
	 */
	public static LogReplay open(LogConfiguration configuration, FileSystem fileSystem, String directory)
			throws IOException {
		LogConfiguration small = configuration
			.withFirstSegment(Math.min(SMALL_SEGMENT_BYTES, configuration.segmentSizeBytes()));
		return new LogReplay(directory, new LogRecovery(fileSystem, directory, small).openForReplay());
	}

	/**
	 * Take the next record.
	 * @param recordEpoch the write epoch of the record
	 * @param batch its entries
	 * @throws LogDamagedException if they do not continue the log
	 * @throws IOException if they cannot be written
	 */
	public void accept(long recordEpoch, EntryBatch batch) throws IOException {
		if (recordEpoch < this.epoch) {
			return;
		}
		long next = this.terms.lastIndex() + 1;
		if (batch.lastIndex() < next) {
			requireSame(batch);
			return;
		}
		if (batch.firstIndex() > next) {
			throw damage(next, "the journal goes on with " + batch);
		}
		append(recordEpoch, batch.from(next));
	}

	/** The log begins behind entries that it has let go. */
	private void requireSame(EntryBatch batch) {
		long term = this.terms.termAt(batch.lastIndex());
		if (batch.lastIndex() >= this.terms.firstIndex() && term != batch.lastTerm()) {
			throw damage(batch.lastIndex(), "the journal has " + batch + ", but the log has term " + term);
		}
	}

	private void append(long recordEpoch, EntryBatch batch) throws IOException {
		if (batch.previousTerm() != this.terms.lastTerm()) {
			throw damage(batch.firstIndex(), "the journal has " + batch + " behind an entry of term "
					+ batch.previousTerm() + ", but the log one of term " + this.terms.lastTerm());
		}
		if (recordEpoch != this.epoch || this.gatheredBytes >= PIECE_BYTES) {
			write();
		}
		this.epoch = recordEpoch;
		this.terms.append(batch);
		this.gathered.add(batch);
		this.gatheredBytes += batch.sizeBytes();
	}

	/**
	 * Make durable what was taken.
	 * @throws IOException if it cannot be written
	 */
	public void write() throws IOException {
		if (!this.gathered.isEmpty()) {
			this.store.append(this.gathered, this.epoch);
			this.gathered.clear();
			this.gatheredBytes = 0;
		}
	}

	private LogDamagedException damage(long index, String detail) {
		return new LogDamagedException(this.directory, 0, index, detail, null);
	}

	/**
	 * Note durably that a log is damaged, and how far the journal went for it: it does
	 * not open any more until it is refilled, which goes at least so far (R28).
	 * @param fileSystem where
	 * @param directory the directory of the log
	 * @param lastTerm the term of the furthest entry in the journal
	 * @param lastIndex its index
	 * @throws IOException if that cannot be written
	 */
	public static void keepEnd(FileSystem fileSystem, String directory, long lastTerm, long lastIndex)
			throws IOException {
		JournaledEnd end = new JournaledEnd(lastTerm, lastIndex);
		JournaledEnd.read(fileSystem, directory).orFurther(end).write(fileSystem, directory);
	}

	@Override
	public void close() throws IOException {
		this.store.close();
	}

}
