package io.dongting.raft.server;

import io.dongting.raft.core.replicate.HeartbeatPhase;

/**
 * The beat of all groups of a server that lead: that of the first of them, for as long as
 * there is one. Intervals that differ are counted from the same moment.
 */
final class SharedPhase implements HeartbeatPhase {

	private int leaders;

	private long beginNanos;

	@Override
	public synchronized void begin(long nowNanos) {
		if (this.leaders++ == 0) {
			this.beginNanos = nowNanos;
		}
	}

	@Override
	public synchronized long nanosToNext(long nowNanos, long intervalNanos) {
		return intervalNanos - Math.floorMod(nowNanos - this.beginNanos, intervalNanos);
	}

	@Override
	public synchronized void end() {
		this.leaders--;
	}

}
