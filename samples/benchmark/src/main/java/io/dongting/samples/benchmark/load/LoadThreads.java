package io.dongting.samples.benchmark.load;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * The threads of a load generator. What one of them throws is thrown again where they are
 * waited for.
 */
final class LoadThreads {

	private final List<Thread> threads;

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	private volatile boolean running = true;

	LoadThreads(String name, int count, Work work) {
		this.threads = IntStream.range(0, count).mapToObj((number) -> new Thread(() -> {
			try {
				work.run(number);
			}
			catch (Throwable ex) {
				this.failure.compareAndSet(null, ex);
			}
		}, "load-" + name + "-" + number)).toList();
		this.threads.forEach((thread) -> thread.setDaemon(true));
	}

	List<Thread> all() {
		return this.threads;
	}

	void start() {
		this.threads.forEach(Thread::start);
	}

	/** Return whether to go on. */
	boolean areRunning() {
		return this.running;
	}

	void stop() throws InterruptedException {
		this.running = false;
		for (Thread thread : this.threads) {
			thread.join();
		}
		Throwable thrown = this.failure.get();
		if (thrown != null) {
			throw new IllegalStateException("The load generator failed: " + thrown, thrown);
		}
	}

	/** What a thread does. */
	@FunctionalInterface
	interface Work {

		void run(int number) throws Exception;

	}

}
