package io.dongting.samples.benchmark.dongting;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

import io.dongting.raft.HostPort;
import io.dongting.raft.LogItem;
import io.dongting.raft.RaftCallback;
import io.dongting.raft.RaftException;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.RaftInput;
import io.dongting.raft.RaftServerConfig;
import io.dongting.raft.ReadConsistency;
import io.dongting.raft.ReadRequest;
import io.dongting.raft.StateMachine;
import io.dongting.raft.server.RaftEnvironment;
import io.dongting.raft.server.RaftGroupDefinition;
import io.dongting.raft.server.RaftServer;
import io.dongting.samples.benchmark.contest.Await;
import io.dongting.samples.benchmark.contest.ClusterSettings;
import io.dongting.samples.benchmark.contest.Contestant;
import io.dongting.samples.benchmark.contest.Freshness;
import io.dongting.samples.benchmark.contest.LoopbackPorts;
import io.dongting.samples.benchmark.contest.Outcome;
import io.dongting.samples.benchmark.contest.ReadPlace;
import io.dongting.samples.benchmark.contest.Replica;
import io.dongting.samples.benchmark.contest.Replicas;

/**
 * This engine, with the options that groups have by default.
 */
public final class DongtingContestant implements Contestant {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final byte[] NOTHING = new byte[0];

	private final List<RaftServer> servers = new ArrayList<>();

	private final List<HostedGroup> leading = new ArrayList<>();

	private final List<HostedGroup> following = new ArrayList<>();

	private final SortedMap<String, String> settings = new TreeMap<>();

	private ReadRequest request = ReadRequest.of(ReadConsistency.LINEARIZABLE, TIMEOUT);

	@Override
	public void start(ClusterSettings cluster, Replicas replicas) throws IOException, InterruptedException {
		this.request = ReadRequest.of(
				(cluster.freshness() == Freshness.LEASE) ? ReadConsistency.LEASE : ReadConsistency.LINEARIZABLE,
				TIMEOUT);
		this.settings.put("options of each group", RaftGroupOptions.DEFAULTS.toString());
		this.settings.put("sync", cluster.fsync() ? "fdatasync before each acknowledgement (default)"
				: "none, by an environment whose files leave it out");
		this.settings.put("reads", this.request.consistency() + ", by RaftGroup.awaitReadable, then the state");
		TreeMap<Integer, HostPort> nodes = new TreeMap<>();
		for (int port : LoopbackPorts.find(cluster.voters())) {
			nodes.put(nodes.size() + 1, new HostPort(LoopbackPorts.HOST, port));
		}
		for (int node : nodes.keySet()) {
			RaftServerConfig config = (cluster.voters() == 1) ? RaftServerConfig.alone(node)
					: new RaftServerConfig(node, nodes, nodes.get(node));
			RaftServer server = new RaftServer(config, definitions(nodes, node, cluster.groups(), replicas),
					environment(cluster.directory(node), cluster.fsync()));
			this.servers.add(server);
			server.start();
		}
		for (int group = 0; group < cluster.groups(); group++) {
			awaitLeader(group, replicas);
		}
	}

	private static List<RaftGroupDefinition> definitions(TreeMap<Integer, HostPort> nodes, int node, int groups,
			Replicas replicas) {
		return IntStream.range(0, groups)
			.mapToObj((group) -> new RaftGroupDefinition(
					new RaftGroupConfig(name(group), group + 1, new TreeSet<>(nodes.keySet()),
							Collections.emptySortedSet(), RaftGroupOptions.DEFAULTS),
					stateMachine(replicas.of(node, group))))
			.toList();
	}

	private static StateMachine stateMachine(Replica replica) {
		return (LogItem item) -> {
			replica.apply(item.body());
			return NOTHING;
		};
	}

	/**
	 * Return the world of a node.
	 * @param directory where it keeps its data
	 * @param fsync whether it syncs it
	 * @return its environment
	 */
	public static RaftEnvironment environment(Path directory, boolean fsync) {
		RaftEnvironment onDisk = RaftEnvironment.onDisk(directory);
		return fsync ? onDisk : new UnsyncedEnvironment(onDisk);
	}

	private static String name(int group) {
		return "group-" + group;
	}

	private void awaitLeader(int group, Replicas replicas) throws InterruptedException {
		Await.until(() -> this.servers.stream().anyMatch((server) -> leads(server.group(name(group))))
				&& this.servers.stream().allMatch((server) -> server.group(name(group)).status().leaderId() != 0),
				() -> "a leader of group " + group + " was known");
		List<HostedGroup> hosted = this.servers.stream()
			.map((server) -> new HostedGroup(server.group(name(group)), replicas.of(server.nodeId(), group)))
			.toList();
		HostedGroup leader = hosted.stream().filter((one) -> leads(one.group())).findFirst().orElseThrow();
		this.leading.add(leader);
		this.following.add(hosted.stream().filter((one) -> one != leader).findFirst().orElse(leader));
	}

	private static boolean leads(RaftGroup group) {
		return group.isLeader() && group.status().ready();
	}

	@Override
	public void submit(int group, byte[] command, Outcome outcome) {
		this.leading.get(group)
			.group()
			.submitLinearTask(new RaftInput(command, TIMEOUT), new ForwardedOutcome(outcome));
	}

	@Override
	public void read(int group, int key, ReadPlace place, Outcome outcome) {
		HostedGroup hosted = ((place == ReadPlace.LEADER) ? this.leading : this.following).get(group);
		hosted.group()
			.awaitReadable(this.request)
			.thenApply((index) -> hosted.replica().value(key))
			.whenComplete(outcome::ended);
	}

	@Override
	public SortedMap<String, String> settings() {
		return this.settings;
	}

	@Override
	public void close() {
		this.servers.forEach(RaftServer::close);
	}

	/**
	 * A group on a node.
	 *
	 * @param group the group
	 * @param replica its state there
	 */
	private record HostedGroup(RaftGroup group, Replica replica) {

	}

	/**
	 * Tells the harness what the engine tells.
	 *
	 * @param outcome who is told
	 */
	private record ForwardedOutcome(Outcome outcome) implements RaftCallback {

		@Override
		public void completed(long index, byte[] result) {
			this.outcome.completed(0);
		}

		@Override
		public void failed(RaftException cause) {
			this.outcome.failed(cause);
		}

	}

}
