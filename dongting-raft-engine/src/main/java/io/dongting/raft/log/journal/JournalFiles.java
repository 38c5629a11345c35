package io.dongting.raft.log.journal;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;

import io.dongting.raft.log.SpareFile;
import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.storage.NoSpaceException;
import io.dongting.raft.storage.StorageFile;
import io.dongting.raft.storage.StoragePaths;
import org.jspecify.annotations.Nullable;

/**
 * The files of a journal, which go round. After a {@link NoSpaceException} the same may
 * be tried again, after any other nothing. Owned by the job of the journal.
 */
final class JournalFiles implements Closeable {

	private final JournalConfiguration configuration;

	private final FileSystem fileSystem;

	private final String directory;

	private final SpareFile spare;

	private final WriteBuffer buffer = new WriteBuffer();

	/** The oldest first; the last is written to. None where there was no space. */
	private final ArrayDeque<JournalFile> files = new ArrayDeque<>();

	private long lastNumber;

	private long nextWrite = 1;

	/** The oldest file needed, as a durable write or header says. */
	private long statedNeeded;

	private JournalFiles(JournalConfiguration configuration, FileSystem fileSystem, String directory, long lastNumber) {
		this.configuration = configuration;
		this.fileSystem = fileSystem;
		this.directory = directory;
		this.lastNumber = lastNumber;
		this.spare = JournalFormat.spare(fileSystem, directory);
	}

	/** Begin anew in a directory where nothing is needed of what is there. */
	static JournalFiles begin(JournalConfiguration configuration, FileSystem fileSystem, String directory)
			throws IOException {
		StoragePaths.createDurably(fileSystem, directory);
		List<Long> numbers = JournalFormat.fileNumbers(fileSystem, directory);
		long lastNumber = numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
		JournalFiles files = new JournalFiles(configuration, fileSystem, directory, lastNumber);
		try {
			files.delete(numbers);
			files.beginFirst();
			return files;
		}
		catch (IOException ex) {
			throw closeAfter(files, ex);
		}
	}

	/**
	 * Delete what an earlier journal left. The newest file goes last, and says meanwhile
	 * that none is missed: those before it know less of what is needed.
	 */
	private void delete(List<Long> numbers) throws IOException {
		if (this.fileSystem.exists(this.spare.path())) {
			this.fileSystem.delete(this.spare.path());
		}
		if (!numbers.isEmpty()) {
			String newest = JournalFormat.path(this.directory, this.lastNumber);
			try (StorageFile file = this.fileSystem.open(newest)) {
				new EndMark(this.lastNumber).write(file);
			}
			for (long number : numbers.subList(0, numbers.size() - 1)) {
				this.fileSystem.delete(JournalFormat.path(this.directory, number));
			}
			this.fileSystem.syncDirectory(this.directory);
			this.fileSystem.delete(newest);
			this.fileSystem.syncDirectory(this.directory);
		}
	}

	private void beginFirst() throws IOException {
		try {
			roll();
		}
		catch (NoSpaceException ex) {
			// Met again, and told, when something is to be written. Others need the room
			this.spare.delete();
		}
	}

	/** Return the room for the next write, 0 while there is no file. */
	int roomBytes() {
		JournalFile current = this.files.peekLast();
		return (current != null) ? current.roomBytes() : 0;
	}

	/** Return whether a file may be made, or used again. */
	boolean canRoll() {
		return this.files.size() < this.configuration.mostFiles() || isOldestFree();
	}

	/**
	 * No file {@linkplain #canRoll() is free}; require that one may come to be.
	 * @throws NoSpaceException if the oldest is kept for the next start
	 */
	void requireRoomLater() throws NoSpaceException {
		JournalFile oldest = this.files.getFirst();
		if (oldest.isKept()) {
			throw new NoSpaceException("The journal keeps file " + oldest.number() + " for a log that has failed");
		}
	}

	private boolean isOldestFree() {
		return this.files.size() > 1 && this.files.getFirst().isFree();
	}

	/** Go on in the next file, which {@linkplain #canRoll() there may be}. */
	void roll() throws IOException {
		if (isOldestFree()) {
			reuseOldest();
		}
		else {
			this.spare.aimAt(this.configuration.fileBytes());
			begin(this.spare.readyFile(), this.spare.path());
			this.spare.release();
		}
	}

	/** While the disk may say that the oldest is needed it must stay as it is. */
	private void reuseOldest() throws IOException {
		JournalFile oldest = this.files.getFirst();
		if (this.statedNeeded <= oldest.number()) {
			write(List.of(), neededFrom());
		}
		begin(oldest.file(), JournalFormat.path(this.directory, oldest.number()));
		this.files.removeFirst();
	}

	private void begin(StorageFile file, String path) throws IOException {
		long number = this.lastNumber + 1;
		long needed = neededFrom();
		new FileHeader(number, this.nextWrite, needed).write(file);
		this.fileSystem.rename(path, JournalFormat.path(this.directory, number));
		syncName();
		this.files.addLast(new JournalFile(file, number, this.configuration.fileBytes()));
		this.lastNumber = number;
		this.statedNeeded = needed;
	}

	/** The name is there, so that no write may go to the file before any more. */
	private void syncName() throws IOException {
		try {
			this.fileSystem.syncDirectory(this.directory);
		}
		catch (NoSpaceException ex) {
			throw new IOException("The name of a file of the journal cannot be made durable", ex);
		}
	}

	/**
	 * Return the number of the oldest file somebody needs; of the next if nobody does.
	 */
	private long neededFrom() {
		for (JournalFile file : this.files) {
			if (!file.isFree()) {
				return file.number();
			}
		}
		return this.lastNumber + 1;
	}

	/**
	 * Make a write durable.
	 * @param submissions what it consists of; fits the room
	 * @return the number of the write
	 */
	long write(List<Submission> submissions) throws IOException {
		JournalFile current = this.files.getLast();
		long number = write(submissions, Math.min(neededFrom(), current.number()));
		for (Submission submission : submissions) {
			current.hold(submission.seat(), number);
		}
		return number;
	}

	private long write(List<Submission> submissions, long needed) throws IOException {
		JournalFile current = this.files.getLast();
		int entryBytes = 0;
		for (Submission submission : submissions) {
			entryBytes += submission.entryBytes();
		}
		WriteHeader header = new WriteHeader(current.number(), this.nextWrite, needed, submissions.size(), entryBytes);
		current.write(this.buffer.fill(header, submissions));
		this.nextWrite++;
		this.statedNeeded = needed;
		return header.number();
	}

	/**
	 * Do a part of making the next file, if one will have to be made: in step with what
	 * is written, so that it is ready when three quarters of the present one are full.
	 */
	void prepareNext() throws IOException {
		JournalFile current = this.files.getLast();
		if (this.files.size() == this.configuration.mostFiles() || isOldestFree()) {
			return;
		}
		long fileBytes = this.configuration.fileBytes();
		long beyondHalfBytes = current.usedBytes() - fileBytes / 2;
		if (beyondHalfBytes > 0) {
			this.spare.aimAt(this.configuration.fileBytes());
			while (this.spare.preparedBytes() < Math.min(fileBytes, 4 * beyondHalfBytes)) {
				this.spare.prepareSlice();
			}
		}
	}

	/** Ask for the oldest file to be settled where no other can follow the present. */
	void askForRoom() {
		if (this.files.size() == this.configuration.mostFiles()) {
			this.files.getFirst().askHolders();
		}
	}

	/** Say durably that there is nothing left to settle, if that is so. */
	void stateEnd() throws IOException {
		@Nullable JournalFile current = this.files.peekLast();
		if (current != null && neededFrom() > current.number()) {
			new EndMark(current.number()).write(current.file());
		}
	}

	/** Closes all, even when one fails. */
	@Override
	public void close() throws IOException {
		IOException failures = new IOException("Files of the journal cannot be closed");
		closeAfter(this.spare, failures);
		while (!this.files.isEmpty()) {
			closeAfter(this.files.removeFirst(), failures);
		}
		if (failures.getSuppressed().length > 0) {
			throw failures;
		}
	}

	/** Return the failure, with another one where the file cannot be closed. */
	private static IOException closeAfter(Closeable file, IOException failure) {
		try {
			file.close();
		}
		catch (IOException ex) {
			failure.addSuppressed(ex);
		}
		return failure;
	}

}
