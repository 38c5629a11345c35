package io.dongting.spring.statemachine;

import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.dongting.raft.NotExecutedException;
import io.dongting.raft.OutcomeUnknownException;
import io.dongting.raft.RaftInput;
import io.dongting.raft.ReadConsistency;
import io.dongting.spring.RaftCommand;
import io.dongting.spring.RaftCommandException;
import io.dongting.spring.RaftContext;
import io.dongting.spring.RaftQuery;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.aop.support.AopUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the proxies of {@link StateMachineProxyFactory}.
 */
class StateMachineProxyTests {

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
	void proxyIsOfTheInterfaceWhereThereIsOne() {
		Object proxy = this.proxies.create(new InventoryMachine());
		assertThat(AopUtils.isJdkDynamicProxy(proxy)).isTrue();
		assertThat(proxy).isInstanceOf(Inventory.class).isNotInstanceOf(InventoryMachine.class);
	}

	@Test
	void proxyIsOfTheClassWhereNoInterfaceIsOfTheApplication() {
		Object proxy = this.proxies.create(new ClassOnly(5));
		assertThat(AopUtils.isCglibProxy(proxy)).isTrue();
		assertThat(((ClassOnly) proxy).next()).isEqualTo(6);
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
		RaftContext context = inventory.where("here", RaftContext.FROM_LOG);
		assertThat(context).isEqualTo(new RaftContext(2, 3, Instant.ofEpochMilli(LoopbackGroup.TIMESTAMP_MILLIS)));
	}

	@Test
	void commandMayReturnAFutureThatCompletesOffTheApplyTurn() throws Exception {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		CompletableFuture<String> thread = inventory.addLater("apple", 2)
			.thenApply((total) -> total + " on " + Thread.currentThread().getName());
		assertThat(thread.get(10, TimeUnit.SECONDS)).startsWith("2 on ").doesNotContain("apply-turn");
	}

	@Test
	void failureOfAnAsynchronousCommandFailsItsFuture() {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		assertThat(inventory.addLater("apple", -1)).failsWithin(Duration.ofSeconds(10))
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(IllegalArgumentException.class)
			.withMessageContaining("negative");
	}

	@Test
	void refusedCallOfAnAsynchronousCommandFailsItsFuture() {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		this.proxies.group.refuseWith(new OutcomeUnknownException("who knows"));
		assertThat(inventory.addLater("apple", 1)).failsWithin(Duration.ofSeconds(10))
			.withThrowableOfType(ExecutionException.class)
			.withCauseExactlyInstanceOf(OutcomeUnknownException.class);
	}

	@Test
	void incompleteFutureOfACommandIsAnError() {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		assertThat(inventory.never()).failsWithin(Duration.ofSeconds(10))
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(IllegalStateException.class)
			.withMessageContaining("not complete");
	}

	@Test
	void exceptionOfACommandIsItsResult() {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		assertThatExceptionOfType(OutOfStock.class).isThrownBy(() -> inventory.reserve("apple", 1)).satisfies((ex) -> {
			assertThat(ex.sku).isEqualTo("apple");
			assertThat(ex).hasMessage("Only 0 of apple");
		});
		assertThat(inventory.add("apple", 1)).isOne();
	}

	@Test
	void exceptionThatCannotBeRebuiltIsNamed() {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		assertThatExceptionOfType(RaftCommandException.class).isThrownBy(inventory::failStrangely)
			.withMessageContaining("it cannot be told")
			.satisfies((ex) -> assertThat(ex.type()).isEqualTo(Strange.class.getName()));
	}

	@Test
	void checkedExceptionReachesTheCallerOnlyWhereItIsDeclared() {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		assertThatExceptionOfType(IOException.class).isThrownBy(inventory::failDeclared).withMessage("declared");
		assertThatExceptionOfType(RaftCommandException.class).isThrownBy(inventory::failUndeclared)
			.withCauseInstanceOf(IOException.class);
	}

	@Test
	void errorOfACommandStopsTheGroup() {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(inventory::crash);
		assertThat(this.proxies.group.stoppedBy()).isInstanceOf(AssertionError.class).hasMessage("broken");
	}

	@Test
	void unknownCommandStopsTheGroup() {
		this.proxies.create(new InventoryMachine());
		byte[] unknown = new CommandCall("gone()", List.of()).toBytes();
		assertThat(this.proxies.group.submit(new RaftInput(unknown, Proxies.TIMEOUT)))
			.failsWithin(Duration.ofSeconds(10));
		assertThat(this.proxies.group.stoppedBy()).isInstanceOf(UnknownCommandException.class)
			.hasMessageContaining("UNKNOWN_COMMAND")
			.hasMessageContaining("gone()");
	}

	@Test
	void resultThatCannotBeWrittenIsAFailureAndTheGroupGoesOn() {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(inventory::circular)
			.withMessageContaining("Cannot write");
		assertThat(inventory.add("apple", 1)).isOne();
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
	void methodThatIsNeitherCommandNorQueryThrows() {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(inventory::plain)
			.withMessageContaining("plain")
			.withMessageContaining("@RaftCommand")
			.withMessageContaining("inventory");
		ClassOnly classOnly = this.proxies.create(new ClassOnly(1), ClassOnly.class);
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(classOnly::plain);
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(classOnly::packagePrivate);
	}

	@Test
	void methodsOfObjectWork() {
		Inventory first = this.proxies.create(new InventoryMachine(), Inventory.class);
		Inventory second = this.proxies.create(new InventoryMachine(), Inventory.class);
		ClassOnly classOnly = this.proxies.create(new ClassOnly(1), ClassOnly.class);
		assertThat(first).isEqualTo(first).isNotEqualTo(second).hasSameHashCodeAs(first);
		assertThat(first.toString()).contains("inventory", InventoryMachine.class.getName());
		assertThat(classOnly).isEqualTo(classOnly).isNotEqualTo(first);
		assertThat(classOnly.toString()).contains("inventory", ClassOnly.class.getName());
	}

	@Test
	void callsInsideTheTargetRunDirectly() {
		ClassOnly target = new ClassOnly(1);
		ClassOnly proxy = this.proxies.create(target, ClassOnly.class);
		target.self = proxy;
		assertThat(proxy.twice()).isEqualTo(3);
		assertThat(proxy.twiceThroughTheProxy()).isEqualTo(5);
		assertThat(this.proxies.group.bodies).hasSize(2);
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
	void callerSeesWhyACallWasNotExecuted() {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		this.proxies.group
			.refuseWith(new NotExecutedException(NotExecutedException.Reason.NO_LEADER, "there is no leader"));
		assertThatExceptionOfType(NotExecutedException.class).isThrownBy(() -> inventory.add("apple", 1))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(NotExecutedException.Reason.NO_LEADER));
		assertThatExceptionOfType(NotExecutedException.class).isThrownBy(() -> inventory.available("apple"));
	}

	@Test
	void interruptedCommandHasAnUnknownOutcomeAndKeepsTheFlag() {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		this.proxies.group.fallSilent();
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> inventory.add("apple", 1));
		assertThat(Thread.interrupted()).isTrue();
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

	@Test
	void completionThreadsThatAreClosedStillDeliver() {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		this.proxies.threads.close();
		assertThat(inventory.addLater("apple", 2)).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(2);
	}

	interface Inventory {

		@RaftCommand
		int add(String sku, int quantity);

		@RaftCommand
		void reserve(String sku, int quantity);

		@Nullable String echo(@Nullable String text);

		@RaftCommand
		List<Order> book(List<Order> orders, Map<Integer, Optional<Order>> more);

		@RaftCommand
		RaftContext where(String text, RaftContext context);

		@RaftCommand
		CompletableFuture<Integer> addLater(String sku, int quantity);

		@RaftCommand
		CompletableFuture<Integer> never();

		@RaftCommand
		void failStrangely();

		@RaftCommand
		void failDeclared() throws IOException;

		@RaftCommand
		void failUndeclared();

		@RaftCommand
		void crash();

		@RaftCommand
		Circle circular();

		@RaftCommand
		void take(Box box);

		@RaftQuery
		int available(String sku);

		@RaftQuery(consistency = ReadConsistency.STALE)
		int stale(String sku);

		@RaftQuery(consistency = ReadConsistency.LEASE, concurrent = true)
		String threadOfConcurrentQuery();

		@RaftQuery
		CompletableFuture<Integer> availableLater(String sku);

		@RaftQuery(concurrent = true)
		CompletableFuture<String> concurrentLater();

		@RaftQuery
		int require(String sku);

		@RaftQuery
		CompletableFuture<Integer> requireLater(String sku);

		void plain();

	}

	record Order(String sku, int quantity, @Nullable Instant since) {

		public boolean isLarge() {
			return this.quantity > 1;
		}

	}

	static class InventoryMachine implements Inventory {

		private final Map<String, Integer> stock = new LinkedHashMap<>();

		private final List<Order> booked = new ArrayList<>();

		private final List<String> threads = new ArrayList<>();

		@Override
		public int add(String sku, int quantity) {
			this.threads.add(Thread.currentThread().getName());
			return this.stock.merge(sku, quantity, Integer::sum);
		}

		@Override
		public void reserve(String sku, int quantity) {
			throw new OutOfStock(sku, this.stock.getOrDefault(sku, 0));
		}

		@Override
		@RaftCommand(id = "echo")
		public @Nullable String echo(@Nullable String text) {
			return text;
		}

		@Override
		public List<Order> book(List<Order> orders, Map<Integer, Optional<Order>> more) {
			this.booked.addAll(orders);
			more.values().forEach((order) -> order.ifPresent(this.booked::add));
			return this.booked;
		}

		@Override
		public RaftContext where(String text, RaftContext context) {
			return context;
		}

		@Override
		public CompletableFuture<Integer> addLater(String sku, int quantity) {
			if (quantity < 0) {
				return CompletableFuture.failedFuture(new IllegalArgumentException("negative"));
			}
			return CompletableFuture.completedFuture(add(sku, quantity));
		}

		@Override
		public CompletableFuture<Integer> never() {
			return new CompletableFuture<>();
		}

		@Override
		public void failStrangely() {
			throw new Strange(Thread.currentThread());
		}

		@Override
		public void failDeclared() throws IOException {
			throw new IOException("declared");
		}

		@Override
		public void failUndeclared() {
			InventoryMachine.<RuntimeException>sneak(new IOException("undeclared"));
		}

		@SuppressWarnings("unchecked")
		private static <X extends Exception> void sneak(Exception exception) throws X {
			throw (X) exception;
		}

		@Override
		public void crash() {
			throw new AssertionError("broken");
		}

		@Override
		public Circle circular() {
			Circle circle = new Circle();
			circle.next = circle;
			return circle;
		}

		@Override
		public void take(Box box) {
			this.threads.add(box.toString());
		}

		@Override
		public int available(String sku) {
			this.threads.add(Thread.currentThread().getName());
			return this.stock.getOrDefault(sku, 0);
		}

		@Override
		public int stale(String sku) {
			return available(sku);
		}

		@Override
		public String threadOfConcurrentQuery() {
			return Thread.currentThread().getName();
		}

		@Override
		public CompletableFuture<Integer> availableLater(String sku) {
			return CompletableFuture.completedFuture(available(sku));
		}

		@Override
		public CompletableFuture<String> concurrentLater() {
			return CompletableFuture.completedFuture(Thread.currentThread().getName());
		}

		@Override
		public int require(String sku) {
			throw new OutOfStock(sku, 0);
		}

		@Override
		public CompletableFuture<Integer> requireLater(String sku) {
			throw new OutOfStock(sku, 0);
		}

		@Override
		public void plain() {
			throw new AssertionError("not to be reached");
		}

	}

	static class OutOfStock extends RuntimeException {

		private final String sku;

		private final int left;

		OutOfStock(String sku, int left) {
			super("Only " + left + " of " + sku);
			this.sku = sku;
			this.left = left;
		}

		int left() {
			return this.left;
		}

	}

	static class Strange extends RuntimeException {

		Strange(Thread thread) {
			super("it cannot be told from " + thread.getName());
		}

	}

	static class Circle {

		private Circle next;

		Circle next() {
			return this.next;
		}

	}

	record Box(Base base) {

	}

	static class Base {

	}

	/** Has more than a reader of its declared type knows. */
	static class Special extends Base {

		private final int extra = 1;

		int extra() {
			return this.extra;
		}

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

	static class ClassOnly implements Serializable, Comparable<ClassOnly> {

		private int value;

		private transient ClassOnly self;

		ClassOnly(int value) {
			this.value = value;
		}

		@RaftCommand
		public int next() {
			return ++this.value;
		}

		@RaftCommand
		public int twice() {
			next();
			return next();
		}

		@RaftCommand
		public int twiceThroughTheProxy() {
			this.self.next();
			return this.self.next();
		}

		public void plain() {
			throw new AssertionError("not to be reached");
		}

		void packagePrivate() {
			throw new AssertionError("not to be reached");
		}

		@Override
		public int compareTo(ClassOnly other) {
			return Integer.compare(this.value, other.value);
		}

	}

}
