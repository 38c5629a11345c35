package io.dongting.spring.statemachine;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands completions to a few threads. A thread that is at work takes the next by itself,
 * so that one is woken only when not all of them are: waking a thread costs more than
 * most completions.
 */
final class CompletionQueue implements Executor {

	private final Executor threads;

	private final int mostAtWork;

	private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

	private final AtomicInteger atWork = new AtomicInteger();

	/**
	 * Create a queue.
	 * @param threads where the work is done; may refuse it, which is then done by the
	 * thread that brings it
	 * @param mostAtWork how many threads work at the same time
	 */
	CompletionQueue(Executor threads, int mostAtWork) {
		this.threads = threads;
		this.mostAtWork = mostAtWork;
	}

	@Override
	public void execute(Runnable completion) {
		this.waiting.add(completion);
		if (mayBegin()) {
			begin();
		}
	}

	private boolean mayBegin() {
		int before = this.atWork.get();
		while (before < this.mostAtWork) {
			if (this.atWork.compareAndSet(before, before + 1)) {
				return true;
			}
			before = this.atWork.get();
		}
		return false;
	}

	private void begin() {
		try {
			this.threads.execute(this::work);
		}
		catch (RejectedExecutionException ex) {
			// The application is closing; whoever still waits gets the outcome all the
			// same
			work();
		}
	}

	private void work() {
		boolean goesOn = true;
		while (goesOn) {
			runWaiting();
			this.atWork.decrementAndGet();
			// Whoever has added something since the last look may have seen all at work
			goesOn = !this.waiting.isEmpty() && mayBegin();
		}
	}

	private void runWaiting() {
		Runnable next = this.waiting.poll();
		while (next != null) {
			run(next);
			next = this.waiting.poll();
		}
	}

	/** One that fails is reported as a thread that ends with it would be. */
	private static void run(Runnable completion) {
		try {
			completion.run();
		}
		catch (RuntimeException | Error ex) {
			Thread thread = Thread.currentThread();
			thread.getUncaughtExceptionHandler().uncaughtException(thread, ex);
		}
	}

}
