package io.dongting.samples.operatorsday;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

import io.dongting.samples.kvstore.blackbox.Ports;

import static io.dongting.samples.operatorsday.Expectation.await;

/**
 * Five nodes that know each other, none of which runs at first.
 */
final class Cluster {

	private static final int SIZE = 5;

	private final Map<Integer, Node> nodes = new TreeMap<>();

	/**
	 * Lay out the nodes.
	 * @param arguments the jar, the directory, and perhaps {@code --free-ports}
	 * @return the nodes
	 */
	static Cluster of(List<String> arguments) throws IOException {
		Path jar = Path.of(arguments.get(0)).toAbsolutePath();
		Path directory = Path.of(arguments.get(1)).toAbsolutePath();
		Files.createDirectories(directory);
		boolean freePorts = arguments.contains("--free-ports");
		List<Integer> httpPorts = freePorts ? freePorts() : IntStream.rangeClosed(8081, 8080 + SIZE).boxed().toList();
		List<Integer> raftPorts = freePorts ? freePorts() : IntStream.rangeClosed(9331, 9330 + SIZE).boxed().toList();
		Cluster cluster = new Cluster();
		for (int id = 1; id <= SIZE; id++) {
			Path data = directory.resolve("data-" + id);
			List<String> command = new ArrayList<>(
					List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
							"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", jar.toString()));
			command.addAll(List.of("--spring.profiles.active=cluster", "--dongting.raft.node-id=" + id,
					"--dongting.raft.data-dir=" + data, "--server.address=127.0.0.1",
					"--server.port=" + httpPorts.get(id - 1)));
			for (int other = 1; other <= SIZE; other++) {
				command.add("--dongting.raft.nodes." + other + "=127.0.0.1:" + raftPorts.get(other - 1));
			}
			Node node = new Node(id, httpPorts.get(id - 1), command, data, directory.resolve("node-" + id + ".log"));
			cluster.nodes.put(id, node);
			node.deleteData();
		}
		return cluster;
	}

	private static List<Integer> freePorts() {
		return IntStream.range(0, SIZE).map((number) -> Ports.free()).boxed().toList();
	}

	Node node(int id) {
		return nodes(id).get(0);
	}

	List<Node> nodes(int... ids) {
		return IntStream.of(ids).mapToObj(this.nodes::get).toList();
	}

	/**
	 * Wait until nodes agree that one of them leads, and it does, too.
	 * @param ids the nodes
	 * @return the leader
	 */
	int awaitLeader(int... ids) throws Exception {
		Set<Long> leaders = new HashSet<>();
		await("the nodes agree who leads", () -> {
			leaders.clear();
			for (Node node : nodes(ids)) {
				leaders.add(node.get("raft/kv").answers(200).number("leaderId"));
			}
			return leaders.size() == 1 && IntStream.of(ids)
				.filter((id) -> leaders.contains((long) id))
				.mapToObj(this::node)
				.toList()
				.equals(leading(ids));
		});
		return leaders.iterator().next().intValue();
	}

	private List<Node> leading(int... ids) throws Exception {
		List<Node> leading = new ArrayList<>();
		for (Node node : nodes(ids)) {
			if (node.get("raft/kv").says("'role':'LEADER'")) {
				leading.add(node);
			}
		}
		return leading;
	}

	/**
	 * Wait until members know that they are the members and nothing else is under way,
	 * and serve.
	 * @param members the members
	 */
	void awaitMembers(int... members) throws Exception {
		String list = String.join(",", IntStream.of(members).mapToObj(String::valueOf).toList());
		for (Node node : nodes(members)) {
			node.awaitStatus("'members':[" + list + "]", "'observers':[]", "'preparedMembers':[]", "'prepareIndex':0",
					"'ready':true");
			node.awaitReady();
		}
	}

	void destroy() {
		this.nodes.values().forEach(Node::destroy);
	}

}
