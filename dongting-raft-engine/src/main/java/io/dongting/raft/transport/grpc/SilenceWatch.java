package io.dongting.raft.transport.grpc;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Finds out at the accepting end of a connection that nothing comes any more. The opening
 * end pings, so one that lives is never silent for long. (The keepalive of gRPC waits ten
 * seconds at least.) Thread-safe.
 */
final class SilenceWatch {

	private final Duration interval;

	private final Duration limit;

	private final ScheduledExecutorService loop;

	private final Runnable silent;

	private volatile long lastHeardNanos;

	/** Guarded by this object, as is the next field. */
	private long lastCheckNanos;

	private @Nullable Future<?> nextCheck;

	/**
	 * Create a watch that does not run yet.
	 * @param loop checks
	 * @param timing how often a ping is to come, and how late it may be
	 * @param silent told once that nothing has come for too long
	 */
	SilenceWatch(ScheduledExecutorService loop, LinkTiming timing, Runnable silent) {
		this.loop = loop;
		this.interval = timing.pingInterval();
		this.limit = timing.pingInterval().plus(timing.pingLimit());
		this.silent = silent;
	}

	synchronized void start() {
		this.lastHeardNanos = System.nanoTime();
		this.lastCheckNanos = this.lastHeardNanos;
		this.nextCheck = this.loop.scheduleWithFixedDelay(this::check, this.interval.toMillis(),
				this.interval.toMillis(), TimeUnit.MILLISECONDS);
	}

	synchronized void stop() {
		if (this.nextCheck != null) {
			this.nextCheck.cancel(false);
			this.nextCheck = null;
		}
	}

	void heard() {
		this.lastHeardNanos = System.nanoTime();
	}

	private void check() {
		if (isSilent()) {
			this.silent.run();
		}
	}

	private synchronized boolean isSilent() {
		if (this.nextCheck == null) {
			return false;
		}
		long nowNanos = System.nanoTime();
		boolean late = nowNanos - this.lastCheckNanos > 2 * this.interval.toNanos();
		this.lastCheckNanos = nowNanos;
		if (late) {
			// This process was stopped for a while. What came meanwhile is still unread.
			this.lastHeardNanos = nowNanos;
			return false;
		}
		if (nowNanos - this.lastHeardNanos <= this.limit.toNanos()) {
			return false;
		}
		stop();
		return true;
	}

}
