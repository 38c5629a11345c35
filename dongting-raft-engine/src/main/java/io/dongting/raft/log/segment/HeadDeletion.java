package io.dongting.raft.log.segment;

import java.util.function.LongConsumer;

import io.dongting.raft.storage.NoSpaceException;
import io.dongting.raft.storage.StorageLane;

/**
 * Deletes what nobody needs of the head of a log between the writes, one piece of work at
 * a time. On the dispatcher thread of the group.
 */
final class HeadDeletion {

	private final SegmentStore store;

	private final StorageLane lane;

	private final LogLife life;

	private boolean running;

	/** The first entry to keep. */
	private long wantedFirst;

	HeadDeletion(SegmentStore store, StorageLane lane, LogLife life) {
		this.store = store;
		this.lane = lane;
		this.life = life;
	}

	/**
	 * Delete what is before an entry.
	 * @param index the first entry to keep
	 * @param deleted told the first index that is kept, when it is on disk
	 */
	void deleteBefore(long index, LongConsumer deleted) {
		this.wantedFirst = Math.max(this.wantedFirst, index);
		if (this.running || !this.life.isWritable()) {
			return;
		}
		this.running = true;
		long wanted = this.wantedFirst;
		this.lane.submit(() -> this.store.deleteBefore(wanted), (firstIndex) -> {
			this.running = false;
			deleted.accept(firstIndex);
			if (this.wantedFirst > wanted) {
				deleteBefore(this.wantedFirst, deleted);
			}
		}, (cause) -> {
			this.running = false;
			// A full disk has no room to say so either; the head is let go another time
			if (!(cause instanceof NoSpaceException)) {
				this.life.fail(cause);
			}
		});
	}

}
