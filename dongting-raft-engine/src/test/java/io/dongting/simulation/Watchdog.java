package io.dongting.simulation;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

/**
 * Tells of a run that does not end. What counts is the processor's time that its thread
 * uses, which says the same on a busy machine; a thread that uses none, since it waits,
 * is given far longer.
 */
public final class Watchdog {

	/** How often it looks while the patience lasts. */
	static final int LOOKS = 10;

	/** How many times as long a run may take that does not use the processor. */
	static final int WAITING_FACTOR = 20;

	private final Duration patience;

	private final Consumer<StackTraceElement[]> stuck;

	private final LongUnaryOperator usedNanos;

	/**
	 * Create a watchdog.
	 * @param patience how much time of the processor a run may take
	 * @param stuck told where the run is stuck, once and on another thread. It has to end
	 * the process: a step that does not end cannot be stopped
	 */
	public Watchdog(Duration patience, Consumer<StackTraceElement[]> stuck) {
		this(patience, stuck, Watchdog::usedNanos);
	}

	/**
	 * Create a watchdog.
	 * @param patience how much time of the processor a run may take
	 * @param stuck told where the run is stuck
	 * @param usedNanos how much time of the processor the thread of an id has used up to
	 * now, negative if that is not known
	 */
	Watchdog(Duration patience, Consumer<StackTraceElement[]> stuck, LongUnaryOperator usedNanos) {
		this.patience = patience;
		this.stuck = stuck;
		this.usedNanos = usedNanos;
	}

	/**
	 * Do something on this thread, under watch.
	 * @param <T> the type of the result
	 * @param run what to do
	 * @return its result
	 */
	public <T> T over(Supplier<T> run) {
		CountDownLatch ended = new CountDownLatch(1);
		Thread watched = Thread.currentThread();
		long beginNanos = this.usedNanos.applyAsLong(watched.getId());
		Thread thread = new Thread(() -> watch(watched, beginNanos, ended), "watchdog");
		thread.setDaemon(true);
		thread.start();
		try {
			return run.get();
		}
		finally {
			ended.countDown();
		}
	}

	private void watch(Thread watched, long beginNanos, CountDownLatch ended) {
		long betweenNanos = this.patience.toNanos() / LOOKS;
		try {
			// Counts looks and not the time, which also passes while the machine sleeps
			long waitedNanos = 0;
			while (!ended.await(betweenNanos, TimeUnit.NANOSECONDS)) {
				waitedNanos += betweenNanos;
				if (isOver(watched, beginNanos, waitedNanos)) {
					this.stuck.accept(watched.getStackTrace());
					return;
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean isOver(Thread watched, long beginNanos, long waitedNanos) {
		long patienceNanos = this.patience.toNanos();
		long nowNanos = this.usedNanos.applyAsLong(watched.getId());
		long runNanos = (nowNanos < 0) ? waitedNanos : nowNanos - beginNanos;
		return runNanos >= patienceNanos || waitedNanos >= WAITING_FACTOR * patienceNanos;
	}

	static long usedNanos(long threadId) {
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		return threads.isThreadCpuTimeSupported() ? threads.getThreadCpuTime(threadId) : -1;
	}

}
