package io.dongting.raft.core.state;

import java.util.concurrent.TimeUnit;

/**
 * How long ago this replica heard from a leader, and what it owes that leader for it: for
 * the promised time it votes for nobody else (R7).
 */
public final class LeaderContact {

	private final long electionTimeoutNanos;

	private final long promiseNanos;

	private boolean alive;

	/** Read by any thread. */
	private volatile long heardNanos;

	/** Until when this replica led itself; read by any thread. */
	private volatile long ledNanos;

	private long promiseEndNanos;

	/**
	 * Begin without a leader, but with the promise an earlier start may have given.
	 * @param context where the group runs
	 * @param storedPromiseMillis the longest promise ever stated, in milliseconds
	 */
	public LeaderContact(GroupContext context, long storedPromiseMillis) {
		this.electionTimeoutNanos = context.options().electionTimeout().toNanos();
		this.promiseNanos = Math.max(context.options().leasePromise().toNanos(),
				TimeUnit.MILLISECONDS.toNanos(storedPromiseMillis));
		this.heardNanos = context.nanoTime();
		this.ledNanos = this.heardNanos;
		this.promiseEndNanos = context.nanoTime() + TimeUnit.MILLISECONDS.toNanos(storedPromiseMillis);
	}

	/**
	 * A message of the leader of the current term has arrived.
	 * @param nowNanos when
	 */
	public void heard(long nowNanos) {
		this.alive = true;
		this.heardNanos = nowNanos;
		this.promiseEndNanos = nowNanos + this.promiseNanos;
	}

	/**
	 * This replica leads still, or did so until now.
	 * @param nowNanos the time
	 */
	public void led(long nowNanos) {
		this.ledNanos = nowNanos;
	}

	/**
	 * Return for how long nobody has led as far as this replica knows. May be called on
	 * any thread.
	 * @param nowNanos the time
	 * @return how long ago a leader was heard of, or this replica last said that it leads
	 */
	public long silentNanos(long nowNanos) {
		return Math.min(nowNanos - this.heardNanos, nowNanos - this.ledNanos);
	}

	/**
	 * The leader has most likely gone: its connection ended, or it said that it steps
	 * down (R10). The promise stands all the same.
	 */
	public void lost() {
		this.alive = false;
	}

	/**
	 * Return whether the leader is believed to live (R8).
	 * @param nowNanos the time
	 * @return whether it was heard within the election timeout, and nothing since says
	 * that it is gone
	 */
	public boolean believedAlive(long nowNanos) {
		return this.alive && nowNanos - this.heardNanos < this.electionTimeoutNanos;
	}

	/**
	 * Return when a leader was last heard of.
	 * @return the time, that of the start if none was
	 */
	public long heardNanos() {
		return this.heardNanos;
	}

	/**
	 * Return whether the promise given to a leader still holds (R7).
	 * @param nowNanos the time
	 * @return whether this replica may vote for nobody else
	 */
	public boolean promised(long nowNanos) {
		return this.promiseEndNanos - nowNanos > 0;
	}

	public long promiseEndNanos() {
		return this.promiseEndNanos;
	}

	/**
	 * Return the promise that every answer to a leader states.
	 * @return the promise in milliseconds
	 */
	public long promiseMillis() {
		return TimeUnit.NANOSECONDS.toMillis(this.promiseNanos);
	}

}
