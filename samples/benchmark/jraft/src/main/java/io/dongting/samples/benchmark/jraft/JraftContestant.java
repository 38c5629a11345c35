package io.dongting.samples.benchmark.jraft;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.NodeManager;
import com.alipay.sofa.jraft.RaftGroupService;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.closure.ReadIndexClosure;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.entity.Task;
import com.alipay.sofa.jraft.rpc.RaftRpcServerFactory;
import com.alipay.sofa.jraft.rpc.RpcServer;
import io.dongting.samples.benchmark.contest.Await;
import io.dongting.samples.benchmark.contest.ClusterSettings;
import io.dongting.samples.benchmark.contest.Contestant;
import io.dongting.samples.benchmark.contest.LoopbackPorts;
import io.dongting.samples.benchmark.contest.Outcome;
import io.dongting.samples.benchmark.contest.ReadPlace;
import io.dongting.samples.benchmark.contest.Replica;
import io.dongting.samples.benchmark.contest.Replicas;

/**
 * SOFAJRaft: an RPC server for each node, which all its groups share.
 */
public final class JraftContestant implements Contestant {

	private static final byte[] NO_CONTEXT = new byte[0];

	private final List<RpcServer> rpcServers = new ArrayList<>();

	private final List<HostedGroup> hosted = new ArrayList<>();

	private final List<HostedGroup> leading = new ArrayList<>();

	private final List<HostedGroup> following = new ArrayList<>();

	private SortedMap<String, String> settings = Collections.emptySortedMap();

	@Override
	public void start(ClusterSettings cluster, Replicas replicas) throws IOException, InterruptedException {
		JraftOptions options = new JraftOptions(cluster);
		this.settings = options.describe();
		List<PeerId> peers = LoopbackPorts.find(cluster.voters())
			.stream()
			.map((port) -> new PeerId(LoopbackPorts.HOST, port))
			.toList();
		for (PeerId peer : peers) {
			startRpcServer(peer);
		}
		for (int group = 0; group < cluster.groups(); group++) {
			for (int node = 1; node <= peers.size(); node++) {
				startGroup(cluster, options, peers, node, group, replicas.of(node, group));
			}
		}
		for (int group = 0; group < cluster.groups(); group++) {
			awaitLeader("group-" + group);
		}
	}

	private void startRpcServer(PeerId peer) {
		RpcServer server = RaftRpcServerFactory.createRaftRpcServer(peer.getEndpoint());
		if (!server.init(null)) {
			throw new IllegalStateException("The RPC server at " + peer + " did not start");
		}
		NodeManager.getInstance().addAddress(peer.getEndpoint());
		this.rpcServers.add(server);
	}

	private void startGroup(ClusterSettings cluster, JraftOptions options, List<PeerId> peers, int node, int group,
			Replica replica) throws IOException {
		String name = "group-" + group;
		RaftGroupService service = new RaftGroupService(name, peers.get(node - 1),
				options.create(new Configuration(peers), replica, cluster.directory(node).resolve(name)),
				this.rpcServers.get(node - 1), true);
		Node started = service.start(false);
		if (started == null) {
			throw new IllegalStateException(name + " did not start on node " + node);
		}
		this.hosted.add(new HostedGroup(service, started, replica));
	}

	private void awaitLeader(String name) throws InterruptedException {
		List<HostedGroup> members = this.hosted.stream()
			.filter((one) -> one.service().getGroupId().equals(name))
			.toList();
		Await.until(
				() -> members.stream().anyMatch(HostedGroup::leads)
						&& members.stream().allMatch(HostedGroup::knowsLeader),
				() -> "a leader of " + name + " was known");
		HostedGroup leader = members.stream().filter(HostedGroup::leads).findFirst().orElseThrow();
		this.leading.add(leader);
		this.following.add(members.stream().filter((one) -> one != leader).findFirst().orElse(leader));
	}

	@Override
	public void submit(int group, byte[] command, Outcome outcome) {
		this.leading.get(group).node().apply(new Task(ByteBuffer.wrap(command), new ForwardedOutcome(outcome)));
	}

	@Override
	public void read(int group, int key, ReadPlace place, Outcome outcome) {
		HostedGroup member = ((place == ReadPlace.LEADER) ? this.leading : this.following).get(group);
		member.node().readIndex(NO_CONTEXT, new ReadIndexClosure() {

			@Override
			public void run(Status status, long index, byte[] context) {
				if (status.isOk()) {
					outcome.completed(member.replica().value(key));
				}
				else {
					outcome.failed(new IllegalStateException(status.toString()));
				}
			}

		});
	}

	@Override
	public SortedMap<String, String> settings() {
		return this.settings;
	}

	@Override
	public void close() {
		this.hosted.forEach((one) -> one.service().shutdown());
		this.rpcServers.forEach(RpcServer::shutdown);
	}

	/**
	 * Tells the harness what the engine tells.
	 *
	 * @param outcome who is told
	 */
	private record ForwardedOutcome(Outcome outcome) implements Closure {

		@Override
		public void run(Status status) {
			if (status.isOk()) {
				this.outcome.completed(0);
			}
			else {
				this.outcome.failed(new IllegalStateException(status.toString()));
			}
		}

	}

}
