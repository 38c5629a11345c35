package io.dongting.spring.readme;

import java.util.HashMap;
import java.util.Map;

import io.dongting.spring.RaftCommand;
import io.dongting.spring.RaftQuery;
import io.dongting.spring.RaftStateMachine;

@RaftStateMachine(group = "inventory")
class InventoryStateMachine implements Inventory {

	private final Map<String, Integer> stock = new HashMap<>(Map.of("apple", 100));

	@RaftCommand
	public int reserve(String sku, int quantity) {
		int available = available(sku);
		if (quantity > available) {
			throw new IllegalArgumentException("Only " + available + " of " + sku);
		}
		this.stock.put(sku, available - quantity);
		return available - quantity;
	}

	@RaftQuery
	public int available(String sku) {
		return this.stock.getOrDefault(sku, 0);
	}

}
