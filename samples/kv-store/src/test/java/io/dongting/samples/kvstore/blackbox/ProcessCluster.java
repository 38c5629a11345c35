package io.dongting.samples.kvstore.blackbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

import org.awaitility.Awaitility;

import org.springframework.util.FileSystemUtils;

/**
 * Three processes, or up to five, on ports of their own, with everything they leave
 * behind in one directory: the logs stay, the data goes when the cluster is closed.
 */
final class ProcessCluster implements AutoCloseable {

	/** The nodes that a group begins with. */
	static final List<Integer> NODES = List.of(1, 2, 3);

	/** All nodes that know each other. */
	private static final List<Integer> KNOWN_NODES = List.of(1, 2, 3, 4, 5);

	private static final Duration LIMIT = Duration.ofMinutes(3);

	private final Path directory;

	private final Map<Integer, Integer> httpPorts = new TreeMap<>();

	private final Map<Integer, Integer> raftPorts = new TreeMap<>();

	private final Map<Integer, String> hosts = new TreeMap<>();

	private final Map<Integer, KvProcess> processes = new TreeMap<>();

	private final List<String> program;

	ProcessCluster(String name) {
		this(name, KvProcess.SAMPLE);
	}

	/**
	 * Create a cluster.
	 * @param name names its directory
	 * @param program what to run as a node
	 */
	ProcessCluster(String name, List<String> program) {
		this.program = program;
		this.directory = Path.of(System.getProperty("blackbox.directory"), name).toAbsolutePath();
		try {
			FileSystemUtils.deleteRecursively(this.directory);
			Files.createDirectories(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		for (int node : KNOWN_NODES) {
			this.httpPorts.put(node, Ports.free());
			this.raftPorts.put(node, Ports.free());
		}
	}

	/**
	 * Let the nodes that are started from now on call a node by a name.
	 * @param node the node that has the name
	 * @param host the name of its host
	 */
	void callByName(int node, String host) {
		this.hosts.put(node, host);
	}

	/** Start all nodes and wait until they are ready. */
	void startAll() {
		NODES.forEach(this::start);
		NODES.forEach(this::awaitReady);
	}

	/**
	 * Start a node.
	 * @param node its id
	 * @param more arguments beside those that every node gets
	 * @return the process
	 */
	KvProcess start(int node, String... more) {
		KvProcess process = launch(node, more);
		this.processes.put(node, process);
		return process;
	}

	/**
	 * Start a process that is not expected to run.
	 * @param node the id it is given
	 * @param more arguments beside those that every node gets
	 * @return the process
	 */
	KvProcess launch(int node, String... more) {
		List<String> arguments = new ArrayList<>(List.of("--spring.profiles.active=cluster",
				"--server.address=127.0.0.1", "--dongting.raft.node-id=" + node));
		arguments.add("--server.port=" + this.httpPorts.getOrDefault(node, 0));
		this.raftPorts.forEach((id, port) -> arguments
			.add("--dongting.raft.nodes." + id + "=" + this.hosts.getOrDefault(id, "127.0.0.1") + ":" + port));
		arguments.addAll(List.of(more));
		return launch("node-" + node, arguments);
	}

	/**
	 * Start a node that knows of no others.
	 * @return the process
	 */
	KvProcess startAlone() {
		KvProcess process = launchAlone("--server.address=127.0.0.1", "--server.port=" + this.httpPorts.get(1));
		this.processes.put(1, process);
		return process;
	}

	/**
	 * Start a process that is told nothing but what is given.
	 * @param arguments the arguments
	 * @return the process
	 */
	KvProcess launchAlone(String... arguments) {
		return launch("node-1", List.of(arguments));
	}

	private KvProcess launch(String name, List<String> arguments) {
		return KvProcess.start(this.directory, this.directory.resolve(name + ".log"), this.program, arguments);
	}

	void kill(int node) {
		process(node).kill();
	}

	/** Kill all nodes as nearly at once as that goes. */
	void killAll() {
		NODES.parallelStream().forEach(this::kill);
	}

	void stop(int node) {
		process(node).stop();
	}

	private KvProcess process(int node) {
		KvProcess process = this.processes.get(node);
		if (process == null) {
			throw new IllegalStateException("Node " + node + " was never started");
		}
		return process;
	}

	KvNode node(int node) {
		return new KvNode(this.httpPorts.getOrDefault(node, 0));
	}

	List<KvNode> nodes() {
		return NODES.stream().map(this::node).toList();
	}

	int raftPort(int node) {
		return this.raftPorts.getOrDefault(node, 0);
	}

	Path dataDirectory(int node) {
		return this.directory.resolve("data").resolve("node-" + node);
	}

	String log(int node) {
		return process(node).log();
	}

	/**
	 * Wait until a node is up, though it may not be able to serve yet.
	 * @param node its id
	 */
	void awaitUp(int node) {
		await("node " + node + " is up", () -> node(node).state().isPresent());
	}

	void awaitReady(int node) {
		await("node " + node + " is ready", () -> {
			if (!process(node).isAlive()) {
				throw new IllegalStateException("Node " + node + " has ended. Its log:\n" + log(node));
			}
			return node(node).isReady();
		});
	}

	/**
	 * Wait until a node leads that a majority follows.
	 * @return its id
	 */
	int awaitLeader() {
		return awaitLeader("kv");
	}

	/**
	 * Wait until a node leads a group and a majority follows it.
	 * @param group the name of the group
	 * @return its id
	 */
	int awaitLeader(String group) {
		List<Integer> leader = new ArrayList<>();
		await("a majority follows one leader", () -> {
			List<GroupState> states = NODES.stream().flatMap((node) -> node(node).state(group).stream()).toList();
			leader.clear();
			states.stream()
				.filter((state) -> state.role().equals("LEADER"))
				.filter((state) -> states.stream()
					.filter((other) -> other.term() == state.term() && other.leaderId() == state.nodeId())
					.count() > NODES.size() / 2)
				.forEach((state) -> leader.add(state.nodeId()));
			return leader.size() == 1;
		});
		return leader.get(0);
	}

	/** Wait until all nodes have applied the same. */
	void awaitEqualStates() {
		await("all nodes have applied what the leader has committed",
				() -> NODES.stream()
					.flatMap((node) -> node(node).state().stream())
					.mapToLong(GroupState::appliedIndex)
					.distinct()
					.count() == 1 && NODES.stream().allMatch((node) -> node(node).state().isPresent()));
	}

	static void await(String what, BooleanSupplier condition) {
		Awaitility.await(what).atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(condition::getAsBoolean);
	}

	@Override
	public void close() {
		this.processes.values().stream().filter(KvProcess::isAlive).forEach(KvProcess::kill);
		try {
			FileSystemUtils.deleteRecursively(this.directory.resolve("data"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
