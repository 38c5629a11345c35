package io.dongting.spring.test;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;

import org.jspecify.annotations.Nullable;

/**
 * A thread for calls that wait while the test goes on. Either it runs or the thread of
 * the test does, never both, and what concerns the world is done by the latter: so its
 * calls are part of what one seed repeats.
 */
final class ClientThread {

	private static final ThreadLocal<@Nullable ClientThread> CURRENT = new ThreadLocal<>();

	private static final long LONGEST_END_MILLIS = 10_000;

	private final Simulation simulation;

	private final String name;

	private final Semaphore clientMayRun = new Semaphore(0);

	private final Semaphore worldMayRun = new Semaphore(0);

	/** What the client wants done by the thread of the test. */
	private @Nullable Runnable request;

	private boolean ended;

	private boolean stopped;

	private @Nullable Thread thread;

	ClientThread(Simulation simulation, String name) {
		this.simulation = simulation;
		this.name = name;
	}

	/** The client whose thread this is, if it is one. */
	static @Nullable ClientThread current() {
		return CURRENT.get();
	}

	/**
	 * Start the thread and let it run until it waits or ends.
	 */
	<R extends @Nullable Object> void start(Callable<R> calls, CompletableFuture<R> outcome) {
		Thread started = new Thread(() -> run(calls, outcome), this.name);
		started.setDaemon(true);
		this.thread = started;
		started.start();
		letRun();
	}

	private <R extends @Nullable Object> void run(Callable<R> calls, CompletableFuture<R> outcome) {
		CURRENT.set(this);
		this.clientMayRun.acquireUninterruptibly();
		Runnable completion;
		try {
			R result = calls.call();
			completion = () -> outcome.complete(result);
		}
		catch (Throwable ex) {
			completion = () -> outcome.completeExceptionally(ex);
		}
		this.request = completion;
		this.ended = true;
		this.worldMayRun.release();
	}

	/** On the thread of the test: stand still for the client until it waits or ends. */
	private void letRun() {
		boolean goesOn = !this.ended;
		while (goesOn) {
			this.clientMayRun.release();
			this.worldMayRun.acquireUninterruptibly();
			if (this.ended) {
				join();
			}
			Runnable asked = this.request;
			this.request = null;
			if (asked != null) {
				asked.run();
			}
			goesOn = asked != null && !this.ended;
		}
	}

	/**
	 * On the thread of the client: have something done by that of the test.
	 */
	<R extends @Nullable Object> R call(Callable<R> task) throws Exception {
		FutureTask<R> asked = new FutureTask<>(task);
		this.request = asked;
		standStill();
		try {
			return asked.get();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Exception exception) {
				throw exception;
			}
			throw (Error) ex.getCause();
		}
	}

	/**
	 * On the thread of the client: stand still until a future is complete.
	 * @return whether it is
	 */
	boolean await(CompletableFuture<?> future, Duration limit) {
		Wait wait = new Wait();
		this.simulation.schedule(limit.toNanos(), wait::end);
		future.whenComplete((value, failure) -> this.simulation.schedule(0, wait::end));
		standStill();
		return future.isDone();
	}

	private void standStill() {
		this.worldMayRun.release();
		this.clientMayRun.acquireUninterruptibly();
		if (this.stopped) {
			throw new TestIsOver();
		}
	}

	/**
	 * On the thread of the test: end the client, whatever it waits for.
	 */
	void stop() {
		this.stopped = true;
		letRun();
		join();
	}

	private void join() {
		try {
			Thread ending = Objects.requireNonNull(this.thread);
			ending.join(LONGEST_END_MILLIS);
			if (ending.isAlive()) {
				throw new IllegalStateException("'" + this.name + "' does not end");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** The client goes on when the first of two things has happened. */
	private final class Wait {

		private boolean over;

		private void end() {
			if (!this.over) {
				this.over = true;
				letRun();
			}
		}

	}

	/** Unwinds the calls of a client; an error, so that retries do not catch it. */
	private static final class TestIsOver extends Error {

		TestIsOver() {
			super("The test is over", null, false, false);
		}

	}

}
