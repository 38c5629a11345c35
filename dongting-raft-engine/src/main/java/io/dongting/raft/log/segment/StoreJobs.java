package io.dongting.raft.log.segment;

import java.io.IOException;
import java.util.function.Consumer;

import io.dongting.raft.storage.StorageLane;

/**
 * What writes to a log's own files: one job at a time, of which the owner takes care.
 * Reads and preparations come in between. On the dispatcher thread of the group.
 */
final class StoreJobs {

	private final SegmentStore store;

	private final StorageLane lane;

	private boolean running;

	StoreJobs(SegmentStore store, StorageLane lane) {
		this.store = store;
		this.lane = lane;
	}

	boolean isRunning() {
		return this.running;
	}

	/**
	 * Do a job. None is running.
	 * @param job blocks; touches nothing but the store
	 * @param done told how the files are then
	 * @param failed told what the job threw
	 */
	void run(Job job, Consumer<Stored> done, Consumer<Throwable> failed) {
		this.running = true;
		this.lane.submit(() -> {
			job.run(this.store);
			return new Stored(this.store.end().lastIndex(), this.store.wantsSpare());
		}, (stored) -> {
			this.running = false;
			done.accept(stored);
		}, (cause) -> {
			this.running = false;
			failed.accept(cause);
		});
	}

	/**
	 * Close the files after a last job. No other is done afterwards.
	 * @param last the job
	 * @param done run when they are closed
	 * @param failed told what went wrong
	 */
	void close(Job last, Runnable done, Consumer<Throwable> failed) {
		this.running = true;
		this.lane.submit(() -> {
			try (SegmentStore closing = this.store) {
				last.run(closing);
			}
			return true;
		}, (closed) -> done.run(), failed);
	}

	/**
	 * A job on the storage thread.
	 */
	@FunctionalInterface
	interface Job {

		/** Only closes the files. */
		Job NONE = (store) -> {
		};

		void run(SegmentStore store) throws IOException;

	}

	/**
	 * How the files are after a job.
	 *
	 * @param lastIndex the last index in them, durable
	 * @param wantsSpare whether it is time to make more of the next segment ready
	 */
	record Stored(long lastIndex, boolean wantsSpare) {

	}

}
