package io.dongting.raft.log.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.dongting.raft.log.LogDamagedException;
import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.storage.StorageFile;
import org.jspecify.annotations.Nullable;

/**
 * The writes of one file that count: one behind the other, without gaps, up to the first
 * that is not whole. If that was durable it is damage, and not an end.
 */
final class FileScan {

	private final String path;

	private final FileHeader header;

	private final List<RecordPlace> records = new ArrayList<>();

	/** Where the next write would be. */
	private long end = JournalFormat.WRITES_OFFSET;

	/** The number of the next write. */
	private long nextWrite;

	private long neededFrom;

	private FileScan(String path, FileHeader header) {
		this.path = path;
		this.header = header;
		this.nextWrite = header.firstWrite();
		this.neededFrom = header.neededFrom();
	}

	/**
	 * Scan the newest file. Its last write may be torn.
	 * @throws LogDamagedException if anything else is missing
	 */
	static FileScan newest(FileSystem fileSystem, String directory, long number) throws IOException {
		String path = JournalFormat.path(directory, number);
		try (StorageFile file = fileSystem.open(path)) {
			FileScan scan = new FileScan(path, FileHeader.read(file, path, number));
			if (new EndMark(number).isIn(file)) {
				scan.neededFrom = number + 1;
				return scan;
			}
			scan.readUpTo(Long.MAX_VALUE, file);
			scan.requireNothingBehind(file);
			return scan;
		}
	}

	/**
	 * Scan a file that another followed.
	 * @param next the next file
	 * @throws LogDamagedException if anything of it is missing
	 */
	static FileScan before(FileScan next, FileSystem fileSystem, String directory) throws IOException {
		long number = next.header.number() - 1;
		String path = JournalFormat.path(directory, number);
		try (StorageFile file = fileSystem.open(path)) {
			FileScan scan = new FileScan(path, FileHeader.read(file, path, number));
			// What is behind that met a full disk, and went to the next file
			scan.readUpTo(next.header.firstWrite(), file);
			if (scan.nextWrite != next.header.firstWrite()) {
				throw scan.damage(next.header.firstWrite());
			}
			return scan;
		}
	}

	private void readUpTo(long endNumber, StorageFile file) throws IOException {
		@Nullable FoundWrite write = next(endNumber, file);
		while (write != null) {
			this.records.addAll(write.records());
			this.nextWrite++;
			this.end += write.header().sizeBytes();
			this.neededFrom = write.header().neededFrom();
			write = next(endNumber, file);
		}
	}

	private @Nullable FoundWrite next(long endNumber, StorageFile file) throws IOException {
		@Nullable FoundWrite write = (this.nextWrite < endNumber) ? at(this.end, file) : null;
		boolean counts = write != null && write.header().number() == this.nextWrite && write.isWhole(file);
		return counts ? write : null;
	}

	private @Nullable FoundWrite at(long offset, StorageFile file) throws IOException {
		return FoundWrite.read(file, offset, this.header.number());
	}

	/** The next write may be torn (R27), but not if another was begun after it (R28). */
	private void requireNothingBehind(StorageFile file) throws IOException {
		for (long offset = this.end; offset < file.sizeBytes(); offset += JournalFormat.PAGE_BYTES) {
			@Nullable FoundWrite write = at(offset, file);
			if (write != null && write.header().number() > this.nextWrite) {
				throw damage(write.header().number());
			}
		}
	}

	private LogDamagedException damage(long laterWrite) {
		return new LogDamagedException(this.path, this.end, -1,
				"write " + this.nextWrite + " of the journal is not whole, but write " + laterWrite + " came after it",
				null);
	}

	String path() {
		return this.path;
	}

	long number() {
		return this.header.number();
	}

	/** Return the number of the oldest file needed, as the last write says. */
	long neededFrom() {
		return this.neededFrom;
	}

	List<RecordPlace> records() {
		return this.records;
	}

}
