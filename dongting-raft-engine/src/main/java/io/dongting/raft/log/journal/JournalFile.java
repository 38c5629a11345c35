package io.dongting.raft.log.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.dongting.raft.storage.StorageFile;
import org.jspecify.annotations.Nullable;

/**
 * One use of a file of the journal: where its writes end, and who needs it. Owned by the
 * job of the journal.
 */
final class JournalFile implements Closeable {

	private final StorageFile file;

	private final long number;

	private final int sizeBytes;

	private int offset = JournalFormat.WRITES_OFFSET;

	/** One for each log that has written to it. */
	private final List<Holding> holdings = new ArrayList<>();

	/** One that was not over when it was last looked at. */
	private @Nullable Holding needing;

	/**
	 * Create one.
	 * @param file the open file, its header written
	 * @param number its number
	 * @param sizeBytes its size
	 */
	JournalFile(StorageFile file, long number, int sizeBytes) {
		this.file = file;
		this.number = number;
		this.sizeBytes = sizeBytes;
	}

	StorageFile file() {
		return this.file;
	}

	long number() {
		return this.number;
	}

	int usedBytes() {
		return this.offset;
	}

	/** Return the room for writes with records: one without always finds a page. */
	int roomBytes() {
		return this.sizeBytes - JournalFormat.PAGE_BYTES - this.offset;
	}

	/**
	 * Make a write durable. When this throws the end stays, and the next write begins at
	 * the same place.
	 * @param write whole pages that fit
	 */
	void write(ByteBuffer write) throws IOException {
		int writeBytes = write.remaining();
		this.file.write(write, this.offset);
		this.file.sync();
		this.offset += writeBytes;
	}

	/**
	 * Remember that a log has something here.
	 * @param seat whose
	 * @param write the number of the write
	 */
	void hold(Seat seat, long write) {
		Holding holding = seat.holdingIn(this);
		if (holding == null) {
			holding = new Holding(seat, this);
			seat.holds(holding);
			this.holdings.add(holding);
		}
		holding.add(write);
	}

	/** Return whether nobody needs it. */
	boolean isFree() {
		if (this.needing == null || this.needing.isOver()) {
			this.needing = findNeeding();
		}
		return this.needing == null;
	}

	private @Nullable Holding findNeeding() {
		for (Holding holding : this.holdings) {
			if (!holding.isOver()) {
				return holding;
			}
		}
		return null;
	}

	/** Return whether somebody needs it who will settle nothing. */
	boolean isKept() {
		return this.holdings.stream().anyMatch((holding) -> !holding.isOver() && holding.seat().hasStopped());
	}

	/** Ask all who need it to settle what they have in it. */
	void askHolders() {
		for (Holding holding : this.holdings) {
			if (!holding.isOver()) {
				holding.seat().askToSettle();
			}
		}
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

}
