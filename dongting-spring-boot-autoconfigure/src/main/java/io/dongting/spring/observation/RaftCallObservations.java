package io.dongting.spring.observation;

import java.util.Locale;
import java.util.function.Supplier;

import io.dongting.raft.NotExecutedException;
import io.dongting.raft.OutcomeUnknownException;
import io.dongting.raft.ReadConsistency;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Makes the observations {@code dongting.raft.proposal} and {@code dongting.raft.read}.
 * Thread-safe.
 */
public final class RaftCallObservations {

	private final Supplier<ObservationRegistry> registry;

	/**
	 * Create the observations.
	 * @param registry where they are observed, asked at each call
	 */
	public RaftCallObservations(Supplier<ObservationRegistry> registry) {
		this.registry = registry;
	}

	/**
	 * Observe the call of a command, which is not started yet.
	 * @param group the name of the group
	 * @param command its id, or the name of its method
	 * @return the observation, which does nothing where nobody observes
	 */
	public Observation proposal(String group, String command) {
		return observation("dongting.raft.proposal", "propose", group, command);
	}

	/**
	 * Observe the call of a query, which is not started yet.
	 * @param group the name of the group
	 * @param query its id, or the name of its method
	 * @param consistency how fresh the state has to be
	 * @return the observation, which does nothing where nobody observes
	 */
	public Observation read(String group, String query, ReadConsistency consistency) {
		Observation read = observation("dongting.raft.read", "read", group, query);
		return read.isNoop() ? read
				: read.lowCardinalityKeyValue("consistency", consistency.name().toLowerCase(Locale.ROOT));
	}

	private Observation observation(String name, String verb, String group, String operation) {
		ObservationRegistry current = this.registry.get();
		if (current.isNoop()) {
			return Observation.NOOP;
		}
		return Observation.createNotStarted(name, () -> new RaftCallContext(group, operation), current)
			.contextualName(verb + " " + group + "." + operation)
			.lowCardinalityKeyValue("group", group)
			.lowCardinalityKeyValue("operation", operation);
	}

	/**
	 * End the observation of a call.
	 * @param observation the observation, which has been told of a failure
	 * @param failure what the caller gets, {@code null} for a result
	 */
	public static void end(Observation observation, @Nullable Throwable failure) {
		observation.lowCardinalityKeyValue("outcome", outcome(failure));
		observation.stop();
	}

	private static String outcome(@Nullable Throwable failure) {
		if (failure == null) {
			return "executed";
		}
		if (failure instanceof NotExecutedException) {
			return "not-executed";
		}
		return (failure instanceof OutcomeUnknownException) ? "unknown" : "failed";
	}

}
