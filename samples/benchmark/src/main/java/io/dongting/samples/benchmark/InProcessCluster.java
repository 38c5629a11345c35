package io.dongting.samples.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

import io.dongting.raft.HostPort;
import io.dongting.raft.LogItem;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.RaftServerConfig;
import io.dongting.raft.StateMachine;
import io.dongting.raft.server.RaftEnvironment;
import io.dongting.raft.server.RaftGroupDefinition;
import io.dongting.raft.server.RaftServer;

/**
 * All nodes of a cluster in this process.
 */
final class InProcessCluster implements AutoCloseable {

	private static final String GROUP = "benchmark";

	private final List<RaftServer> servers = new ArrayList<>();

	private InProcessCluster() {
	}

	static InProcessCluster start(int voters, Path directory) throws IOException {
		TreeMap<Integer, HostPort> nodes = freeAddresses(voters);
		RaftGroupConfig group = new RaftGroupConfig(GROUP, 1, new TreeSet<>(nodes.keySet()),
				Collections.emptySortedSet(), RaftGroupOptions.DEFAULTS);
		InProcessCluster cluster = new InProcessCluster();
		for (int node : nodes.keySet()) {
			RaftServerConfig config = (voters == 1) ? RaftServerConfig.alone(1)
					: new RaftServerConfig(node, nodes, nodes.get(node));
			RaftServer server = new RaftServer(config, List.of(new RaftGroupDefinition(group, new CountingMachine())),
					RaftEnvironment.onDisk(directory.resolve("node-" + node)));
			cluster.servers.add(server);
			server.start();
		}
		return cluster;
	}

	static TreeMap<Integer, HostPort> freeAddresses(int nodeCount) throws IOException {
		TreeMap<Integer, HostPort> nodes = new TreeMap<>();
		for (int port : freePorts(nodeCount)) {
			nodes.put(nodes.size() + 1, new HostPort("127.0.0.1", port));
		}
		return nodes;
	}

	/** Wait until one of the nodes leads. */
	RaftGroup awaitLeader() throws InterruptedException {
		while (true) {
			for (RaftServer server : this.servers) {
				RaftGroup group = server.group(GROUP);
				if (group.isLeader() && group.status().ready()) {
					return group;
				}
			}
			Thread.sleep(10);
		}
	}

	@Override
	public void close() {
		this.servers.forEach(RaftServer::close);
	}

	private static List<Integer> freePorts(int count) throws IOException {
		List<ServerSocket> sockets = new ArrayList<>();
		List<Integer> ports = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
			sockets.add(socket);
			ports.add(socket.getLocalPort());
		}
		for (ServerSocket socket : sockets) {
			socket.close();
		}
		return ports;
	}

	/** Does as little as a state machine can, so that the engine is measured. */
	private static final class CountingMachine implements StateMachine {

		private static final byte[] NOTHING = new byte[0];

		private long count;

		@Override
		public byte[] apply(LogItem item) {
			this.count += item.body().remaining();
			return NOTHING;
		}

		@Override
		public String toString() {
			return this.count + " bytes applied";
		}

	}

}
