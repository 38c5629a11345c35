package io.dongting.spring.statemachine;

import java.util.concurrent.CompletableFuture;

import io.dongting.raft.NotExecutedException;
import io.dongting.raft.NotExecutedException.Reason;
import io.dongting.raft.OutcomeUnknownException;
import io.dongting.raft.ReadConsistency;
import io.dongting.spring.RaftCommand;
import io.dongting.spring.RaftQuery;
import io.micrometer.observation.Observation;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for what is observed of the calls of a proxy.
 */
class ObservedCallTests {

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final Proxies proxies = new Proxies();

	private Balance balance;

	@BeforeEach
	void observe() {
		this.proxies.observations = this.registry;
		this.balance = this.proxies.create(new BalanceMachine(), Balance.class);
	}

	@AfterEach
	void close() {
		this.proxies.close();
	}

	private TestObservationRegistryAssert assertThatRegistry() {
		return TestObservationRegistryAssert.assertThat(this.registry);
	}

	private void assertProposal(String operation, String outcome) {
		assertThatRegistry().hasSingleObservationThat()
			.hasNameEqualTo("dongting.raft.proposal")
			.hasContextualNameEqualTo("propose inventory." + operation)
			.hasLowCardinalityKeyValue("group", "inventory")
			.hasLowCardinalityKeyValue("operation", operation)
			.hasLowCardinalityKeyValue("outcome", outcome)
			.hasBeenStarted()
			.hasBeenStopped();
	}

	@Test
	void aCommandIsObservedWithItsStages() {
		assertThat(this.balance.add(3)).isEqualTo(3);
		assertProposal("add", "executed");
		assertThatRegistry().hasSingleObservationThat()
			.doesNotHaveError()
			.hasEvent("appended")
			.hasEvent("durable")
			.hasEvent("committed")
			.hasHighCardinalityKeyValue("index", "1");
	}

	@Test
	void aCommandIsPartOfWhatItsCallerDoes() {
		Observation caller = Observation.start("caller", this.registry);
		caller.scoped(() -> this.balance.add(3));
		caller.stop();
		assertThatRegistry().hasObservationWithNameEqualTo("dongting.raft.proposal")
			.that()
			.hasParentObservationEqualTo(caller);
		assertThat(this.registry.getCurrentObservation()).isNull();
	}

	@Test
	void anExceptionOfTheApplicationIsAFailure() {
		assertThatIllegalStateException().isThrownBy(() -> this.balance.add(-1));
		assertProposal("add", "failed");
		assertThatRegistry().hasSingleObservationThat().hasError();
	}

	@Test
	void aRefusalSaysThatNothingWasExecuted() {
		this.proxies.group.refuseWith(new NotExecutedException(Reason.OVERLOADED, "too much"));
		assertThatExceptionOfType(NotExecutedException.class).isThrownBy(() -> this.balance.add(1));
		assertProposal("add", "not-executed");
	}

	@Test
	void anUnknownOutcomeIsObservedAsSuch() {
		this.proxies.group.refuseWith(new OutcomeUnknownException("who knows"));
		assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> this.balance.add(1));
		assertProposal("add", "unknown");
	}

	@Test
	void aFutureIsObservedUntilItIsCompleted() {
		this.proxies.group.fallSilent();
		CompletableFuture<Integer> never = this.balance.addLater(1);
		assertThat(never).isNotDone();
		assertThatRegistry().hasSingleObservationThat().hasBeenStarted().isNotStopped();
		assertThat(this.registry.getCurrentObservation()).isNull();
	}

	@Test
	void theCallerOfAFutureSeesTheResultAfterTheEnd() {
		assertThat(this.balance.addLater(2).join()).isEqualTo(2);
		assertProposal("addLater", "executed");
	}

	@Test
	void aFutureThatFailsIsAFailureOfItsCause() {
		assertThat(this.balance.addLater(-1)).failsWithin(Proxies.TIMEOUT);
		assertProposal("addLater", "failed");
		assertThatRegistry().hasSingleObservationThat()
			.hasError()
			.assertThatError()
			.isInstanceOf(IllegalStateException.class);
	}

	@Test
	void aQueryIsObservedWithItsConsistency() {
		assertThat(this.balance.value()).isZero();
		assertThatRegistry().hasSingleObservationThat()
			.hasNameEqualTo("dongting.raft.read")
			.hasContextualNameEqualTo("read inventory.value")
			.hasLowCardinalityKeyValue("group", "inventory")
			.hasLowCardinalityKeyValue("operation", "value")
			.hasLowCardinalityKeyValue("consistency", "lease")
			.hasLowCardinalityKeyValue("outcome", "executed")
			.hasBeenStopped();
	}

	/**
	 * A number.
	 */
	interface Balance {

		int add(int by);

		CompletableFuture<Integer> addLater(int by);

		int value();

	}

	static class BalanceMachine implements Balance {

		private int value;

		@Override
		@RaftCommand
		public int add(int by) {
			if (by < 0) {
				throw new IllegalStateException("never less");
			}
			this.value += by;
			return this.value;
		}

		@Override
		@RaftCommand
		public CompletableFuture<Integer> addLater(int by) {
			return CompletableFuture.completedFuture(add(by));
		}

		@Override
		@RaftQuery(consistency = ReadConsistency.LEASE)
		public int value() {
			return this.value;
		}

	}

}
