package io.dongting.raft.log.segment;

import java.time.Duration;

import io.dongting.fiber.FiberGroup;

/**
 * The wait for space on a full disk (R29): a while after each write that met one, the
 * next is tried. On the dispatcher thread of the group.
 */
final class SpaceWait {

	private static final long NONE = -1;

	private final FiberGroup group;

	private final Duration retryInterval;

	/** Between a write that met a full disk and the next try. */
	private boolean pausing;

	private boolean full;

	/** Since when something waits that has nowhere else to go. */
	private long blockedSinceNanos = NONE;

	SpaceWait(FiberGroup group, Duration retryInterval) {
		this.group = group;
		this.retryInterval = retryInterval;
	}

	/** Return whether nothing is to be tried now. */
	boolean isPausing() {
		return this.pausing;
	}

	/** Return whether the last write met a full disk. */
	boolean isFull() {
		return this.full;
	}

	/** Return for how long what has nowhere else to go has waited, 0 if nothing does. */
	long blockedNanos() {
		return (this.blockedSinceNanos != NONE) ? this.group.clock().nanoTime() - this.blockedSinceNanos : 0;
	}

	/** A write has found its space. */
	void found() {
		this.full = false;
		this.blockedSinceNanos = NONE;
	}

	/**
	 * What met a full disk is not durable anywhere, and waits. What the journal holds can
	 * stay there: as long as that takes more, nothing is stalled.
	 */
	void block() {
		if (this.blockedSinceNanos == NONE) {
			this.blockedSinceNanos = this.group.clock().nanoTime();
		}
	}

	/**
	 * A write has met a full disk.
	 * @param retry to be run when it is time to try again
	 */
	void begin(Runnable retry) {
		this.pausing = true;
		this.full = true;
		this.group.schedule(this.retryInterval.toNanos(), () -> {
			this.pausing = false;
			retry.run();
		});
	}

}
