package io.dongting.raft.server;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;

import io.dongting.raft.HostPort;
import io.dongting.raft.RaftServerConfig;
import org.jspecify.annotations.Nullable;

/**
 * The nodes a server knows and where it reaches them. Read by any thread, changed by one
 * at a time.
 */
final class KnownNodes {

	private final RaftServerConfig config;

	private final MessageDelivery delivery;

	private final ConcurrentSkipListMap<Integer, HostPort> addresses;

	KnownNodes(RaftServerConfig config, MessageDelivery delivery) {
		this.config = config;
		this.delivery = delivery;
		this.addresses = new ConcurrentSkipListMap<>(config.nodes());
	}

	/**
	 * Return where the nodes are reached.
	 * @return a live view
	 */
	SortedMap<Integer, HostPort> addresses() {
		return Collections.unmodifiableSortedMap(this.addresses);
	}

	boolean isKnown(int nodeId) {
		return isSelf(nodeId) || this.addresses.containsKey(nodeId);
	}

	boolean isSelf(int nodeId) {
		return nodeId == this.config.nodeId();
	}

	boolean isConfigured(int nodeId) {
		return this.config.nodes().containsKey(nodeId);
	}

	@Nullable HostPort addressOf(int nodeId) {
		return this.addresses.get(nodeId);
	}

	/**
	 * Return who else is reached at an address.
	 * @param nodeId the node that is to be reached there
	 * @param address the address
	 * @return another node, 0 if there is none
	 */
	int otherAt(int nodeId, HostPort address) {
		return this.addresses.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().equals(address) && entry.getKey() != nodeId)
			.map(Map.Entry::getKey)
			.findFirst()
			.orElse(0);
	}

	void put(int nodeId, HostPort address) {
		this.addresses.put(nodeId, address);
	}

	void remove(int nodeId) {
		this.addresses.remove(nodeId);
	}

	List<NodeStatus> describe() {
		return this.addresses.entrySet()
			.stream()
			.map((entry) -> new NodeStatus(entry.getKey(), entry.getValue(), isSelf(entry.getKey()),
					isConfigured(entry.getKey()), this.delivery.isLinked(entry.getKey()),
					this.delivery.problemWith(entry.getKey())))
			.toList();
	}

}
