package io.dongting.samples.kvstore.blackbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The leader is killed again and again under load, and comes back each time.
 */
@Tag("long")
class LeaderKillTests {

	private static final int KILLS = 10;

	@Test
	void nothingIsLostWhenTheLeaderIsKilledTenTimes() throws Exception {
		try (ProcessCluster cluster = new ProcessCluster("leader-kill");
				Workload workload = new Workload(cluster.nodes())) {
			cluster.startAll();
			workload.start();
			List<Long> outageMillis = new ArrayList<>();
			for (int kill = 0; kill < KILLS; kill++) {
				workload.awaitAcknowledged(500);
				outageMillis.add(killLeader(cluster).toMillis());
				workload.awaitAcknowledged(100);
			}
			workload.stop();
			List<Long> sorted = outageMillis.stream().sorted().toList();
			System.out.println("Leader killed " + KILLS + " times: writes accepted again after " + outageMillis
					+ " ms, median " + (sorted.get(KILLS / 2 - 1) + sorted.get(KILLS / 2)) / 2 + " ms; "
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
