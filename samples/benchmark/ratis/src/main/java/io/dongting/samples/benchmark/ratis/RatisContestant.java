package io.dongting.samples.benchmark.ratis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.dongting.samples.benchmark.contest.Await;
import io.dongting.samples.benchmark.contest.ClusterSettings;
import io.dongting.samples.benchmark.contest.Contestant;
import io.dongting.samples.benchmark.contest.LoopbackPorts;
import io.dongting.samples.benchmark.contest.Outcome;
import io.dongting.samples.benchmark.contest.ReadPlace;
import io.dongting.samples.benchmark.contest.Replicas;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.GroupManagementRequest;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.jspecify.annotations.Nullable;

/**
 * Apache Ratis: requests are given to the server of the leader, without a client of its
 * own in between.
 */
public final class RatisContestant implements Contestant {

	private final ClientId client = ClientId.randomId();

	private final AtomicLong calls = new AtomicLong();

	private final List<RaftServer> servers = new ArrayList<>();

	private final List<RaftGroupId> groups = new ArrayList<>();

	private final List<RaftServer> leading = new ArrayList<>();

	private final List<RaftServer> following = new ArrayList<>();

	private SortedMap<String, String> settings = Collections.emptySortedMap();

	@Override
	public void start(ClusterSettings cluster, Replicas replicas) throws IOException, InterruptedException {
		RatisProperties properties = new RatisProperties(cluster);
		this.settings = properties.describe();
		List<Integer> ports = LoopbackPorts.find(cluster.voters());
		List<RaftPeer> peers = IntStream.range(0, ports.size())
			.mapToObj((number) -> RaftPeer.newBuilder()
				.setId("node-" + (number + 1))
				.setAddress(LoopbackPorts.HOST + ":" + ports.get(number))
				.build())
			.toList();
		IntStream.range(0, cluster.groups())
			.forEach((group) -> this.groups.add(RaftGroupId.valueOf(new UUID(1, group + 1))));
		for (int number = 0; number < peers.size(); number++) {
			int node = number + 1;
			RaftServer server = RaftServer.newBuilder()
				.setServerId(peers.get(number).getId())
				.setGroup(RaftGroup.valueOf(this.groups.get(0), peers))
				.setOption(RaftStorage.StartupOption.FORMAT)
				.setProperties(properties.create(ports.get(number), cluster.directory(node)))
				.setStateMachineRegistry(
						(group) -> new ReplicaStateMachine(replicas.of(node, this.groups.indexOf(group))))
				.build();
			this.servers.add(server);
			server.start();
		}
		for (RaftGroupId group : this.groups.subList(1, this.groups.size())) {
			for (RaftServer server : this.servers) {
				add(server, RaftGroup.valueOf(group, peers));
			}
		}
		for (RaftGroupId group : this.groups) {
			awaitLeader(group);
		}
	}

	private void add(RaftServer server, RaftGroup group) throws IOException {
		RaftClientReply reply = server.groupManagement(
				GroupManagementRequest.newAdd(this.client, server.getId(), this.calls.incrementAndGet(), group));
		if (!reply.isSuccess()) {
			throw new IOException(group + " was not added: " + reply);
		}
	}

	private void awaitLeader(RaftGroupId group) throws InterruptedException {
		Await.until(
				() -> this.servers.stream().anyMatch((server) -> info(server, group).isLeaderReady())
						&& this.servers.stream().allMatch((server) -> info(server, group).getLeaderId() != null),
				() -> "a leader of " + group + " was known");
		RaftServer leader = this.servers.stream()
			.filter((server) -> info(server, group).isLeaderReady())
			.findFirst()
			.orElseThrow();
		this.leading.add(leader);
		this.following.add(this.servers.stream().filter((server) -> server != leader).findFirst().orElse(leader));
	}

	private static DivisionInfo info(RaftServer server, RaftGroupId group) {
		try {
			return server.getDivision(group).getInfo();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void submit(int group, byte[] command, Outcome outcome) {
		send(this.leading.get(group), group, RaftClientRequest.writeRequestType(),
				Message.valueOf(UnsafeByteOperations.unsafeWrap(ByteBuffer.wrap(command))), outcome);
	}

	@Override
	public void read(int group, int key, ReadPlace place, Outcome outcome) {
		send(((place == ReadPlace.LEADER) ? this.leading : this.following).get(group), group,
				RaftClientRequest.readRequestType(), ReplicaStateMachine.query(key), outcome);
	}

	private void send(RaftServer server, int group, RaftClientRequest.Type type, Message message, Outcome outcome) {
		RaftPeerId node = server.getId();
		RaftClientRequest request = RaftClientRequest.newBuilder()
			.setClientId(this.client)
			.setServerId(node)
			.setGroupId(this.groups.get(group))
			.setCallId(this.calls.incrementAndGet())
			.setType(type)
			.setMessage(message)
			.build();
		try {
			server.submitClientRequestAsync(request)
				.whenComplete((reply, failure) -> tell(outcome, type, reply, failure));
		}
		catch (IOException ex) {
			outcome.failed(ex);
		}
	}

	private static void tell(Outcome outcome, RaftClientRequest.Type type, @Nullable RaftClientReply reply,
			@Nullable Throwable failure) {
		if (reply != null && reply.isSuccess()) {
			outcome.completed(type.isReadOnly() ? ReplicaStateMachine.answer(reply.getMessage()) : 0);
		}
		else {
			outcome.failed((failure != null) ? failure : new IllegalStateException(String.valueOf(reply)));
		}
	}

	@Override
	public SortedMap<String, String> settings() {
		return this.settings;
	}

	@Override
	public void close() {
		for (RaftServer server : this.servers) {
			try {
				server.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

}
