package io.dongting.spring.autoconfigure.leader;

import java.util.concurrent.CompletableFuture;

import io.dongting.spring.leader.LeaderCandidate;
import io.dongting.spring.leader.LeaderTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a task in each leadership, on a thread of its own, never twice at once: a run that
 * does not end when it is interrupted delays the next.
 */
class LeaderTaskRunner implements LeaderCandidate {

	private static final Logger logger = LoggerFactory.getLogger(LeaderTaskRunner.class);

	private final String group;

	private final LeaderTask task;

	private @Nullable Run current;

	private volatile CompletableFuture<@Nullable Void> lastEnd = CompletableFuture.completedFuture(null);

	LeaderTaskRunner(String group, LeaderTask task) {
		this.group = group;
		this.task = task;
	}

	@Override
	public synchronized void onGranted(long fencingToken) {
		Run run = new Run(fencingToken, this.lastEnd);
		this.current = run;
		this.lastEnd = run.end;
		run.thread.start();
	}

	@Override
	public synchronized void onRevoked(long fencingToken) {
		Run run = this.current;
		if (run != null) {
			this.current = null;
			run.thread.interrupt();
		}
	}

	/**
	 * Return when what was begun has ended.
	 * @return completed when nothing runs
	 */
	CompletableFuture<@Nullable Void> ended() {
		return this.lastEnd;
	}

	@Override
	public String toString() {
		return this.task.toString();
	}

	/**
	 * The task in one leadership.
	 */
	private final class Run {

		private final long fencingToken;

		private final CompletableFuture<@Nullable Void> before;

		private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();

		private final Thread thread;

		Run(long fencingToken, CompletableFuture<@Nullable Void> before) {
			this.fencingToken = fencingToken;
			this.before = before;
			this.thread = new Thread(this::run, "raft-leader-" + LeaderTaskRunner.this.group + "-" + fencingToken);
			this.thread.setDaemon(true);
		}

		/**
		 * The interruption ends whatever it meets with, the wait for the run before too,
		 * and keeps the task from beginning where that wait was over already.
		 */
		private void run() {
			try {
				this.before.get();
				if (Thread.interrupted()) {
					throw new InterruptedException("Revoked before it began");
				}
				LeaderTaskRunner.this.task.run(this.fencingToken);
			}
			catch (InterruptedException ex) {
				logger.debug("{} was interrupted, since this node leads group '{}' no more", LeaderTaskRunner.this,
						LeaderTaskRunner.this.group);
			}
			catch (Throwable ex) {
				logger.error("{}, which runs while this node leads group '{}', failed", LeaderTaskRunner.this,
						LeaderTaskRunner.this.group, ex);
			}
			finally {
				endAfter(this.before);
			}
		}

		/**
		 * A run that was interrupted while it waited has not seen the end of the one
		 * before.
		 */
		private void endAfter(CompletableFuture<@Nullable Void> other) {
			other.whenComplete((ended, failure) -> this.end.complete(null));
		}

	}

}
