package io.dongting.raft.core.commit;

import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.RoleListener;

/**
 * Measures how long commands wait until they are committed. What a leader appends
 * together is measured together, by its last entry; when very much waits, only the oldest
 * of it.
 */
public final class CommitMeter implements RoleListener {

	private static final int MOST_WAITING = 256;

	private final GroupContext context;

	/** A ring, from the oldest to the latest. */
	private final long[] lastIndexes = new long[MOST_WAITING];

	private final long[] appendedNanos = new long[MOST_WAITING];

	private int oldest;

	private int count;

	public CommitMeter(GroupContext context) {
		this.context = context;
	}

	/**
	 * This node has appended commands as leader.
	 * @param lastIndex the last of them
	 * @param nowNanos the time
	 */
	public void appended(long lastIndex, long nowNanos) {
		if (this.count < MOST_WAITING) {
			int next = (this.oldest + this.count) % MOST_WAITING;
			this.lastIndexes[next] = lastIndex;
			this.appendedNanos[next] = nowNanos;
			this.count++;
		}
	}

	/**
	 * More is committed.
	 * @param commitIndex the last index that is
	 */
	public void committed(long commitIndex) {
		if (this.count == 0 || this.lastIndexes[this.oldest] > commitIndex) {
			return;
		}
		long nowNanos = this.context.nanoTime();
		while (this.count > 0 && this.lastIndexes[this.oldest] <= commitIndex) {
			this.context.meters().committed(nowNanos - this.appendedNanos[this.oldest]);
			this.oldest = (this.oldest + 1) % MOST_WAITING;
			this.count--;
		}
	}

	/** What waits is for another leader to commit, which is no measure of this one. */
	@Override
	public void leadershipEnded() {
		this.count = 0;
	}

}
