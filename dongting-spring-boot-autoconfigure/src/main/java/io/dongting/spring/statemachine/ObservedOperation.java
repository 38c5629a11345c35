package io.dongting.spring.statemachine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import io.dongting.spring.observation.RaftCallObservations;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * A call that is observed from beginning to end, where anybody observes.
 */
final class ObservedOperation implements Operation {

	private final Supplier<Observation> observations;

	private final Observed operation;

	ObservedOperation(Supplier<Observation> observations, Observed operation) {
		this.observations = observations;
		this.operation = operation;
	}

	@Override
	public @Nullable Object call(@Nullable Object[] arguments) throws Exception {
		Observation observation = this.observations.get();
		if (observation.isNoop()) {
			return this.operation.call(arguments, observation);
		}
		observation.start();
		Object result;
		try {
			result = observation.scopedChecked(() -> this.operation.call(arguments, observation));
		}
		catch (Throwable ex) {
			RaftCallObservations.end(observation, ex);
			throw ex;
		}
		if (result instanceof CompletableFuture<?> future) {
			return future.whenComplete((value, failure) -> completed(observation, failure));
		}
		RaftCallObservations.end(observation, null);
		return result;
	}

	private static void completed(Observation observation, @Nullable Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (cause != null) {
			observation.error(cause);
		}
		RaftCallObservations.end(observation, cause);
	}

	/**
	 * Does it, and may say how it goes.
	 */
	@FunctionalInterface
	interface Observed {

		@Nullable Object call(@Nullable Object[] arguments, Observation observation) throws Exception;

	}

}
