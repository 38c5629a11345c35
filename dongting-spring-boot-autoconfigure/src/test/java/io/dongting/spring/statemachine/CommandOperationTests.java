package io.dongting.spring.statemachine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import io.dongting.raft.NotExecutedException;
import io.dongting.raft.NotExecutedException.Reason;
import io.dongting.raft.ReadConsistency;
import io.dongting.spring.RaftCommand;
import io.dongting.spring.RaftContext;
import io.dongting.spring.RaftQuery;
import io.dongting.spring.statemachine.InventoryMachine.Base;
import io.dongting.spring.statemachine.InventoryMachine.Box;
import io.dongting.spring.statemachine.InventoryMachine.Order;
import io.dongting.spring.statemachine.InventoryMachine.Place;
import io.dongting.spring.statemachine.InventoryMachine.Special;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CommandOperation}: how a call becomes an entry of the log and back.
 */
class CommandOperationTests {

	private final Proxies proxies = new Proxies();

	@AfterEach
	void close() {
		this.proxies.close();
	}

	@Test
	void commandGoesThroughTheLogAndReturnsItsResult() {
		InventoryMachine target = new InventoryMachine();
		Inventory inventory = this.proxies.create(target, Inventory.class);
		assertThat(inventory.add("apple", 3)).isEqualTo(3);
		assertThat(inventory.add("apple", 4)).isEqualTo(7);
		assertThat(inventory.available("apple")).isEqualTo(7);
		assertThat(this.proxies.group.bodies).hasSize(2);
		assertThat(target.threads).containsOnly("apply-turn");
	}

	@Test
	void nullTravelsAsArgumentAndResult() {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		assertThat(inventory.echo(null)).isNull();
		assertThat(inventory.echo("text")).isEqualTo("text");
		assertThat(inventory.echo("")).isEmpty();
	}

	@Test
	void genericTypesOfTheMethodAreHonoured() {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		List<Order> orders = inventory.book(List.of(new Order("a", 1, null), new Order("b", 2, Instant.EPOCH)),
				Map.of(2, Optional.of(new Order("c", 3, null))));
		assertThat(orders).containsExactly(new Order("a", 1, null), new Order("b", 2, Instant.EPOCH),
				new Order("c", 3, null));
	}

	@Test
	void argumentsAreCopiesAlsoOnTheNodeThatWasCalled() {
		InventoryMachine target = new InventoryMachine();
		Inventory inventory = this.proxies.create(target, Inventory.class);
		List<Order> mine = new ArrayList<>(List.of(new Order("a", 1, null)));
		inventory.book(mine, Map.of());
		mine.clear();
		assertThat(target.booked).hasSize(1);
	}

	@Test
	void typeParametersAreResolvedByTheClass() {
		GenericStore<Order> store = this.proxies.create(new OrderStore(), AnyOrderStore.class);
		store.put("k", new Order("a", 1, null));
		assertThat(store.get("k")).isEqualTo(new Order("a", 1, null));
	}

	@Test
	void contextComesFromTheLog() {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		inventory.echo("first");
		Place place = inventory.where("here", RaftContext.FROM_LOG);
		Instant time = Instant.ofEpochMilli(LoopbackGroup.TIMESTAMP_MILLIS);
		RandomGenerator chance = new RaftContext(2, 3, time).random();
		assertThat(place).isEqualTo(new Place(2, 3, time, List.of(chance.nextInt(1000), chance.nextInt(1000))));
	}

	@Test
	void commandMayReturnAFutureThatCompletesOffTheApplyTurn() throws Exception {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		CompletableFuture<String> thread = inventory.addLater("apple", 2)
			.thenApply((total) -> total + " on " + Thread.currentThread().getName());
		assertThat(thread.get(10, TimeUnit.SECONDS)).startsWith("2 on ").doesNotContain("apply-turn");
	}

	@Test
	void codeOfTheApplicationDoesNotHoldUpTheTurnWhenACommandFails() throws Exception {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		inventory.add("apple", 1);
		CountDownLatch registered = new CountDownLatch(1);
		this.proxies.group.drive((item) -> {
			registered.await();
			throw new IllegalStateException("broken");
		});
		CompletableFuture<String> thread = inventory.addLater("apple", 2)
			.handle((total, failure) -> failure + " on " + Thread.currentThread().getName());
		registered.countDown();
		assertThat(thread.get(10, TimeUnit.SECONDS)).contains("broken on ").doesNotContain("apply-turn");
	}

	@Test
	void argumentThatCouldNotBeReadAgainIsRefusedBeforeItIsProposed() {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> inventory.take(new Box(new Special())))
			.withMessageContaining("Cannot read")
			.withMessageContaining("extra");
		assertThat(this.proxies.group.bodies).isEmpty();
		inventory.take(new Box(new Base()));
		assertThat(this.proxies.group.bodies).hasSize(1);
	}

	@Test
	void completionThreadsThatAreClosedStillDeliver() {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		this.proxies.threads.close();
		assertThat(inventory.addLater("apple", 2)).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(2);
	}

	@Test
	void callsThatReturnFuturesKeepTheirOrderWhileTheNodeCatchesUp() {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		CountDownLatch called = new CountDownLatch(1);
		this.proxies.group.read(ReadConsistency.STALE, Proxies.TIMEOUT, () -> {
			called.await();
			return true;
		});
		List<CompletableFuture<Integer>> totals = new ArrayList<>();
		List<Integer> expected = new ArrayList<>();
		for (int i = 1; i <= 500; i++) {
			totals.add(inventory.addLater("apple", i));
			expected.add(i * (i + 1) / 2);
		}
		called.countDown();
		assertThat(totals.stream().map(CompletableFuture::join)).containsExactlyElementsOf(expected);
		assertThat(this.proxies.group.waits).hasSize(1);
	}

	/** Another node could not say any more that it was not executed. */
	@Test
	void callThatHasNoTimeLeftWhenTheNodeHasCaughtUpIsNotSubmitted() {
		try (Proxies late = new Proxies(Duration.ofNanos(1))) {
			Inventory inventory = late.create(new InventoryMachine(), Inventory.class);
			assertThat(inventory.addLater("apple", 2)).failsWithin(Duration.ofSeconds(10))
				.withThrowableThat()
				.havingCause()
				.satisfies(CommandOperationTests::isTooLate);
			assertThat(late.group.bodies).isEmpty();
		}
		try (Proxies late = new Proxies(Duration.ofNanos(1))) {
			Inventory inventory = late.create(new InventoryMachine(), Inventory.class);
			assertThatExceptionOfType(NotExecutedException.class).isThrownBy(() -> inventory.add("apple", 2))
				.satisfies(CommandOperationTests::isTooLate);
			assertThat(late.group.bodies).isEmpty();
		}
	}

	private static void isTooLate(Throwable failure) {
		assertThat(failure)
			.isInstanceOfSatisfying(NotExecutedException.class,
					(ex) -> assertThat(ex.reason()).isEqualTo(Reason.TIMED_OUT))
			.hasMessageContaining("no time was left");
	}

	interface GenericStore<V> {

		@RaftCommand
		void put(String key, V value);

		@RaftQuery
		@Nullable V get(String key);

	}

	interface AnyOrderStore extends GenericStore<Order> {

	}

	static class OrderStore implements AnyOrderStore {

		private final Map<String, Order> orders = new LinkedHashMap<>();

		@Override
		public void put(String key, Order value) {
			this.orders.put(key, value);
		}

		@Override
		public @Nullable Order get(String key) {
			return this.orders.get(key);
		}

	}

}
