package io.dongting.raft.log.journal;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Runs a job whenever somebody asks for it, never twice at once. After each asking it
 * runs from the beginning, so that it sees all that was done before. What only the job
 * touches needs no lock. Any thread.
 */
final class JobTurn {

	private final Executor executor;

	private final Runnable job;

	private final Consumer<RejectedExecutionException> rejected;

	private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.IDLE);

	/**
	 * Create one.
	 * @param executor where the job runs; its threads may block
	 * @param job the job
	 * @param rejected called when the executor takes nothing; it may touch what the job
	 * touches, which runs after it on the thread that asked
	 */
	JobTurn(Executor executor, Runnable job, Consumer<RejectedExecutionException> rejected) {
		this.executor = executor;
		this.job = job;
		this.rejected = rejected;
	}

	/** Have the job run on the executor. */
	void ask() {
		if (this.phase.getAndUpdate(Phase::whenAsked) == Phase.IDLE) {
			hand();
		}
	}

	/** Have the job run, on this thread unless it is running. */
	void askHere() {
		Phase before = this.phase.getAndUpdate(Phase::whenAskedHere);
		if (before == Phase.IDLE || before == Phase.HANDED) {
			work();
		}
	}

	private void hand() {
		try {
			this.executor.execute(this::runHanded);
		}
		catch (RejectedExecutionException ex) {
			if (this.phase.compareAndSet(Phase.HANDED, Phase.RUNNING)) {
				this.rejected.accept(ex);
				work();
			}
		}
	}

	/** Somebody may have done it meanwhile. */
	private void runHanded() {
		if (this.phase.compareAndSet(Phase.HANDED, Phase.RUNNING)) {
			work();
		}
	}

	private void work() {
		try {
			this.job.run();
			while (!this.phase.compareAndSet(Phase.RUNNING, Phase.IDLE)) {
				this.phase.set(Phase.RUNNING);
				this.job.run();
			}
		}
		catch (RuntimeException | Error ex) {
			if (!this.phase.compareAndSet(Phase.RUNNING, Phase.IDLE)) {
				this.phase.set(Phase.HANDED);
				hand();
			}
			throw ex;
		}
	}

	private enum Phase {

		/** Nobody has asked since the job last ran. */
		IDLE,

		/** The executor has the job and has not begun. */
		HANDED,

		/** The job runs. */
		RUNNING,

		/** The job runs, and is to run once more. */
		ASKED;

		Phase whenAsked() {
			return switch (this) {
				case IDLE -> HANDED;
				case RUNNING -> ASKED;
				case HANDED, ASKED -> this;
			};
		}

		Phase whenAskedHere() {
			return switch (this) {
				case IDLE, HANDED -> RUNNING;
				case RUNNING, ASKED -> ASKED;
			};
		}

	}

}
