package io.dongting.simulation;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Elections on disks that are slower than election timeouts (rule R9, trap P17).
 */
@ExtendWith(QuietLogs.class)
class SlowElectionTests {

	private static final Duration SECOND = ListCluster.SECOND;

	@Test
	void disksSlowerThanElectionTimeoutsDelayAnElectionButDoNotPreventIt() {
		for (int seed = 1; seed <= 10; seed++) {
			ListCluster cluster = new ListCluster(seed, 3);
			cluster.startAndElect();
			cluster.load(SECOND);
			SimulatedLatency slow = SimulatedLatency.of(SECOND.multipliedBy(4), SECOND.multipliedBy(5));
			cluster.cluster().nodes().forEach((node) -> node.diskLatency(slow));
			int old = cluster.leader();
			long term = cluster.group(old).status().term();
			cluster.node(old).crash();
			cluster.runUntil(() -> cluster.leader() != 0, SECOND.multipliedBy(60));
			assertThat(cluster.group(cluster.leader()).status().term()).as("terms are not used up")
				.isLessThan(term + 5);
			cluster.load(SECOND.multipliedBy(20));
		}
	}

}
