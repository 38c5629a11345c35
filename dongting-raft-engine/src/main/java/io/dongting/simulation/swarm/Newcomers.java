package io.dongting.simulation.swarm;

import java.util.Collection;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;

import io.dongting.raft.core.GroupInspection;
import io.dongting.simulation.SimulatedCluster;
import io.dongting.simulation.SimulatedNode;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that are to become voters. Until they know it they do not campaign, and refuse
 * their votes to all whose logs are behind theirs (R5, R6): where the last leader told
 * them alone of its entries and is lost, a majority that needs them is none.
 */
final class Newcomers {

	private static final Comparator<End> BY_FRESHNESS = Comparator.comparingLong(End::term)
		.thenComparingLong(End::index);

	private final SimulatedCluster cluster;

	Newcomers(SimulatedCluster cluster) {
		this.cluster = cluster;
	}

	/**
	 * Return those that have, or may have, entries that no voter has.
	 * @param newcomers who is to become a voter
	 * @param voters the voters that are left
	 * @return the node ids of the newcomers that nobody can rely on
	 */
	Set<Integer> aheadOf(Collection<Integer> newcomers, Collection<Integer> voters) {
		End furthest = voters.stream().map(this::end).filter((end) -> end != null).max(BY_FRESHNESS).orElse(End.NONE);
		Set<Integer> ahead = new TreeSet<>();
		for (int newcomer : newcomers) {
			End end = end(newcomer);
			if (end == null || BY_FRESHNESS.compare(end, furthest) > 0) {
				ahead.add(newcomer);
			}
		}
		return ahead;
	}

	private @Nullable End end(int nodeId) {
		SimulatedNode node = this.cluster.node(nodeId);
		GroupInspection replica = node.isRunning() ? node.inspect(SimulationRun.GROUP) : null;
		return (replica != null) ? new End(replica.termAt(replica.lastIndex()), replica.lastIndex()) : null;
	}

	/**
	 * The last entry of a log.
	 *
	 * @param term its term
	 * @param index its index
	 */
	private record End(long term, long index) {

		private static final End NONE = new End(0, 0);

	}

}
