package io.dongting.spring.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import io.dongting.simulation.SimulatedCluster;
import org.jspecify.annotations.Nullable;

/**
 * Lets virtual time pass for whoever waits: the thread of the test drives the world
 * meanwhile, that of an {@linkplain RaftTestCluster#async asynchronous call} stands still
 * until the world has come that far.
 */
final class Simulation {

	/** How often a client looks whether something has come. */
	private static final Duration GLANCE = Duration.ofMillis(10);

	private final SimulatedCluster cluster;

	private final Thread testThread = Thread.currentThread();

	private final List<ClientThread> clients = new ArrayList<>();

	private int clientsStarted;

	private boolean driving;

	Simulation(SimulatedCluster cluster) {
		this.cluster = cluster;
	}

	/**
	 * Let time pass until a condition holds.
	 * @return whether it holds
	 */
	boolean runUntil(BooleanSupplier condition, Duration limit) {
		requireTestThread();
		if (this.driving) {
			throw new IllegalStateException("A callback of a future cannot wait for another call, since no time "
					+ "passes while it runs. Let RaftTestCluster.async make calls that follow each other.");
		}
		this.driving = true;
		try {
			return this.cluster.runUntil(condition, limit);
		}
		finally {
			this.driving = false;
		}
	}

	/**
	 * Wait for a future.
	 * @return whether it is complete
	 */
	boolean await(CompletableFuture<?> future, Duration limit) {
		if (future.isDone()) {
			return true;
		}
		ClientThread client = ClientThread.current();
		return (client != null) ? client.await(future, limit) : runUntil(future::isDone, limit);
	}

	/**
	 * Wait for something that comes with time, unless nobody can wait here.
	 */
	void waitFor(BooleanSupplier condition, Duration limit) {
		ClientThread client = ClientThread.current();
		if (client == null && !this.driving) {
			runUntil(condition, limit);
		}
		if (client != null) {
			for (Duration waited = Duration.ZERO; !condition.getAsBoolean()
					&& waited.compareTo(limit) < 0; waited = waited.plus(GLANCE)) {
				advance(GLANCE);
			}
		}
	}

	/**
	 * Let time pass.
	 */
	void advance(Duration duration) {
		await(new CompletableFuture<>(), duration);
	}

	/**
	 * Do something on the thread to which the world belongs.
	 */
	<R extends @Nullable Object> R call(Callable<R> task) throws Exception {
		ClientThread client = ClientThread.current();
		if (client != null) {
			return client.call(task);
		}
		requireTestThread();
		return task.call();
	}

	/**
	 * Let something happen later.
	 */
	void schedule(long delayNanos, Runnable event) {
		try {
			call(() -> this.cluster.world().schedule(delayNanos, event));
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Run calls as those of one more client, until they wait for the first time.
	 */
	<R extends @Nullable Object> CompletableFuture<R> start(Callable<R> calls) {
		requireTestThread();
		DrivenFuture<R> outcome = new DrivenFuture<>(this);
		ClientThread client = new ClientThread(this, "raft-test-client-" + ++this.clientsStarted);
		this.clients.add(client);
		outcome.whenComplete((value, failure) -> this.clients.remove(client));
		client.start(calls, outcome);
		return outcome;
	}

	/**
	 * Return how many clients are still at work.
	 */
	int clientsAtWork() {
		return this.clients.size();
	}

	/**
	 * End clients that still wait.
	 */
	void close() {
		List.copyOf(this.clients).forEach(ClientThread::stop);
	}

	void requireTestThread() {
		if (Thread.currentThread() != this.testThread) {
			throw new IllegalStateException("The cluster belongs to thread '" + this.testThread.getName()
					+ "' of the test; '" + Thread.currentThread().getName()
					+ "' may use the proxies if RaftTestCluster.async has started it, and nothing else.");
		}
	}

}
