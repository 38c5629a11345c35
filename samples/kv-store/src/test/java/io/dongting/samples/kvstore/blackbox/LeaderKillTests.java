package io.dongting.samples.kvstore.blackbox;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The leader is killed again and again under load, and comes back each time.
 */
@Tag("long")
class LeaderKillTests {

	private static final int KILLS = 20;

	@Test
	void nothingIsLostWhenTheLeaderIsKilledTwentyTimes() throws Exception {
		try (ProcessCluster cluster = new ProcessCluster("leader-kill");
				Workload workload = new Workload(cluster.nodes())) {
			cluster.startAll();
			workload.start();
			Figures outages = new Figures();
			for (int kill = 0; kill < KILLS; kill++) {
				workload.awaitAcknowledged(500);
				outages.add(killLeader(cluster));
				workload.awaitAcknowledged(100);
			}
			workload.stop();
			System.out.println("Leader killed " + KILLS + " times: writes accepted again after " + outages + "; "
					+ workload.readAllAndCheck());
		}
	}

	private static Duration killLeader(ProcessCluster cluster) throws Exception {
		int leader = cluster.awaitLeader();
		List<KvNode> others = ProcessCluster.NODES.stream()
			.filter((node) -> node != leader)
			.map(cluster::node)
			.toList();
		long killedAt = System.nanoTime();
		cluster.kill(leader);
		Duration outage = Probe.awaitAccepted(others, killedAt);
		cluster.start(leader);
		cluster.awaitReady(leader);
		return outage;
	}

}
