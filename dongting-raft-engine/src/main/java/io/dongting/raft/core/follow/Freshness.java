package io.dongting.raft.core.follow;

import io.dongting.raft.core.state.GroupContext;

/**
 * How old the state is that this replica shows: when the latest leader's message came
 * that it has applied all of, as far as that leader had committed then. So it ages where
 * entries are applied or come too slowly, and where no leader is heard.
 *
 * <p>
 * One message is followed up at a time, which costs nothing; the state is taken for up to
 * twice as old as it is.
 */
public final class Freshness {

	/**
	 * Longer than elections and pauses take, and than commands that are slow but well.
	 */
	private static final int PATIENCE_TIMEOUTS = 10;

	private static final long NONE = -1;

	private final GroupContext context;

	private final long patienceNanos;

	/** What is to be applied, and when the leader named it. */
	private long awaitedIndex = NONE;

	private long awaitedSinceNanos;

	private volatile long freshNanos;

	/**
	 * Begin with a state that is fresh: it is not served before it has been.
	 * @param context where the group runs
	 */
	public Freshness(GroupContext context) {
		this.context = context;
		this.patienceNanos = PATIENCE_TIMEOUTS * context.options().electionTimeout().toNanos();
		this.freshNanos = context.nanoTime();
	}

	/**
	 * The leader has said how far it has committed.
	 * @param leaderCommit its commit index
	 */
	public void told(long leaderCommit) {
		if (this.awaitedIndex == NONE) {
			this.awaitedIndex = leaderCommit;
			this.awaitedSinceNanos = this.context.nanoTime();
		}
	}

	/**
	 * At the end of a round of a replica that does not lead.
	 * @param index how far it has applied the log
	 */
	public void applied(long index) {
		if (this.awaitedIndex != NONE && index >= this.awaitedIndex) {
			this.awaitedIndex = NONE;
			this.freshNanos = this.awaitedSinceNanos;
		}
	}

	/** This replica leads: nobody's state is fresher. */
	public void leads() {
		this.awaitedIndex = NONE;
		this.freshNanos = this.context.nanoTime();
	}

	/**
	 * Return whether the state is older than ten election timeouts. May be called on any
	 * thread.
	 * @return whether it is
	 */
	public boolean isLagging() {
		return this.context.nanoTime() - this.freshNanos > this.patienceNanos;
	}

}
