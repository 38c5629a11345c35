package io.dongting.samples.benchmark.idle;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.dongting.raft.HostPort;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.RaftServerConfig;
import io.dongting.raft.server.RaftEnvironment;
import io.dongting.raft.server.RaftGroupDefinition;
import io.dongting.raft.server.RaftServer;
import io.dongting.samples.benchmark.contest.LoopbackPorts;

/**
 * What many groups cost that have nothing to do: processor, memory and disk of three
 * nodes in this process.
 */
public final class IdleGroups {

	private static final Duration SETTLING = Duration.ofSeconds(20);

	private static final int NODES = 3;

	private final int groups;

	private final int rounds;

	private final Duration duration;

	private final boolean onDisk;

	private final Path directory;

	private final AtomicLong heartbeats = new AtomicLong();

	/**
	 * Create the workload.
	 * @param groups how many groups there are
	 * @param rounds how many times is measured
	 * @param duration how long each time
	 * @param onDisk whether the data is on disk, or in memory
	 * @param directory where on disk
	 */
	public IdleGroups(int groups, int rounds, Duration duration, boolean onDisk, Path directory) {
		this.groups = groups;
		this.rounds = rounds;
		this.duration = duration;
		this.onDisk = onDisk;
		this.directory = directory;
	}

	/**
	 * Measure and print.
	 * @throws IOException if there are no free ports, or the directory cannot be read
	 * @throws InterruptedException if the thread is interrupted
	 */
	public void run() throws IOException, InterruptedException {
		TreeMap<Integer, HostPort> nodes = new TreeMap<>();
		for (int port : LoopbackPorts.find(NODES)) {
			nodes.put(nodes.size() + 1, new HostPort(LoopbackPorts.HOST, port));
		}
		List<RaftServer> servers = nodes.keySet().stream().map((node) -> server(node, nodes)).toList();
		try {
			servers.forEach(RaftServer::start);
			awaitReady(servers);
			Thread.sleep(SETTLING.toMillis());
			List<Cost> costs = new ArrayList<>();
			for (int round = 1; round <= this.rounds; round++) {
				costs.add(measure());
				print(round, costs.get(round - 1));
			}
			print(costs, leadingNodes(servers));
		}
		finally {
			servers.forEach(RaftServer::close);
		}
	}

	private RaftServer server(int node, TreeMap<Integer, HostPort> nodes) {
		List<RaftGroupDefinition> definitions = IntStream.rangeClosed(1, this.groups)
			.mapToObj((id) -> new RaftGroupDefinition(new RaftGroupConfig("group-" + id, id,
					new TreeSet<>(nodes.keySet()), Collections.emptySortedSet(), RaftGroupOptions.DEFAULTS),
					(item) -> new byte[0]))
			.toList();
		RaftEnvironment world = this.onDisk ? RaftEnvironment.onDisk(this.directory.resolve("node-" + node))
				: RaftEnvironment.inMemory();
		return new RaftServer(new RaftServerConfig(node, nodes, nodes.get(node)), definitions,
				new CountingEnvironment(world, this.heartbeats));
	}

	private static void awaitReady(List<RaftServer> servers) throws InterruptedException {
		for (RaftServer server : servers) {
			for (RaftGroup group : server.groups()) {
				while (!group.status().ready()) {
					Thread.sleep(10);
				}
			}
		}
	}

	private Cost measure() throws InterruptedException {
		ThreadTimes threadsBefore = ThreadTimes.now();
		Duration before = processorTime();
		long heartbeatsBefore = this.heartbeats.get();
		long beginNanos = System.nanoTime();
		Thread.sleep(this.duration.toMillis());
		double seconds = (System.nanoTime() - beginNanos) / 1e9;
		TreeMap<String, Double> millisByThread = new TreeMap<>();
		ThreadTimes.now()
			.since(threadsBefore)
			.forEach((purpose, nanos) -> millisByThread.put(purpose, nanos / 1e6 / seconds));
		return new Cost(processorTime().minus(before).toNanos() / 1e6 / seconds, millisByThread,
				(this.heartbeats.get() - heartbeatsBefore) / seconds);
	}

	private static Duration processorTime() {
		return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
	}

	private static long leadingNodes(List<RaftServer> servers) {
		return servers.stream().filter((server) -> server.groups().stream().anyMatch(RaftGroup::isLeader)).count();
	}

	private void print(int round, Cost cost) {
		System.out.printf(Locale.ROOT,
				"round %d: processor, ms a second: %.1f in the threads of the engine %s, %.1f in the process; "
						+ "heartbeat messages a second: %.1f%n",
				round, cost.engineMillis(), describe(cost.millisByThread()), cost.processMillis(), cost.heartbeats());
	}

	/** A thousand milliseconds a second are one core. */
	private void print(List<Cost> costs, long leadingNodes) throws IOException {
		System.gc();
		long heapBytes = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
		double beats = leadingNodes * (NODES - 1) * 1e9 / RaftGroupOptions.DEFAULTS.heartbeatInterval().toNanos();
		System.out.printf(Locale.ROOT,
				"groups=%d nodes=%d storage=%s, median of %d rounds: %.1f %% of one core in the threads of the engine, "
						+ "%.1f %% in the process; heartbeat messages a second: %.1f, and %.1f is one for each interval "
						+ "of the %d nodes that lead to each other node; heap: %.0f KiB a group and node, "
						+ "disk: %.0f KiB a group and node, threads: %d%n",
				this.groups, NODES, this.onDisk ? "disk" : "memory", costs.size(),
				median(costs, Cost::engineMillis) / 10, median(costs, Cost::processMillis) / 10,
				median(costs, Cost::heartbeats), beats, leadingNodes, heapBytes / 1024.0 / this.groups / NODES,
				usedBytes() / 1024.0 / this.groups / NODES, ManagementFactory.getThreadMXBean().getThreadCount());
	}

	private static double median(List<Cost> costs, ToDoubleFunction<Cost> figure) {
		double[] sorted = costs.stream().mapToDouble(figure).sorted().toArray();
		return sorted[sorted.length / 2];
	}

	private static String describe(TreeMap<String, Double> millisByThread) {
		return millisByThread.entrySet()
			.stream()
			.map((entry) -> String.format(Locale.ROOT, "%s=%.1f", entry.getKey(), entry.getValue()))
			.collect(Collectors.joining(", ", "(", ")"));
	}

	private long usedBytes() throws IOException {
		if (!this.onDisk) {
			return 0;
		}
		try (Stream<Path> paths = Files.walk(this.directory)) {
			return paths.filter(Files::isRegularFile).mapToLong((path) -> path.toFile().length()).sum();
		}
	}

	/**
	 * What one second costs.
	 *
	 * @param processMillis how long the process runs on a processor
	 * @param millisByThread how long the threads of the engine do, by what they do
	 * @param heartbeats how many messages carry heartbeats
	 */
	private record Cost(double processMillis, TreeMap<String, Double> millisByThread, double heartbeats) {

		double engineMillis() {
			return this.millisByThread.values().stream().mapToDouble(Double::doubleValue).sum();
		}

	}

}
