package io.dongting.simulation;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Ends the process when a run does not end: a step that never does cannot be stopped,
 * only reported.
 */
public final class Watchdog {

	private final Duration patience;

	private final Consumer<StackTraceElement[]> report;

	/**
	 * Create a watchdog.
	 * @param patience how long a run may take
	 * @param report told where the run is stuck, just before the process ends
	 */
	public Watchdog(Duration patience, Consumer<StackTraceElement[]> report) {
		this.patience = patience;
		this.report = report;
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
		Thread thread = new Thread(() -> watch(watched, ended), "watchdog");
		thread.setDaemon(true);
		thread.start();
		try {
			return run.get();
		}
		finally {
			ended.countDown();
		}
	}

	private void watch(Thread watched, CountDownLatch ended) {
		try {
			if (!ended.await(this.patience.toSeconds(), TimeUnit.SECONDS)) {
				this.report.accept(watched.getStackTrace());
				Runtime.getRuntime().halt(1);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
