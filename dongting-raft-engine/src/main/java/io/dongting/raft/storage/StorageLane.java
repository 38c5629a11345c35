package io.dongting.raft.storage;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import io.dongting.fiber.FiberGroup;
import org.jspecify.annotations.Nullable;

/**
 * Brings blocking work of one owner to an executor, one job at a time and in order, and
 * each outcome back to the owner's group. What a job touches needs no lock: a job sees
 * all that the jobs before it did.
 *
 * <p>
 * Used only on the dispatcher thread of the group. Of each job exactly one of its two
 * callbacks runs there, unless the group has stopped. The owner bounds how much it
 * submits.
 */
public final class StorageLane {

	private final FiberGroup group;

	private final Executor executor;

	private final ArrayDeque<Job<?>> waiting = new ArrayDeque<>();

	private boolean running;

	private long startedNanos;

	/**
	 * Create a lane.
	 * @param group where the outcomes go
	 * @param executor where the work is done; its threads may block
	 */
	public StorageLane(FiberGroup group, Executor executor) {
		this.group = group;
		this.executor = executor;
	}

	/**
	 * Do a job after those submitted before.
	 * @param work runs on the executor
	 * @param done runs on the group with what the work returned
	 * @param failed runs on the group with what the work threw, or why it could not run
	 * @param <T> the type of the result
	 */
	public <T extends @Nullable Object> void submit(StorageWork<T> work, Consumer<T> done, Consumer<Throwable> failed) {
		this.waiting.add(new Job<>(work, done, failed));
		startNext();
	}

	/**
	 * Return how many jobs have not ended.
	 * @return the count
	 */
	public int size() {
		return this.waiting.size() + (this.running ? 1 : 0);
	}

	/**
	 * Return for how long the job that runs now has been running.
	 * @return nanoseconds, 0 while there is nothing to do
	 */
	public long busyNanos() {
		return this.running ? this.group.clock().nanoTime() - this.startedNanos : 0;
	}

	private void startNext() {
		if (this.running) {
			return;
		}
		@Nullable Job<?> job = this.waiting.poll();
		if (job == null) {
			return;
		}
		this.running = true;
		this.startedNanos = this.group.clock().nanoTime();
		try {
			this.executor.execute(() -> run(job));
		}
		catch (RejectedExecutionException ex) {
			this.group.execute(() -> end(() -> job.failed.accept(ex)));
		}
	}

	private <T extends @Nullable Object> void run(Job<T> job) {
		T result;
		try {
			result = job.work.run();
		}
		catch (Throwable ex) {
			this.group.execute(() -> end(() -> job.failed.accept(ex)));
			if (ex instanceof Error error) {
				throw error;
			}
			return;
		}
		this.group.execute(() -> end(() -> job.done.accept(result)));
	}

	private void end(Runnable callback) {
		this.running = false;
		try {
			callback.run();
		}
		finally {
			startNext();
		}
	}

	/**
	 * Work that may block.
	 *
	 * @param <T> the type of the result
	 */
	@FunctionalInterface
	public interface StorageWork<T extends @Nullable Object> {

		/**
		 * Do it.
		 * @return the result
		 * @throws IOException if it fails
		 */
		T run() throws IOException;

	}

	private record Job<T extends @Nullable Object>(StorageWork<T> work, Consumer<T> done, Consumer<Throwable> failed) {

	}

}
