package io.dongting.raft.log.segment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.LongUnaryOperator;

import io.dongting.raft.log.SpareFile;
import io.dongting.raft.log.LogDamagedException;
import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.storage.StorageFile;
import io.dongting.raft.storage.StoragePaths;
import org.jspecify.annotations.Nullable;

/**
 * Opens the log of a directory. First everything is read and judged; only a log without
 * damage is then written to (R28). A crash at any step leaves a log that opens the same
 * way.
 */
final class LogRecovery {

	/** More than there can be identities that were begun and cannot be read. */
	private static final int SEQUENCE_GAP = 2 * SegmentFormat.SLOTS;

	private final FileSystem fileSystem;

	private final String directory;

	private final LogConfiguration configuration;

	LogRecovery(FileSystem fileSystem, String directory, LogConfiguration configuration) {
		this.fileSystem = fileSystem;
		this.directory = directory;
		this.configuration = configuration;
	}

	static boolean hasSegments(FileSystem fileSystem, String directory) throws IOException {
		return fileSystem.exists(directory)
				&& fileSystem.list(directory).stream().anyMatch((name) -> SegmentFormat.firstIndex(name) != null);
	}

	static @Nullable UUID replicaOf(FileSystem fileSystem, String directory) throws IOException {
		if (fileSystem.exists(directory)) {
			for (String name : fileSystem.list(directory)) {
				if (SegmentFormat.firstIndex(name) != null) {
					@Nullable SegmentHeader header = SegmentHeader.read(fileSystem, StoragePaths.resolve(directory, name));
					if (header != null) {
						return header.replicaUuid();
					}
				}
			}
		}
		return null;
	}

	/**
	 * Begin a log that has no entries. Its first segment gets its name when it is whole.
	 */
	RecoveredLog create() throws IOException {
		if (hasSegments(this.fileSystem, this.directory)) {
			throw new IllegalStateException("There is a log in " + this.directory + " already");
		}
		StoragePaths.createDurably(this.fileSystem, this.directory);
		deleteSpare();
		SpareFile spare = SegmentFormat.spare(this.fileSystem, this.directory);
		spare.aimAt(this.configuration.firstSegmentSizeBytes());
		try {
			SegmentHeader header = new SegmentHeader(this.configuration.groupId(), this.configuration.replicaUuid(), 1,
					0, spare.sizeBytes());
			StorageFile file = spare.readyFile();
			String path = StoragePaths.resolve(this.directory, SegmentFormat.name(1));
			SegmentFile segment = SegmentFile.empty(path, file, header);
			segment.writeHeader();
			RecoveredLog log = stated(List.of(segment), new TermIndex(1, 0), 1, 0);
			this.fileSystem.rename(spare.path(), path);
			this.fileSystem.syncDirectory(this.directory);
			spare.release();
			return log;
		}
		finally {
			spare.close();
		}
	}

	/**
	 * Open a log. It goes on in a new epoch, so that nothing in the journal of the node
	 * counts for it any more: what did is in its files.
	 * @throws LogDamagedException if something durable cannot be read; nothing was
	 * written
	 */
	RecoveredLog open() throws IOException {
		return open((newestEpoch) -> newestEpoch + 1);
	}

	/**
	 * Open a log in the epoch it has, to bring to it what the journal holds.
	 * @throws LogDamagedException if something durable cannot be read; nothing was
	 * written
	 */
	RecoveredLog openForReplay() throws IOException {
		return open((newestEpoch) -> newestEpoch);
	}

	private RecoveredLog open(LongUnaryOperator epoch) throws IOException {
		List<FoundSegment> found = new ArrayList<>();
		try {
			findSegments(found);
			return recover(found, epoch);
		}
		catch (IOException | RuntimeException | Error ex) {
			try {
				CloseAll.close(found);
			}
			catch (IOException suppressed) {
				ex.addSuppressed(suppressed);
			}
			throw ex;
		}
	}

	private void findSegments(List<FoundSegment> found) throws IOException {
		if (this.fileSystem.exists(this.directory)) {
			for (String name : this.fileSystem.list(this.directory)) {
				@Nullable Long firstIndex = SegmentFormat.firstIndex(name);
				if (firstIndex != null) {
					String path = StoragePaths.resolve(this.directory, name);
					found.add(FoundSegment.open(this.fileSystem, path, firstIndex, this.configuration));
				}
			}
		}
		if (found.isEmpty()) {
			throw new LogDamagedException(this.directory, 0, -1, "there is no segment", null);
		}
	}

	private RecoveredLog recover(List<FoundSegment> found, LongUnaryOperator epoch) throws IOException {
		BatchIdentity newest = newest(found);
		List<FoundSegment> kept = keptSegments(found, newest);
		FoundSegment first = kept.get(0);
		TermIndex terms = new TermIndex(first.firstIndex(), first.header().previousTerm());
		List<SegmentScanner> scanners = scanDurable(kept, newest, terms);
		JournaledEnd.read(this.fileSystem, this.directory).requireNothing(this.directory);

		SegmentScanner tail = scanners.get(scanners.size() - 1);
		if (newest.hasEntries() && tail.matches(newest)) {
			tail.scanTo(newest.lastIndex());
			requireEnd(tail, newest, newest.endOffset());
			// Readable is not durable (R27): what a failed sync left in memory of the
			// system reads well, too
			tail.rewrite(newest);
		}
		else if (tail.end().lastIndex() < tail.end().segment() && scanners.size() > 1) {
			// The first write of this segment was torn, so that it was never one
			scanners.remove(scanners.size() - 1);
		}
		List<SegmentFile> segments = scanners.stream().map(SegmentScanner::segment).toList();
		RecoveredLog log = stated(segments, terms, epoch.applyAsLong(newest.epoch()), newest.sequence() + SEQUENCE_GAP);
		deleteRest(found, kept.subList(0, segments.size()));
		return log;
	}

	private static BatchIdentity newest(List<FoundSegment> found) {
		BatchIdentity newest = found.get(0).newest();
		for (FoundSegment segment : found) {
			if (segment.newest().sequence() > newest.sequence()) {
				newest = segment.newest();
			}
		}
		return newest;
	}

	/**
	 * Return the segments from the one in which the log begins to that in which it ends.
	 * What is before was being deleted, what is behind is left from before a truncation.
	 */
	private List<FoundSegment> keptSegments(List<FoundSegment> found, BatchIdentity newest) {
		int start = position(found, newest.logStart());
		int end = position(found, newest.endSegment());
		return found.subList(start, end + 1);
	}

	private int position(List<FoundSegment> found, long firstIndex) {
		for (int i = 0; i < found.size(); i++) {
			if (found.get(i).firstIndex() == firstIndex) {
				return i;
			}
		}
		throw missing(firstIndex);
	}

	private LogDamagedException missing(long firstIndex) {
		String path = StoragePaths.resolve(this.directory, SegmentFormat.name(firstIndex));
		return new LogDamagedException(path, 0, firstIndex, "the segment is missing", null);
	}

	/** Scan everything that must be readable. */
	private static List<SegmentScanner> scanDurable(List<FoundSegment> kept, BatchIdentity newest, TermIndex terms)
			throws IOException {
		List<SegmentScanner> scanners = new ArrayList<>();
		for (int i = 0; i < kept.size(); i++) {
			FoundSegment segment = kept.get(i);
			if (segment.firstIndex() != terms.lastIndex() + 1 || segment.header().previousTerm() != terms.lastTerm()) {
				throw new LogDamagedException(segment.path(), 0, segment.firstIndex(),
						"it does not continue entry " + terms.lastIndex() + " of term " + terms.lastTerm(), null);
			}
			SegmentScanner scanner = segment.scanner(terms);
			scanners.add(scanner);
			boolean last = i == kept.size() - 1;
			scanner.scanTo(last ? newest.durableIndex() : kept.get(i + 1).firstIndex() - 1);
		}
		if (!newest.hasEntries()) {
			requireEnd(scanners.get(scanners.size() - 1), newest, newest.endOffset());
		}
		return scanners;
	}

	private static void requireEnd(SegmentScanner scanner, BatchIdentity newest, int offset) {
		LogEnd end = scanner.end();
		if (end.offset() != offset || end.lastIndex() != newest.lastIndex() || end.lastTerm() != newest.lastTerm()) {
			throw new LogDamagedException(scanner.segment().path(), end.offset(), end.lastIndex(), "a slot ends entry "
					+ newest.lastIndex() + " of term " + newest.lastTerm() + " at byte " + newest.endOffset(), null);
		}
	}

	/**
	 * Make it durable, in two slots, that the log ends where it does; with that it is all
	 * durable, and whatever stands behind the end does not count.
	 */
	private RecoveredLog stated(List<SegmentFile> segments, TermIndex terms, long epoch, long sequence)
			throws IOException {
		SegmentFile tail = segments.get(segments.size() - 1);
		// The log of a torn write ends earlier than was scanned for terms
		terms.truncateFrom(tail.end().lastIndex() + 1);
		tail.sync();
		long logStart = segments.get(0).firstIndex();
		tail.write(BatchIdentity.statement(epoch, sequence + 1, logStart, tail.end()));
		tail.write(BatchIdentity.statement(epoch, sequence + 2, logStart, tail.end()));
		tail.sync();
		SegmentStore store = new SegmentStore(this.fileSystem, this.directory, this.configuration, segments,
				sequence + 2, epoch);
		return new RecoveredLog(store, terms, epoch);
	}

	private void deleteRest(List<FoundSegment> found, List<FoundSegment> kept) throws IOException {
		for (FoundSegment segment : found) {
			if (!kept.contains(segment)) {
				segment.close();
				this.fileSystem.delete(segment.path());
			}
		}
		deleteSpare();
		this.fileSystem.syncDirectory(this.directory);
	}

	private void deleteSpare() throws IOException {
		String spare = StoragePaths.resolve(this.directory, SegmentFormat.SPARE_NAME);
		if (this.fileSystem.exists(spare)) {
			this.fileSystem.delete(spare);
		}
	}

}
