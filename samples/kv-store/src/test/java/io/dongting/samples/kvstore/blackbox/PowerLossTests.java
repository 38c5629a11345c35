package io.dongting.samples.kvstore.blackbox;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * All processes are killed at once under load.
 */
@Tag("long")
class PowerLossTests {

	private static final int ROUNDS = 3;

	@Test
	void everythingAcknowledgedIsThereAfterAllNodesWereKilled() throws Exception {
		try (ProcessCluster cluster = new ProcessCluster("power-loss");
				Workload workload = new Workload(cluster.nodes())) {
			cluster.startAll();
			workload.start();
			for (int round = 0; round < ROUNDS; round++) {
				workload.awaitAcknowledged(1000);
				cluster.killAll();
				cluster.startAll();
			}
			workload.awaitAcknowledged(100);
			workload.stop();
			System.out.println("All nodes killed at once " + ROUNDS + " times: " + workload.readAllAndCheck());
		}
	}

}
