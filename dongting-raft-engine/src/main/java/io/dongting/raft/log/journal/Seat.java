package io.dongting.raft.log.journal;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

import io.dongting.fiber.FiberGroup;
import io.dongting.raft.log.EntryBatch;
import org.jspecify.annotations.Nullable;

/**
 * The place of one log in the journal: between the dispatcher thread of its group and the
 * job of the journal.
 */
final class Seat implements JournalMember {

	private final Journal journal;

	private final JournaledLog log;

	/** Gone with the log, of which the files may remember this for long. */
	private volatile @Nullable Owner owner;

	/** Written by the group alone. */
	private volatile long settledNumber;

	private volatile boolean stopped;

	private volatile boolean left;

	/** What it has in the newest file it has written to. Owned by the job. */
	private @Nullable Holding newest;

	Seat(Journal journal, FiberGroup group, JournaledLog log, Runnable settleSoon) {
		this.journal = journal;
		this.log = log;
		this.owner = new Owner(group, settleSoon);
	}

	@Override
	public int largestWriteBytes() {
		return this.journal.largestWriteBytes();
	}

	@Override
	public void append(List<EntryBatch> batches, long epoch, LongConsumer written, Consumer<Throwable> failed) {
		long entryBytes = 0;
		for (EntryBatch batch : batches) {
			entryBytes += batch.sizeBytes();
		}
		if (batches.isEmpty() || entryBytes > largestWriteBytes()) {
			throw new IllegalArgumentException("The journal takes writes of up to " + largestWriteBytes()
					+ " bytes, not one of " + entryBytes + " bytes");
		}
		this.journal.submit(new Submission(this, List.copyOf(batches), (int) entryBytes, epoch, written, failed));
	}

	@Override
	public void settled(long number) {
		if (number > this.settledNumber) {
			this.settledNumber = number;
			this.journal.lookForRoom();
		}
	}

	@Override
	public void stop() {
		this.stopped = true;
		this.journal.lookForRoom();
	}

	@Override
	public void leave() {
		this.left = true;
		this.owner = null;
		this.journal.lookForRoom();
	}

	JournaledLog log() {
		return this.log;
	}

	/** Return whether nothing up to a write is needed. */
	boolean hasSettled(long number) {
		return this.left || this.settledNumber >= number;
	}

	/** Return whether it will not settle what it has not. */
	boolean hasStopped() {
		return this.stopped;
	}

	/** Return what it has in a file that is the newest, {@code null} if nothing yet. */
	@Nullable Holding holdingIn(JournalFile file) {
		Holding holding = this.newest;
		return (holding != null && holding.isIn(file)) ? holding : null;
	}

	void holds(Holding holding) {
		this.newest = holding;
	}

	void askToSettle() {
		Owner present = this.owner;
		if (present != null) {
			present.group().execute(present.settleSoon());
		}
	}

	/**
	 * Run something on the dispatcher thread of the group, unless that has stopped or the
	 * log has left.
	 */
	void tell(Runnable news) {
		Owner present = this.owner;
		if (present != null) {
			present.group().execute(news);
		}
	}

	/**
	 * Who has the place.
	 *
	 * @param group where the log is used
	 * @param settleSoon what asks the log to settle
	 */
	private record Owner(FiberGroup group, Runnable settleSoon) {

	}

}
