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

	/** Since when every write has met a full disk. */
	private long fullSinceNanos = NONE;

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
		return this.fullSinceNanos != NONE;
	}

	/** Return for how long every write has met a full disk, 0 if the last did not. */
	long fullNanos() {
		return isFull() ? this.group.clock().nanoTime() - this.fullSinceNanos : 0;
	}

	/** A write has found its space. */
	void found() {
		this.fullSinceNanos = NONE;
	}

	/**
	 * A write has met a full disk.
	 * @param retry to be run when it is time to try again
	 */
	void begin(Runnable retry) {
		this.pausing = true;
		if (!isFull()) {
			this.fullSinceNanos = this.group.clock().nanoTime();
		}
		this.group.schedule(this.retryInterval.toNanos(), () -> {
			this.pausing = false;
			retry.run();
		});
	}

}
