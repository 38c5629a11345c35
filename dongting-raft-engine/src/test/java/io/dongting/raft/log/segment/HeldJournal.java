package io.dongting.raft.log.segment;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.TestEntries;
import io.dongting.raft.log.TestEntries.Entry;
import io.dongting.raft.log.journal.JournalMember;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A journal of one log whose writes end when the test says so. Each takes the next number
 * but one, as if other logs wrote in between.
 */
final class HeldJournal implements JournalMember, JournalSeat {

	final ArrayDeque<Write> writes = new ArrayDeque<>();

	final List<Write> written = new ArrayList<>();

	/** What the log has said is settled. */
	final List<Long> settled = new ArrayList<>();

	private final int largestWriteBytes;

	Runnable settleSoon = () -> {
	};

	boolean stopped;

	boolean left;

	private long number;

	HeldJournal(int largestWriteBytes) {
		this.largestWriteBytes = largestWriteBytes;
	}

	@Override
	public JournalMember take(Runnable settleSoon) {
		this.settleSoon = settleSoon;
		return this;
	}

	@Override
	public int largestWriteBytes() {
		return this.largestWriteBytes;
	}

	@Override
	public void append(List<EntryBatch> batches, long epoch, LongConsumer written, Consumer<Throwable> failed) {
		assertThat(this.writes).as("one write at a time").isEmpty();
		assertThat(batches.stream().mapToInt(EntryBatch::sizeBytes).sum()).isBetween(1, this.largestWriteBytes);
		List<Entry> entries = new ArrayList<>();
		batches.forEach((batch) -> entries.addAll(TestEntries.decode(batch)));
		this.writes.add(new Write(epoch, entries, written, failed));
	}

	@Override
	public void settled(long number) {
		this.settled.add(number);
	}

	@Override
	public void stop() {
		this.stopped = true;
	}

	@Override
	public void leave() {
		this.left = true;
	}

	/** End the write that is under way. On the group. */
	void end() {
		Write write = this.writes.remove();
		this.written.add(write);
		this.number += 2;
		write.written().accept(this.number);
	}

	/** Let the write that is under way fail. On the group. */
	void fail(Throwable cause) {
		this.writes.remove().failed().accept(cause);
	}

	/**
	 * A write.
	 *
	 * @param epoch its epoch
	 * @param entries its entries
	 * @param written told its number
	 * @param failed told why it failed
	 */
	record Write(long epoch, List<Entry> entries, LongConsumer written, Consumer<Throwable> failed) {

	}

}
