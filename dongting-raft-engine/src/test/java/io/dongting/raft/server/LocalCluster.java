package io.dongting.raft.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.Set;
import java.util.LinkedHashSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.dongting.raft.HostPort;
import io.dongting.raft.LogItem;
import io.dongting.raft.RaftException;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.RaftInput;
import io.dongting.raft.RaftServerConfig;
import io.dongting.raft.ReadConsistency;
import io.dongting.raft.ReadRequest;
import io.dongting.raft.StateMachine;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Servers with real files and real connections over the loopback interface, all in this
 * process.
 */
final class LocalCluster implements AutoCloseable {

	private static final int MOST_TRIES = 100;

	private static final int SUBMIT_SECONDS = 60;

	private final Path directory;

	private final SortedMap<Integer, HostPort> addresses = new TreeMap<>();

	private final TreeMap<Integer, RaftServer> servers = new TreeMap<>();

	private final TreeMap<Integer, ListMachine> machines = new TreeMap<>();

	LocalCluster(Path directory, int size) {
		this.directory = directory;
		for (int port : freePorts(size)) {
			this.addresses.put(this.addresses.size() + 1, new HostPort("127.0.0.1", port));
		}
	}

	void startAll() {
		this.addresses.keySet().forEach(this::start);
	}

	void start(int nodeId) {
		start(nodeId, "list");
	}

	void start(int nodeId, String groupName) {
		ListMachine machine = new ListMachine();
		RaftGroupConfig group = new RaftGroupConfig(groupName, 1, new TreeSet<>(this.addresses.keySet()),
				Collections.emptySortedSet(), RaftGroupOptions.DEFAULTS);
		RaftServer server = new RaftServer(new RaftServerConfig(nodeId, this.addresses, this.addresses.get(nodeId)),
				List.of(new RaftGroupDefinition(group, machine)), (name) -> new ListMachine(),
				RaftEnvironment.onDisk(this.directory.resolve("node-" + nodeId)));
		server.start();
		this.servers.put(nodeId, server);
		this.machines.put(nodeId, machine);
	}

	/**
	 * Start another process with the id of a node, elsewhere and with data of its own.
	 * @return the process, which the caller closes
	 */
	RaftServer startTwin(int nodeId) {
		TreeMap<Integer, HostPort> known = new TreeMap<>(this.addresses);
		known.put(nodeId, new HostPort("127.0.0.1", freePorts(1).get(0)));
		RaftGroupConfig group = new RaftGroupConfig("list", 1, new TreeSet<>(known.keySet()),
				Collections.emptySortedSet(), RaftGroupOptions.DEFAULTS);
		RaftServer twin = new RaftServer(new RaftServerConfig(nodeId, known, known.get(nodeId)),
				List.of(new RaftGroupDefinition(group, new ListMachine())),
				RaftEnvironment.onDisk(this.directory.resolve("twin-of-" + nodeId)));
		twin.start();
		return twin;
	}

	void stop(int nodeId) {
		this.servers.remove(nodeId).close();
	}

	RaftServer server(int nodeId) {
		return this.servers.get(nodeId);
	}

	RaftGroup group(int nodeId) {
		return this.servers.get(nodeId).group("list");
	}

	ListMachine machine(int nodeId) {
		return this.machines.get(nodeId);
	}

	HostPort address(int nodeId) {
		return this.addresses.get(nodeId);
	}

	/** Submit a command until it is done: where connections break, leaders may change. */
	void submit(int nodeId, String command) throws Exception {
		boolean done = false;
		for (int i = 0; i < MOST_TRIES && !done; i++) {
			try {
				group(nodeId).submit(command(command)).get(SUBMIT_SECONDS, TimeUnit.SECONDS);
				done = true;
			}
			catch (ExecutionException ex) {
				assertThat(ex).hasCauseInstanceOf(RaftException.class);
			}
		}
		assertThat(done).as(command).isTrue();
	}

	/** See all that is committed on a node. */
	List<String> commands(int nodeId) throws Exception {
		ReadRequest read = ReadRequest.of(ReadConsistency.LINEARIZABLE, Duration.ofSeconds(20));
		return group(nodeId).read(read, () -> List.copyOf(machine(nodeId).commands()))
			.get(SUBMIT_SECONDS, TimeUnit.SECONDS);
	}

	static RaftInput command(String text) {
		return new RaftInput(text.getBytes(StandardCharsets.UTF_8), Duration.ofSeconds(20));
	}

	@Override
	public void close() {
		this.servers.values().forEach(RaftServer::close);
	}

	/**
	 * Find ports that nobody listens on, below those that the system gives to outgoing
	 * connections, which could take one before it is listened on.
	 */
	private static List<Integer> freePorts(int count) {
		Set<Integer> ports = new LinkedHashSet<>();
		while (ports.size() < count) {
			int port = ThreadLocalRandom.current().nextInt(12_000, 30_000);
			try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
				ports.add(socket.getLocalPort());
			}
			catch (IOException ex) {
				// Taken
				continue;
			}
		}
		return List.copyOf(ports);
	}

	/** Remembers every command. */
	static final class ListMachine implements StateMachine {

		private final List<String> commands = new ArrayList<>();

		@Override
		public byte[] apply(LogItem item) {
			this.commands.add(StandardCharsets.UTF_8.decode(item.body()).toString());
			return String.valueOf(this.commands.size()).getBytes(StandardCharsets.UTF_8);
		}

		List<String> commands() {
			return List.copyOf(this.commands);
		}

	}

}
