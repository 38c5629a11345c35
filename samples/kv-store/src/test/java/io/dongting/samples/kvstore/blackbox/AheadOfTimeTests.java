package io.dongting.samples.kvstore.blackbox;

import java.util.ArrayList;
import java.util.List;

import io.dongting.simulation.history.Action;
import io.dongting.simulation.history.Ending;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample as it was prepared when it was built: without a profile and with one node,
 * of which there are three here.
 */
class AheadOfTimeTests {

	@Test
	void preparedNodesServe() throws Exception {
		List<String> program = new ArrayList<>(KvProcess.SAMPLE);
		program.add(1, "-Dspring.aot.enabled=true");
		try (ProcessCluster cluster = new ProcessCluster("ahead-of-time", program)) {
			cluster.startAll();
			ProcessCluster.await("a write is acknowledged", () -> cluster.node(1).putAsync("key", "value").join());
			for (int node : ProcessCluster.NODES) {
				assertThat(cluster.node(node).execute("key", new Action.Get(), "linearizable"))
					.isEqualTo(new Ending.Read("value"));
				assertThat(cluster.log(node)).contains("Starting AOT-processed KvStoreApplication")
					.doesNotContain("There is already a bean");
			}
			assertThat(cluster.node(2).execute("key", new Action.Append("!"), "")).isEqualTo(new Ending.Appended(6));
		}
	}

}
