package io.dongting.raft.server;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

import io.dongting.raft.core.meter.GroupMeters;
import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.journal.JournalMember;

/**
 * A place in the journal whose group is told how long the syncs took that its writes
 * waited for, as it is of those of its own files. On the dispatcher thread of the group.
 *
 * @param member the place
 * @param meters the meters of the group
 * @param lastSyncNanos how long the last sync of the journal took: that of a write that
 * has just been answered, or the one after it
 */
record MeteredMember(JournalMember member, GroupMeters meters, LongSupplier lastSyncNanos) implements JournalMember {

	@Override
	public int largestWriteBytes() {
		return this.member.largestWriteBytes();
	}

	@Override
	public void append(List<EntryBatch> batches, long epoch, LongConsumer written, Consumer<Throwable> failed) {
		this.member.append(batches, epoch, (number) -> {
			this.meters.synced(this.lastSyncNanos.getAsLong());
			written.accept(number);
		}, failed);
	}

	@Override
	public void settled(long number) {
		this.member.settled(number);
	}

	@Override
	public void stop() {
		this.member.stop();
	}

	@Override
	public void leave() {
		this.member.leave();
	}

}
