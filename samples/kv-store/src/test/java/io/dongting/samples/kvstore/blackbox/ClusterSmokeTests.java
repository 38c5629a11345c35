package io.dongting.samples.kvstore.blackbox;

import java.time.Duration;
import java.util.List;

import io.dongting.simulation.history.Action;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three real processes for a few seconds, one of which is killed.
 */
class ClusterSmokeTests {

	@Test
	void nothingIsLostWhenTheLeaderIsKilled() throws Exception {
		try (ProcessCluster cluster = new ProcessCluster("smoke"); Workload workload = new Workload(cluster.nodes())) {
			cluster.startAll();
			workload.start();
			workload.awaitAcknowledged(200);
			int leader = cluster.awaitLeader();
			List<KvNode> others = ProcessCluster.NODES.stream()
				.filter((node) -> node != leader)
				.map(cluster::node)
				.toList();
			long killedAt = System.nanoTime();
			cluster.kill(leader);
			Duration outage = Probe.awaitAccepted(others, killedAt);
			workload.awaitAcknowledged(100);
			cluster.start(leader);
			cluster.awaitReady(leader);
			workload.awaitAcknowledged(100);
			workload.stop();
			assertThat(workload.answered(Action.Cas.class)).isPositive();
			assertThat(workload.answered(Action.Append.class)).isPositive();
			System.out.println("Smoke: writes accepted again " + outage.toMillis() + " ms after the leader was killed; "
					+ workload.readAllAndCheck());
		}
	}

}
