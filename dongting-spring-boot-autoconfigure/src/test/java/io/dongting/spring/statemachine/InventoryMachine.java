package io.dongting.spring.statemachine;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.dongting.spring.RaftCommand;
import io.dongting.spring.RaftContext;
import org.jspecify.annotations.Nullable;

/**
 * A state machine that does all a command or query can do.
 */
class InventoryMachine implements Inventory {

	private final Map<String, Integer> stock = new LinkedHashMap<>();

	final List<Order> booked = new ArrayList<>();

	final List<String> threads = new ArrayList<>();

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
	public Place where(String text, RaftContext context) {
		return new Place(context.index(), context.term(), context.time(),
				List.of(context.random().nextInt(1000), context.random().nextInt(1000)));
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

	record Order(String sku, int quantity, @Nullable Instant since) {

		public boolean isLarge() {
			return this.quantity > 1;
		}

	}

	/** What a command learns from its context. */
	record Place(long index, long term, Instant time, List<Integer> chance) {

	}

	static class OutOfStock extends RuntimeException {

		final String sku;

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

}
