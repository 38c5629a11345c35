package io.dongting.spring.statemachine;

import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import com.sun.management.ThreadMXBean;
import io.dongting.raft.OutcomeUnknownException;
import io.dongting.raft.RaftCallback;
import io.dongting.raft.RaftGroup;
import io.dongting.spring.observation.RaftCallObservations;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Tests for what becomes of the observation of calls where nobody observes.
 */
class UnobservedCallTests {

	private static final int CALLS = 1_000;

	private static final int ROUNDS = 20;

	static Stream<Named<ObservationRegistry>> unobserved() {
		return Stream.of(Named.of("no registry", ObservationRegistry.NOOP),
				Named.of("no handler", ObservationRegistry.create()), Named.of("turned off", turnedOff()));
	}

	private static ObservationRegistry turnedOff() {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig()
			.observationHandler(new Everything())
			.observationPredicate((name, context) -> !name.startsWith("dongting.raft."));
		return registry;
	}

	private static ObservationRegistry observed() {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new Everything());
		return registry;
	}

	@ParameterizedTest
	@MethodSource("unobserved")
	void aCommandIsSubmittedAsIfThereWereNoObservations(ObservationRegistry registry) {
		RaftGroup group = call(registry);
		then(group).should().submit(any());
		then(group).should(never()).submitLinearTask(any(), any());
	}

	@Test
	void aCommandThatIsObservedTellsItsStages() {
		RaftGroup group = call(observed());
		then(group).should().submitLinearTask(any(), any(ObservedCallback.class));
		then(group).should(never()).submit(any());
	}

	private static RaftGroup call(ObservationRegistry registry) {
		RaftGroup group = mock(RaftGroup.class);
		OutcomeUnknownException outcome = new OutcomeUnknownException("nobody knows");
		given(group.submit(any())).willReturn(CompletableFuture.failedFuture(outcome));
		willAnswer((submission) -> {
			submission.getArgument(1, RaftCallback.class).failed(outcome);
			return null;
		}).given(group).submitLinearTask(any(), any());
		try (CompletionThreads threads = new CompletionThreads()) {
			TypedStateMachine machine = TypedStateMachine.of(new InventoryMachine(), ValueCodecs.builtIn());
			Inventory inventory = (Inventory) new StateMachineProxyFactory(Proxies.TIMEOUT, threads,
					new RaftCallObservations(() -> registry), UnobservedCallTests.class.getClassLoader())
				.create("inventory", machine, () -> group);
			assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> inventory.add("apples", 3));
		}
		return group;
	}

	@Test
	void aCallThatNobodyObservesMakesNoObject() throws Exception {
		Object[] arguments = {};
		ObservedOperation.Observed nothing = (given, observation) -> observation;
		assertThat(bytesOf(operation(ObservationRegistry.NOOP, nothing), arguments)).isZero();
		assertThat(bytesOf(operation(ObservationRegistry.create(), nothing), arguments)).isZero();
		assertThat(bytesOf(operation(observed(), nothing), arguments)).isPositive();
	}

	private static Operation operation(ObservationRegistry registry, ObservedOperation.Observed observed) {
		RaftCallObservations observations = new RaftCallObservations(() -> registry);
		return new ObservedOperation(() -> observations.proposal("inventory", "reserve"), observed);
	}

	/**
	 * Call an operation again and again.
	 * @return what this thread allocated in the round that needed least: what is loaded,
	 * linked and compiled shows in the first ones
	 */
	private static long bytesOf(Operation operation, @Nullable Object[] arguments) throws Exception {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long[] bytes = new long[ROUNDS];
		for (int round = 0; round < ROUNDS; round++) {
			long before = threads.getCurrentThreadAllocatedBytes();
			for (int call = 0; call < CALLS; call++) {
				operation.call(arguments);
			}
			bytes[round] = threads.getCurrentThreadAllocatedBytes() - before;
		}
		return LongStream.of(bytes).min().orElseThrow();
	}

	/** Handles every observation. */
	private static final class Everything implements ObservationHandler<Observation.Context> {

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
