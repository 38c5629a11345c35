package io.dongting.spring.test;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

import io.dongting.raft.ReadConsistency;
import io.dongting.raft.Snapshot;
import io.dongting.spring.RaftCommand;
import io.dongting.spring.RaftContext;
import io.dongting.spring.RaftQuery;
import io.dongting.spring.RaftStateMachine;
import io.dongting.spring.SnapshotSupport;

/**
 * A state machine that keeps all rules.
 */
@RaftStateMachine(group = "warehouse")
class SortedWarehouse implements Warehouse, SnapshotSupport {

	private final Map<String, Integer> stock = new ConcurrentSkipListMap<>();

	private int snapshotsLoaded;

	@Override
	@RaftCommand
	public int add(String sku, int quantity) {
		return this.stock.merge(sku, quantity, Integer::sum);
	}

	@Override
	@RaftCommand
	public CompletableFuture<Integer> addLater(String sku, int quantity) {
		return CompletableFuture.completedFuture(add(sku, quantity));
	}

	@Override
	@RaftCommand
	public int take(String sku, int quantity) throws SoldOutException {
		if (quantity > count(sku)) {
			throw new SoldOutException("Only " + count(sku) + " of " + sku);
		}
		return add(sku, -quantity);
	}

	@Override
	@RaftCommand
	public long time(RaftContext context) {
		return context.time().toEpochMilli();
	}

	@Override
	@RaftQuery
	public int count(String sku) {
		return this.stock.getOrDefault(sku, 0);
	}

	@Override
	@RaftQuery
	public CompletableFuture<Integer> countLater(String sku) {
		return CompletableFuture.completedFuture(count(sku));
	}

	@Override
	@RaftQuery(consistency = ReadConsistency.STALE)
	public int countHere(String sku) {
		return count(sku);
	}

	@Override
	@RaftQuery(concurrent = true)
	public int countBeside(String sku) {
		return count(sku);
	}

	@Override
	@RaftQuery(consistency = ReadConsistency.STALE)
	public int snapshotsLoadedHere() {
		return this.snapshotsLoaded;
	}

	@Override
	public Snapshot takeSnapshot() {
		Map<String, Integer> frozen = new TreeMap<>(this.stock);
		return (target) -> target.write(frozen.entrySet()
			.stream()
			.map((entry) -> entry.getKey() + "=" + entry.getValue() + "\n")
			.collect(Collectors.joining())
			.getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public void loadSnapshot(InputStream source) throws Exception {
		this.snapshotsLoaded++;
		this.stock.clear();
		new String(source.readAllBytes(), StandardCharsets.UTF_8).lines().forEach((line) -> {
			int sign = line.indexOf('=');
			this.stock.put(line.substring(0, sign), Integer.valueOf(line.substring(sign + 1)));
		});
	}

}
