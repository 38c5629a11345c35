package io.dongting.samples.kvstore.blackbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.dongting.simulation.history.Action;
import io.dongting.simulation.history.Ending;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node comes back at another address under the same name, as a pod does.
 */
@Tag("long")
class MovedNodeTests {

	private final Map<Integer, String> addresses = new TreeMap<>(
			Map.of(1, "127.0.0.1", 2, "127.0.0.1", 3, "127.0.0.1"));

	private final Path names;

	private final ProcessCluster cluster;

	MovedNodeTests(@TempDir Path directory) throws IOException {
		this.names = directory.resolve("hosts");
		List<String> program = new ArrayList<>(KvProcess.SAMPLE);
		program.addAll(1, List.of("-Djdk.net.hosts.file=" + this.names, "-Dsun.net.inetaddr.ttl=0",
				"-Dsun.net.inetaddr.negative.ttl=0"));
		this.cluster = new ProcessCluster("moved-node", program);
		this.addresses.keySet().forEach((node) -> this.cluster.callByName(node, host(node)));
		writeNames();
	}

	@AfterEach
	void stop() {
		this.cluster.close();
	}

	@Test
	void nodeIsFoundWhereItsNameLeads() throws Exception {
		this.addresses.keySet().forEach(this::start);
		this.addresses.keySet().forEach(this.cluster::awaitReady);
		int leader = this.cluster.awaitLeader();
		int moved = leader % 3 + 1;
		int third = moved % 3 + 1;
		put(leader, "before");
		ProcessCluster.await("the leader has called it once", () -> linksOpened(leader, moved) == 1);

		this.cluster.kill(moved);
		this.addresses.put(moved, "127.0.0.2");
		writeNames();
		start(moved);
		this.cluster.awaitReady(moved);
		ProcessCluster.await("the leader has called it where it is now", () -> linksOpened(leader, moved) == 2);
		this.cluster.kill(third);
		put(moved, "after");
		assertThat(this.cluster.node(leader).execute("key", new Action.Get(), "linearizable"))
			.isEqualTo(new Ending.Read("after"));
	}

	private void put(int node, String value) {
		ProcessCluster.await("'" + value + "' is written", () -> this.cluster.node(node).putAsync("key", value).join());
	}

	private long linksOpened(int from, int to) {
		Pattern line = Pattern.compile(
				"The link from node %d to node %d at %s:\\d+ is open".formatted(from, to, Pattern.quote(host(to))));
		return line.matcher(this.cluster.log(from)).results().count();
	}

	private void start(int node) {
		this.cluster.start(node,
				"--dongting.raft.listen=" + this.addresses.get(node) + ":" + this.cluster.raftPort(node));
	}

	private void writeNames() throws IOException {
		List<String> lines = new ArrayList<>(List.of("127.0.0.1 localhost"));
		this.addresses.forEach((node, address) -> lines.add(address + " " + host(node)));
		Files.write(this.names, lines);
	}

	private static String host(int node) {
		return "node-" + node + ".test";
	}

}
