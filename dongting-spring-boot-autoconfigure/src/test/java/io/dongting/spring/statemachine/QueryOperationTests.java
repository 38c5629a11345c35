package io.dongting.spring.statemachine;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.dongting.raft.NotExecutedException;
import io.dongting.raft.ReadConsistency;
import io.dongting.spring.statemachine.InventoryMachine.OutOfStock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link QueryOperation}.
 */
class QueryOperationTests {

	private final Proxies proxies = new Proxies();

	@AfterEach
	void close() {
		this.proxies.close();
	}

	@Test
	void queryReadsBetweenCommandsWithItsConsistency() {
		InventoryMachine target = new InventoryMachine();
		Inventory inventory = this.proxies.create(target, Inventory.class);
		assertThat(inventory.available("apple")).isZero();
		assertThat(inventory.stale("apple")).isZero();
		assertThat(this.proxies.group.reads).containsExactly(ReadConsistency.LINEARIZABLE, ReadConsistency.STALE);
		assertThat(this.proxies.group.bodies).isEmpty();
		assertThat(target.threads).containsOnly("apply-turn");
	}

	@Test
	void concurrentQueryRunsOnTheCallersThread() {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		assertThat(inventory.threadOfConcurrentQuery()).isEqualTo(Thread.currentThread().getName());
		assertThat(this.proxies.group.waits).containsExactly(ReadConsistency.LEASE);
		assertThat(this.proxies.group.reads).isEmpty();
	}

	@Test
	void queryMayReturnAFuture() throws Exception {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		inventory.add("apple", 3);
		String between = inventory.availableLater("apple")
			.thenApply((count) -> count + " " + Thread.currentThread().getName())
			.get(10, TimeUnit.SECONDS);
		assertThat(between).startsWith("3 ").doesNotContain("apply-turn");
		assertThat(inventory.concurrentLater().get(10, TimeUnit.SECONDS)).startsWith("raft-completion");
	}

	@Test
	void exceptionOfAQueryReachesTheCallerAsItIs() {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		assertThatExceptionOfType(OutOfStock.class).isThrownBy(() -> inventory.require("apple"));
		assertThat(inventory.requireLater("apple")).failsWithin(Duration.ofSeconds(10))
			.withThrowableOfType(ExecutionException.class)
			.withCauseExactlyInstanceOf(OutOfStock.class);
	}

	@Test
	void interruptedQueryWasNotExecutedAndKeepsTheFlag() {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		this.proxies.group.fallSilent();
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(NotExecutedException.class).isThrownBy(() -> inventory.available("apple"));
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void queryThatIsNotAnsweredEndsWithTheTimeout() {
		try (Proxies impatient = new Proxies(Duration.ofMillis(1))) {
			Inventory inventory = impatient.create(new InventoryMachine(), Inventory.class);
			impatient.group.fallSilent();
			assertThatExceptionOfType(NotExecutedException.class).isThrownBy(() -> inventory.available("apple"))
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(NotExecutedException.Reason.TIMED_OUT));
			assertThat(inventory.availableLater("apple")).failsWithin(Duration.ofSeconds(10))
				.withThrowableOfType(ExecutionException.class)
				.withCauseInstanceOf(NotExecutedException.class);
		}
	}

}
