package io.dongting.raft.server;

import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Which replicas of one group have spoken in the name of a node. One whose data was
 * replaced, or that was removed, is not heard again after the one that took its place
 * (R1); so two that speak in turn are two processes with one node id.
 */
final class Speakers {

	/** One that comes back once may be a message that was late. */
	private static final int FEWEST_RETURNS = 2;

	/** One of the two may have ended since. */
	private static final long REMEMBERED_NANOS = TimeUnit.SECONDS.toNanos(15);

	private @Nullable UUID last;

	private @Nullable UUID before;

	private int returns;

	private long returnedNanos;

	void heard(UUID replica, long nowNanos) {
		if (replica.equals(this.last)) {
			return;
		}
		this.returns = replica.equals(this.before) ? this.returns + 1 : 0;
		this.returnedNanos = nowNanos;
		this.before = this.last;
		this.last = replica;
	}

	/**
	 * Return who speaks in turn.
	 * @param nowNanos the time
	 * @return two replicas, none if only one speaks
	 */
	Set<UUID> inTurn(long nowNanos) {
		UUID one = this.last;
		UUID other = this.before;
		boolean both = this.returns >= FEWEST_RETURNS && nowNanos - this.returnedNanos < REMEMBERED_NANOS;
		return (both && one != null && other != null) ? new TreeSet<>(Set.of(one, other)) : Set.of();
	}

}
