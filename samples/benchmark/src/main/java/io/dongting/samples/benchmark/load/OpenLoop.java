package io.dongting.samples.benchmark.load;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Begins commands at fixed times, from one thread. The time of a command counts from when
 * it should have begun: were a slow engine to delay the next commands unseen, they would
 * be missing from the latencies just when these are worst (coordinated omission).
 */
public final class OpenLoop implements LoadGenerator {

	/** More would be refused by some engines; who waits for room is late, and counts. */
	private static final int MOST_IN_FLIGHT = 4000;

	private final Commands commands;

	private final long intervalNanos;

	private final Semaphore room = new Semaphore(MOST_IN_FLIGHT);

	private final LoadThreads threads;

	/**
	 * Create the load.
	 * @param commands what is submitted
	 * @param ratePerSecond how many commands begin in a second
	 */
	public OpenLoop(Commands commands, int ratePerSecond) {
		this.commands = commands;
		this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / ratePerSecond;
		this.threads = new LoadThreads("open-loop", 1, (number) -> run());
	}

	private void run() throws InterruptedException {
		Runnable makeRoom = this.room::release;
		long dueNanos = System.nanoTime();
		while (this.threads.areRunning()) {
			long aheadNanos = dueNanos - System.nanoTime();
			if (aheadNanos > 0) {
				LockSupport.parkNanos(this, aheadNanos);
				continue;
			}
			this.room.acquire();
			this.commands.submitNext(dueNanos, makeRoom);
			dueNanos += this.intervalNanos;
		}
		this.room.acquire(MOST_IN_FLIGHT);
	}

	@Override
	public void start() {
		this.threads.start();
	}

	@Override
	public void stop() throws InterruptedException {
		this.threads.stop();
	}

	@Override
	public List<Thread> threads() {
		return this.threads.all();
	}

}
