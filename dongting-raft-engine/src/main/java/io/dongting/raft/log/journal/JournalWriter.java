package io.dongting.raft.log.journal;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

import io.dongting.raft.storage.NoSpaceException;
import org.jspecify.annotations.Nullable;

/**
 * Writes what was submitted, in that order: all that there is and fits goes with one
 * write. Owned by the job of the journal.
 */
final class JournalWriter implements Closeable {

	/** More would keep those waiting who have little. */
	private static final int MOST_BYTES = 1024 * 1024;

	private final JournalFiles files;

	/** No more than one for each log. */
	private final ArrayDeque<Submission> waiting = new ArrayDeque<>();

	private final List<Submission> underWay = new ArrayList<>();

	JournalWriter(JournalFiles files) {
		this.files = files;
	}

	void add(Submission submission) {
		this.waiting.add(submission);
	}

	/**
	 * Do one write and tell those who wait for it.
	 * @return what came of it
	 * @throws NoSpaceException if there is no room on the disk; those concerned wait
	 * until they are {@linkplain #refuse refused}, and so they do after any other failure
	 */
	Outcome writeNext() throws IOException {
		Submission first = this.waiting.peek();
		if (first == null) {
			return Outcome.NOTHING;
		}
		if (!fits(1, first.entryBytes())) {
			if (!this.files.canRoll()) {
				this.files.requireRoomLater();
				return Outcome.NO_ROOM;
			}
			this.files.roll();
			this.files.askForRoom();
		}
		take();
		long number = this.files.write(this.underWay);
		this.underWay.forEach((submission) -> submission.tellWritten(number));
		this.underWay.clear();
		prepareNext();
		return Outcome.WRITTEN;
	}

	private void take() {
		long entryBytes = 0;
		Submission next = this.waiting.peek();
		while (next != null && fits(this.underWay.size() + 1, entryBytes + next.entryBytes())) {
			this.underWay.add(this.waiting.remove());
			entryBytes += next.entryBytes();
			next = this.waiting.peek();
		}
	}

	/** The first always fits a file, however large it is. */
	private boolean fits(int records, long entryBytes) {
		long sizeBytes = WriteHeader.sizeBytes(records, entryBytes);
		return sizeBytes <= this.files.roomBytes() && (records == 1 || sizeBytes <= MOST_BYTES);
	}

	private void prepareNext() throws IOException {
		try {
			this.files.prepareNext();
		}
		catch (NoSpaceException ex) {
			// Met again, and told, when the file is needed
		}
	}

	/** Ask those who hold the room that is missed. */
	void askForRoom() {
		this.files.askForRoom();
	}

	/**
	 * Tell all who wait that nothing is written for them.
	 * @param cause why
	 */
	void refuse(Throwable cause) {
		this.underWay.forEach((submission) -> submission.tellFailed(cause));
		this.underWay.clear();
		@Nullable Submission next = this.waiting.poll();
		while (next != null) {
			next.tellFailed(cause);
			next = this.waiting.poll();
		}
	}

	/** Say durably that there is nothing left to settle, if that is so. */
	void stateEnd() throws IOException {
		try {
			this.files.stateEnd();
		}
		catch (NoSpaceException ex) {
			// The next start reads what is settled once more
		}
	}

	@Override
	public void close() throws IOException {
		this.files.close();
	}

	/** What came of the wish to write. */
	enum Outcome {

		/** Nothing waits. */
		NOTHING,

		/** A write is durable. */
		WRITTEN,

		/** What waits, waits for a file to be settled. */
		NO_ROOM

	}

}
