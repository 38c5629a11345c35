package io.dongting.samples.benchmark.load;

import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Keeps a number of commands in flight, from one thread: each outcome makes room for the
 * next command.
 */
public final class ClosedLoop implements LoadGenerator {

	private final Commands commands;

	private final int inFlight;

	private final Semaphore room;

	private final LoadThreads threads;

	/**
	 * Create the load.
	 * @param commands what is submitted
	 * @param inFlight how many commands wait for their outcome at any time
	 */
	public ClosedLoop(Commands commands, int inFlight) {
		this.commands = commands;
		this.inFlight = inFlight;
		this.room = new Semaphore(inFlight);
		this.threads = new LoadThreads("closed-loop", 1, (number) -> run());
	}

	private void run() throws InterruptedException {
		Runnable makeRoom = this.room::release;
		while (this.threads.areRunning()) {
			this.room.acquire();
			// What has gathered meanwhile is taken at once, and nobody is woken for it
			int permits = 1 + this.room.drainPermits();
			for (int i = 0; i < permits; i++) {
				this.commands.submitNext(System.nanoTime(), makeRoom);
			}
		}
		this.room.acquire(this.inFlight);
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
