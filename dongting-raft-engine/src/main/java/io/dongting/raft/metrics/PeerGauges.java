package io.dongting.raft.metrics;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.dongting.raft.GroupStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;

/**
 * How far the others are behind: a gauge for each node that this one leads, and none
 * while it leads nobody. Changed by the group, closed by whoever removes it.
 */
final class PeerGauges {

	private final GroupRegistry registry;

	private final Map<Integer, Gauge> lags = new TreeMap<>();

	private boolean closed;

	PeerGauges(GroupRegistry registry) {
		this.registry = registry;
	}

	synchronized void show(Set<Integer> nodeIds) {
		if (this.closed) {
			return;
		}
		this.lags.entrySet().removeIf((lag) -> {
			boolean gone = !nodeIds.contains(lag.getKey());
			if (gone) {
				this.registry.remove(lag.getValue());
			}
			return gone;
		});
		nodeIds.forEach((nodeId) -> this.lags.computeIfAbsent(nodeId, this::lag));
	}

	private Gauge lag(int nodeId) {
		return this.registry.gauge("peer.lag", "entries",
				"How many entries of this leader's log another node does not have durably",
				(status) -> lag(status, nodeId), Tag.of("peer", String.valueOf(nodeId)));
	}

	/** Not a number in the moment in which this node no longer leads the other. */
	private static double lag(GroupStatus status, int nodeId) {
		return status.peers()
			.stream()
			.filter((peer) -> peer.nodeId() == nodeId)
			.mapToDouble(GroupStatus.Peer::lag)
			.findAny()
			.orElse(Double.NaN);
	}

	/** Show nobody from now on. */
	synchronized void close() {
		show(Set.of());
		this.closed = true;
	}

}
