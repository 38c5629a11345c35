package io.dongting.simulation;

import java.util.Map;
import java.util.TreeMap;

import io.dongting.raft.core.GroupInspection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The invariants do not look at a node that has done nothing since the step before, so
 * nothing of it may have changed.
 */
@ExtendWith(QuietLogs.class)
class NodeActivityTests {

	private final Map<Integer, Seen> seen = new TreeMap<>();

	private int quiet;

	private int active;

	@Test
	void whatAReplicaShowsChangesOnlyWhileItsProcessDoesSomething() {
		ListCluster cluster = new ListCluster(7, 3);
		cluster.cluster().afterEachStep(() -> cluster.cluster().nodes().forEach(this::look));
		cluster.startAndElect();
		cluster.load(ListCluster.SECOND);
		SimulatedNode leader = cluster.node(cluster.leader());
		leader.pause();
		cluster.load(ListCluster.SECOND.multipliedBy(5));
		leader.resume();
		cluster.load(ListCluster.SECOND);
		cluster.node(cluster.leader()).crash();
		cluster.load(ListCluster.SECOND.multipliedBy(5));
		cluster.assertThatAllNodesAgree(20);
		assertThat(this.quiet).isGreaterThan(1000);
		assertThat(this.active).isGreaterThan(1000);
	}

	private void look(SimulatedNode node) {
		GroupInspection replica = node.inspect(ListCluster.GROUP);
		if (replica == null) {
			this.seen.remove(node.nodeId());
			return;
		}
		Seen now = new Seen(node.starts(), node.activity(), describe(replica));
		Seen before = this.seen.put(node.nodeId(), now);
		if (before != null && before.start() == now.start() && before.activity() == now.activity()) {
			this.quiet++;
			assertThat(now).isEqualTo(before);
		}
		else {
			this.active++;
		}
	}

	private static String describe(GroupInspection replica) {
		return replica.condition() + " term " + replica.term() + " vote " + replica.votedFor() + " leads "
				+ replica.leads() + " epoch " + replica.writeEpoch() + " last " + replica.lastIndex() + " durable "
				+ replica.durableIndex() + " commit " + replica.commitIndex() + " applied " + replica.appliedIndex();
	}

	private record Seen(int start, long activity, String replica) {

	}

}
