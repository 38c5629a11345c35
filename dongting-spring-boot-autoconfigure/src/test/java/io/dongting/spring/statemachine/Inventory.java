package io.dongting.spring.statemachine;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.ReadConsistency;
import io.dongting.spring.RaftCommand;
import io.dongting.spring.RaftContext;
import io.dongting.spring.RaftQuery;
import io.dongting.spring.statemachine.InventoryMachine.Box;
import io.dongting.spring.statemachine.InventoryMachine.Circle;
import io.dongting.spring.statemachine.InventoryMachine.Order;
import io.dongting.spring.statemachine.InventoryMachine.Place;
import org.jspecify.annotations.Nullable;

/**
 * What the tests of the typed model call.
 */
interface Inventory {

	@RaftCommand
	int add(String sku, int quantity);

	@RaftCommand
	void reserve(String sku, int quantity);

	@Nullable String echo(@Nullable String text);

	@RaftCommand
	List<Order> book(List<Order> orders, Map<Integer, Optional<Order>> more);

	@RaftCommand
	Place where(String text, RaftContext context);

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
