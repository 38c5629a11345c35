package io.dongting.spring.statemachine;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where the futures of callers are completed, and what hangs on them runs: the
 * application's code must not hold up a thread of the engine. What waits here is bounded
 * by what the groups accept.
 *
 * <p>
 * Not an {@link Executor} itself, since Spring Boot leaves out its own task executor
 * where the application has a bean of that type.
 */
public final class CompletionThreads implements AutoCloseable {

	static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

	private final Executor executor;

	private final Runnable closing;

	/** Create the threads; they are started when they are needed. */
	public CompletionThreads() {
		AtomicInteger counter = new AtomicInteger();
		ExecutorService threads = Executors.newFixedThreadPool(THREADS, (task) -> {
			Thread thread = new Thread(task, "raft-completion-" + counter.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		});
		this.executor = new CompletionQueue(threads, THREADS);
		this.closing = threads::shutdown;
	}

	private CompletionThreads(Executor executor) {
		this.executor = executor;
		this.closing = () -> {
		};
	}

	/**
	 * Return what takes no thread: futures are completed on that of the engine, as it has
	 * to be where a simulation runs everything on one.
	 * @return what need not be closed
	 */
	public static CompletionThreads none() {
		return new CompletionThreads(Runnable::run);
	}

	Executor executor() {
		return this.executor;
	}

	@Override
	public void close() {
		this.closing.run();
	}

}
