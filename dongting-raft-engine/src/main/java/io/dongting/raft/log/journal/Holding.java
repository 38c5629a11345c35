package io.dongting.raft.log.journal;

/**
 * What one log has in one file. Owned by the job of the journal.
 */
final class Holding {

	private final Seat seat;

	private final JournalFile file;

	private long lastWrite;

	Holding(Seat seat, JournalFile file) {
		this.seat = seat;
		this.file = file;
	}

	Seat seat() {
		return this.seat;
	}

	boolean isIn(JournalFile other) {
		return this.file == other;
	}

	/** Put one more write there. */
	void add(long number) {
		this.lastWrite = number;
	}

	/** Return whether the log needs the file no more. */
	boolean isOver() {
		return this.seat.hasSettled(this.lastWrite);
	}

}
