package io.dongting.spring.test;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * A future in virtual time: whoever waits for it lets time pass, and its timeouts are
 * those of the world. What is derived from it is of the same kind.
 *
 * @param <V> the type of the value
 */
final class DrivenFuture<V extends @Nullable Object> extends CompletableFuture<V> {

	/** Nothing takes so long, unless it never ends. */
	private static final Duration FOREVER = Duration.ofHours(1);

	private final Simulation simulation;

	DrivenFuture(Simulation simulation) {
		this.simulation = simulation;
	}

	@Override
	public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
		return new DrivenFuture<>(this.simulation);
	}

	@Override
	public V get() throws InterruptedException, ExecutionException {
		requireDone();
		return super.get();
	}

	@Override
	public V join() {
		requireDone();
		return super.join();
	}

	@Override
	public V get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
		if (!this.simulation.await(this, Duration.of(timeout, unit.toChronoUnit()))) {
			throw new TimeoutException();
		}
		return super.get();
	}

	@Override
	public CompletableFuture<V> orTimeout(long timeout, TimeUnit unit) {
		this.simulation.schedule(unit.toNanos(timeout), () -> completeExceptionally(new TimeoutException()));
		return this;
	}

	@Override
	public CompletableFuture<V> completeOnTimeout(V value, long timeout, TimeUnit unit) {
		this.simulation.schedule(unit.toNanos(timeout), () -> complete(value));
		return this;
	}

	private void requireDone() {
		if (!this.simulation.await(this, FOREVER)) {
			throw new IllegalStateException("Nothing has completed this future for " + FOREVER + " of virtual time");
		}
	}

}
