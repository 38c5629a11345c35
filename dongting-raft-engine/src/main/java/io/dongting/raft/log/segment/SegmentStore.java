package io.dongting.raft.log.segment;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.dongting.raft.log.SpareFile;
import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.EntryCursor;
import io.dongting.raft.log.StaleReadException;
import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.storage.NoSpaceException;
import io.dongting.raft.storage.StorageFile;
import io.dongting.raft.storage.StoragePaths;
import org.jspecify.annotations.Nullable;

/**
 * The blocking half of the log. Everything up to {@link #end()} is durable. One thread at
 * a time; the calls of a log come one after the other.
 *
 * <p>
 * A {@link NoSpaceException} leaves the end where it was durable last, and the same call
 * may be made again. After any other error every further write is refused (R26): a sync
 * tried again could succeed although the data is lost (trap P5).
 */
final class SegmentStore implements Closeable {

	/** A write waits no longer than this takes. */
	private static final int MOST_PREPARED_BYTES = 4 * 1024 * 1024;

	private final FileSystem fileSystem;

	private final String directory;

	private final LogConfiguration configuration;

	/** In order, never empty; the log ends in the last. */
	private final List<SegmentFile> segments;

	private final SpareFile spare;

	private final SegmentSizes sizes;

	/**
	 * The number of the newest identity that is durable. One that was not written to the
	 * end gives its number, and so its slot, to the next: however often a full disk is
	 * met, the newest slot is never written over before another is durable.
	 */
	private long lastSequence;

	/** The last index a slot on disk says is durable. */
	private long statedIndex;

	/**
	 * The write epoch of the newest identity. Statements and deletions of the head go on
	 * in it: a newer one may be that of entries which only the journal holds so far, and
	 * would say that those of the older one are here.
	 */
	private long epoch;

	private @Nullable Throwable failure;

	SegmentStore(FileSystem fileSystem, String directory, LogConfiguration configuration, List<SegmentFile> segments,
			long lastSequence, long epoch) {
		this.fileSystem = fileSystem;
		this.directory = directory;
		this.configuration = configuration;
		this.sizes = configuration.segmentSizes();
		this.segments = new ArrayList<>(segments);
		this.spare = SegmentFormat.spare(fileSystem, directory);
		this.lastSequence = lastSequence;
		this.epoch = epoch;
		this.statedIndex = end().lastIndex();
	}

	LogEnd end() {
		return tail().end();
	}

	/**
	 * Make entries durable: one write and one sync, unless they go beyond a segment.
	 * Entries that are durable already are passed over, so that a call that met a full
	 * disk can be made again.
	 * @param batches consecutive entries, the first not beyond {@code end()}
	 * @param epoch the write epoch
	 */
	void append(List<EntryBatch> batches, long epoch) throws IOException {
		latching(() -> store(batches, epoch));
	}

	/**
	 * Make entries durable as {@link #append(List, long)} does, those of one epoch after
	 * those of another.
	 * @param writes consecutive entries, the first not beyond {@code end()}
	 */
	void append(List<EpochBatches> writes) throws IOException {
		for (EpochBatches write : writes) {
			append(write.batches(), write.epoch());
		}
	}

	private void store(List<EntryBatch> batches, long epoch) throws IOException {
		EntriesToStore rest = EntriesToStore.behind(end().lastIndex(), batches);
		while (!rest.isEmpty()) {
			List<EntryBatch> fitting = rest.takeFitting(tail().roomBytes());
			if (fitting.isEmpty()) {
				roll(rest, epoch);
			}
			else {
				tail().write(fitting, epoch, this.lastSequence + 1, logStart());
				tail().sync();
				this.lastSequence++;
				this.epoch = epoch;
				tail().extend(fitting);
			}
		}
	}

	/**
	 * Go on in a new segment. It gets its name when its first entries are durable. Then
	 * the old segment states it too, so that a segment that vanishes as a whole is
	 * missed. An old segment that is too small for its very first entry has the same
	 * name, and is replaced.
	 */
	private void roll(EntriesToStore rest, long epoch) throws IOException {
		SegmentFile old = tail();
		int firstEntryBytes = rest.first().limit(0).sizeBytes();
		this.spare.aimAt(this.sizes.withRoomFor(nextSizeBytes(), firstEntryBytes));
		StorageFile file = this.spare.readyFile();
		LogEnd end = old.end();
		SegmentHeader header = new SegmentHeader(this.configuration.groupId(), this.configuration.replicaUuid(),
				end.lastIndex() + 1, end.lastTerm(), this.spare.sizeBytes());
		String path = StoragePaths.resolve(this.directory, SegmentFormat.name(header.firstIndex()));
		SegmentFile next = SegmentFile.empty(path, file, header);
		List<EntryBatch> first = rest.takeFitting(next.roomBytes());
		if (first.isEmpty()) {
			throw new IllegalStateException("An entry of " + rest.first() + " fits no segment");
		}
		next.writeHeader();
		long sequence = lastSequenceBesideNewSegment() + 1;
		next.write(first, epoch, sequence, logStart());
		next.sync();
		this.fileSystem.rename(this.spare.path(), path);
		this.fileSystem.syncDirectory(this.directory);
		this.lastSequence = sequence;
		this.epoch = epoch;
		this.spare.release();
		next.extend(first);
		this.segments.add(next);
		SegmentFile witness = old;
		if (old.isEmpty()) {
			this.segments.remove(old);
			old.close();
			witness = next;
		}
		state(witness, next.end());
	}

	/**
	 * End the log earlier, durably: two slots say so before anything behind them is
	 * touched (trap P7).
	 * @param lastKept the last entry to keep; where the log ends before it, it ends there
	 * @param epoch the write epoch
	 */
	void truncate(long lastKept, long epoch) throws IOException {
		latching(() -> cut(lastKept, epoch));
	}

	private void cut(long lastKept, long epoch) throws IOException {
		long last = Math.min(lastKept, end().lastIndex());
		int keep = this.segments.size();
		while (keep > 1 && this.segments.get(keep - 1).firstIndex() > last) {
			keep--;
		}
		SegmentFile target = this.segments.get(keep - 1);
		LogEnd end = target.reader().endAfter(last);
		long sequence = writeTwice(target, this.lastSequence, epoch, logStart(), end);
		this.epoch = epoch;
		stated(sequence, end);
		deleteFrom(keep);
		target.cut(end);
	}

	private void deleteFrom(int keep) throws IOException {
		if (keep == this.segments.size()) {
			return;
		}
		while (this.segments.size() > keep) {
			SegmentFile segment = this.segments.remove(this.segments.size() - 1);
			segment.close();
			this.fileSystem.delete(segment.path());
		}
		this.fileSystem.syncDirectory(this.directory);
	}

	/**
	 * Delete the segments that hold nothing from an index on. Two slots say first where
	 * the log begins now: a crash leaves segments too many, never too few.
	 * @param index the first entry to keep
	 * @return the first index that is kept
	 */
	long deleteBefore(long index) throws IOException {
		latching(() -> dropHead(index));
		return logStart();
	}

	private void dropHead(long index) throws IOException {
		int dropped = 0;
		while (dropped < this.segments.size() - 1 && this.segments.get(dropped + 1).firstIndex() <= index) {
			dropped++;
		}
		if (dropped == 0) {
			return;
		}
		long start = this.segments.get(dropped).firstIndex();
		stated(writeTwice(tail(), this.lastSequence, this.epoch, start, end()), end());
		List<SegmentFile> head = this.segments.subList(0, dropped);
		List<SegmentFile> leaving = List.copyOf(head);
		head.clear();
		delete(leaving);
	}

	/**
	 * Begin the log anew behind an entry that a snapshot covers. The new segment is whole
	 * before it has its name, and its slots count for more than all before: a crash
	 * leaves the old log or the new one.
	 * @param lastIndex the last index that is covered
	 * @param lastTerm its term
	 * @param epoch the write epoch
	 */
	void beginBehind(long lastIndex, long lastTerm, long epoch) throws IOException {
		latching(() -> replaceAll(lastIndex, lastTerm, epoch));
	}

	private void replaceAll(long lastIndex, long lastTerm, long epoch) throws IOException {
		this.spare.aimAt(this.sizes.firstBytes());
		StorageFile file = this.spare.readyFile();
		SegmentHeader header = new SegmentHeader(this.configuration.groupId(), this.configuration.replicaUuid(),
				lastIndex + 1, lastTerm, this.spare.sizeBytes());
		String path = StoragePaths.resolve(this.directory, SegmentFormat.name(header.firstIndex()));
		SegmentFile only = SegmentFile.empty(path, file, header);
		only.writeHeader();
		long before = lastSequenceBesideNewSegment();
		long sequence = writeTwice(only, before, epoch, only.firstIndex(), only.end());
		this.fileSystem.rename(this.spare.path(), path);
		this.fileSystem.syncDirectory(this.directory);
		this.epoch = epoch;
		stated(sequence, only.end());
		this.spare.release();
		List<SegmentFile> leaving = List.copyOf(this.segments);
		this.segments.clear();
		this.segments.add(only);
		delete(leaving);
	}

	/** Delete segments; one of them may have been replaced by that which is kept. */
	private void delete(List<SegmentFile> leaving) throws IOException {
		for (SegmentFile segment : leaving) {
			segment.close();
			if (!segment.path().equals(tail().path())) {
				this.fileSystem.delete(segment.path());
			}
		}
		this.fileSystem.syncDirectory(this.directory);
	}

	/**
	 * Return up to where the log holds only entries that are older than a time, as far as
	 * the first entries of its segments tell.
	 * @param timestampMillis the time
	 * @return the first index of a segment
	 */
	long firstIndexSince(long timestampMillis) throws IOException {
		int at = this.segments.size() - 1;
		while (at > 0 && !beginsBefore(this.segments.get(at), timestampMillis)) {
			at--;
		}
		return this.segments.get(at).firstIndex();
	}

	private static boolean beginsBefore(SegmentFile segment, long timestampMillis) throws IOException {
		if (segment.end().lastIndex() < segment.firstIndex()) {
			return false;
		}
		EntryCursor cursor = segment.reader().read(segment.firstIndex(), 1).cursor();
		cursor.next();
		return cursor.timestampMillis() <= timestampMillis;
	}

	/** Say on disk that the whole log is durable, if no slot says so yet (R27). */
	void stateDurable() throws IOException {
		latching(this::state);
	}

	private void state() throws IOException {
		if (this.statedIndex != end().lastIndex()) {
			state(tail(), end());
		}
	}

	private void state(SegmentFile home, LogEnd end) throws IOException {
		long sequence = this.lastSequence + 1;
		home.write(BatchIdentity.statement(this.epoch, sequence, logStart(), end));
		home.sync();
		stated(sequence, end);
	}

	/**
	 * One slot would do; two are not lost by one bad sector. Until they are durable,
	 * another of the segment stays, though a crash tears both.
	 * @param before the number that the two come behind
	 * @return the number of the second
	 */
	private long writeTwice(SegmentFile home, long before, long epoch, long logStart, LogEnd end) throws IOException {
		long sequence = home.sequenceOfTwo(before);
		home.write(BatchIdentity.statement(epoch, sequence, logStart, end));
		home.write(BatchIdentity.statement(epoch, sequence + 1, logStart, end));
		home.sync();
		return sequence + 1;
	}

	/**
	 * Return the number that a new segment counts on from. What met a full disk may have
	 * left the next numbers in an old segment: another write there may use their slots,
	 * but another segment not them.
	 */
	private long lastSequenceBesideNewSegment() {
		return this.lastSequence + SegmentFormat.SLOTS;
	}

	private void stated(long sequence, LogEnd end) {
		this.lastSequence = sequence;
		this.statedIndex = end.lastIndex();
	}

	/**
	 * Return whether it is time to make more of the next segment ready. That begins when
	 * half of the present one is full and ends when three quarters are, in step with what
	 * is written: many logs that fill up together would otherwise stop each other.
	 */
	boolean wantsSpare() {
		return this.spare.preparedBytes() < wantedSpareBytes();
	}

	private long wantedSpareBytes() {
		long capacityBytes = tail().capacityBytes();
		long beyondHalfBytes = Math.max(0, capacityBytes / 2 - tail().roomBytes());
		return Math.min(nextSizeBytes(), 4 * beyondHalfBytes * nextSizeBytes() / capacityBytes);
	}

	/**
	 * Do a part of making the next segment ready: as much as large writes need that come
	 * in between, lest the rest is done when the segment is waited for.
	 */
	void prepareSpare() throws IOException {
		this.spare.aimAt(nextSizeBytes());
		long untilBytes = Math.min(wantedSpareBytes(), this.spare.preparedBytes() + MOST_PREPARED_BYTES);
		latching(() -> {
			do {
				this.spare.prepareSlice();
			}
			while (this.spare.preparedBytes() < untilBytes);
		});
	}

	private int nextSizeBytes() {
		return this.sizes.after(tail().sizeBytes());
	}

	private void latching(Write write) throws IOException {
		Throwable earlier = this.failure;
		if (earlier != null) {
			throw new IOException("A write to " + this.directory + " failed before", earlier);
		}
		try {
			write.run();
		}
		catch (NoSpaceException ex) {
			throw ex;
		}
		catch (IOException | RuntimeException | Error ex) {
			this.failure = ex;
			throw ex;
		}
	}

	/**
	 * Read entries of one segment.
	 * @param fromIndex the first index wanted
	 * @param maxBytes how much is wanted at most, though there is at least one entry
	 * @return verified entries
	 * @throws StaleReadException if the log does not reach so far
	 */
	EntryBatch read(long fromIndex, int maxBytes) throws IOException {
		if (fromIndex < logStart() || fromIndex > end().lastIndex()) {
			throw new StaleReadException("Entry " + fromIndex + " is not stored any more");
		}
		int at = this.segments.size() - 1;
		while (this.segments.get(at).firstIndex() > fromIndex) {
			at--;
		}
		return this.segments.get(at).reader().read(fromIndex, maxBytes);
	}

	private long logStart() {
		return this.segments.get(0).firstIndex();
	}

	private SegmentFile tail() {
		return this.segments.get(this.segments.size() - 1);
	}

	@Override
	public void close() throws IOException {
		List<Closeable> files = new ArrayList<>(this.segments);
		files.add(this.spare);
		CloseAll.close(files);
	}

	@FunctionalInterface
	private interface Write {

		void run() throws IOException;

	}

}
