package io.dongting.raft.core.apply;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs tasks one after the other, in order, on the threads of an executor. Thread-safe.
 * Holds a thread only while there is something to run.
 */
public final class SerialTurn {

	private static final int TASKS_PER_TURN = 64;

	private final Executor executor;

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final AtomicInteger count = new AtomicInteger();

	public SerialTurn(Executor executor) {
		this.executor = executor;
	}

	/**
	 * Run a task after all that were given before.
	 * @param task must not throw
	 */
	public void execute(Runnable task) {
		this.tasks.add(task);
		if (this.count.getAndIncrement() == 0) {
			this.executor.execute(this::runSome);
		}
	}

	/** Others share the threads: after a while, go to the end of their queue. */
	private void runSome() {
		int ran = 0;
		do {
			Runnable task = this.tasks.poll();
			if (task != null) {
				task.run();
				ran++;
			}
			if (this.count.decrementAndGet() == 0) {
				return;
			}
		}
		while (ran < TASKS_PER_TURN);
		this.executor.execute(this::runSome);
	}

}
