package io.dongting.raft.log.segment;

import io.dongting.raft.storage.NoSpaceException;
import io.dongting.raft.storage.StorageLane;

/**
 * Makes the next segment ready between the writes, a part at a time. On the dispatcher
 * thread of the group.
 */
final class SparePreparation {

	private final SegmentStore store;

	private final StorageLane lane;

	private final LogLife life;

	private boolean running;

	SparePreparation(SegmentStore store, StorageLane lane, LogLife life) {
		this.store = store;
		this.lane = lane;
		this.life = life;
	}

	/** Go on until the store wants no more of it. */
	void start() {
		if (this.running || !this.life.isWritable()) {
			return;
		}
		this.running = true;
		this.lane.submit(() -> {
			this.store.prepareSpare();
			return this.store.wantsSpare();
		}, (wantsMore) -> {
			this.running = false;
			if (wantsMore) {
				start();
			}
		}, (cause) -> {
			this.running = false;
			// A full disk is met again, and waited for, when the space is needed
			if (!(cause instanceof NoSpaceException)) {
				this.life.fail(cause);
			}
		});
	}

}
