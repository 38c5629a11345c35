package io.dongting.samples.benchmark.load;

import java.util.List;

/**
 * Keeps a contestant busy. Started once and stopped once.
 */
public interface LoadGenerator {

	/** Begin. */
	void start();

	/**
	 * Begin nothing more and wait until everything that is under way has an outcome.
	 * @throws InterruptedException if the thread is interrupted while it waits
	 */
	void stop() throws InterruptedException;

	/**
	 * Return the threads that make the load, whose work is not the engine's.
	 * @return the threads, also before the start
	 */
	List<Thread> threads();

}
