package io.dongting.raft.server;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.HostPort;
import io.dongting.raft.InvalidConfigurationException;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftOutput;
import io.dongting.raft.RaftServerConfig;
import io.dongting.raft.server.ServerChangeException.Reason;
import io.dongting.raft.server.VirtualServers.ListMachine;
import io.dongting.raft.server.VirtualServers.Node;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Nodes that are added and removed while servers run.
 */
class RuntimeNodeTests {

	private static final HostPort FOURTH = new HostPort("node4", 7000);

	private final VirtualServers servers = new VirtualServers(4);

	RuntimeNodeTests() {
		this.servers.factory = (name) -> new ListMachine();
		this.servers.nodes.get(4).start();
		this.servers.forget(4);
		for (int id = 1; id <= 3; id++) {
			this.servers.nodes.get(id).start();
		}
	}

	private void done(CompletableFuture<?> future) {
		this.servers.assert20s(future::isDone);
		future.join();
	}

	private void assertRefused(CompletableFuture<?> future, Reason reason) {
		this.servers.assert20s(future::isDone);
		assertThatExceptionOfType(Exception.class).isThrownBy(future::join)
			.havingCause()
			.isInstanceOfSatisfying(ServerChangeException.class,
					(refusal) -> assertThat(refusal.reason()).isEqualTo(reason));
	}

	private RaftGroupConfig group(Integer... members) {
		return new RaftGroupConfig("added", 7, new TreeSet<>(List.of(members)), Collections.emptySortedSet(),
				this.servers.options);
	}

	private static List<Integer> linked(Node node) {
		return node.server().nodes().stream().filter(NodeStatus::linked).map(NodeStatus::nodeId).toList();
	}

	@Test
	void anAddedNodeIsDialledAndCanHostAGroupAndIsKnownAfterARestart() {
		Node one = this.servers.nodes.get(1);
		assertRefused(one.server().addGroup(group(1, 2, 4)), Reason.UNKNOWN_NODE);
		for (int id = 1; id <= 2; id++) {
			done(this.servers.nodes.get(id).server().addNode(4, FOURTH));
		}
		this.servers.assert20s(() -> linked(one).equals(List.of(2, 3, 4)));
		this.servers
			.assert20s(() -> one.server().nodes().contains(new NodeStatus(4, FOURTH, false, false, true, null)));
		for (int id : List.of(1, 2, 4)) {
			done(this.servers.nodes.get(id).server().addGroup(group(1, 2, 4)));
		}
		submit(one);
		one.kill();
		one.start();
		this.servers.assert20s(() -> linked(one).equals(List.of(2, 3, 4)));
		submit(one);
	}

	private void submit(Node node) {
		CompletableFuture<RaftOutput> output = node.group("added").submit(LocalCluster.command("a"));
		done(output);
	}

	/** Trap J: what goes wrong with a node that is added is told. */
	@Test
	void whatStandsAgainstANodeIsToldAndNothingChanges() {
		Node one = this.servers.nodes.get(1);
		RaftServer server = one.server();
		assertRefused(server.addNode(1, FOURTH), Reason.OWN_NODE);
		assertRefused(server.addNode(4, new HostPort("node2", 7000)), Reason.ADDRESS_TAKEN);
		assertRefused(server.removeNode(1), Reason.OWN_NODE);
		assertRefused(server.removeNode(4), Reason.UNKNOWN_NODE);
		assertRefused(server.removeNode(2), Reason.NODE_IN_USE);
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> done(server.addNode(-4, FOURTH)))
			.withCauseInstanceOf(InvalidConfigurationException.class);
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> done(server.addNode(4, new HostPort("node4", 0))))
			.withCauseInstanceOf(InvalidConfigurationException.class);
		assertThat(one.disk.exists(RosterFile.NAME)).isFalse();
		one.disk.faults().failNextSync((path) -> path.startsWith(RosterFile.NAME));
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> done(server.addNode(4, FOURTH)))
			.withMessageContaining("simulated failure");
		assertThat(server.nodes()).extracting(NodeStatus::nodeId).containsExactly(1, 2, 3);
	}

	@Test
	void aNodeThatIsAloneKnowsNoOthers() {
		try (RaftServer server = new RaftServer(RaftServerConfig.alone(1), List.of(), RaftEnvironment.inMemory())) {
			server.start();
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> server.addNode(2, FOURTH).get())
				.havingCause()
				.isInstanceOfSatisfying(ServerChangeException.class,
						(refusal) -> assertThat(refusal.reason()).isEqualTo(Reason.NO_PORT));
		}
	}

	@Test
	void aRemovedNodeIsDisconnectedAndForgotten() {
		Node one = this.servers.nodes.get(1);
		done(one.server().addNode(4, FOURTH));
		done(one.server().addNode(4, FOURTH));
		done(one.server().addGroup(group(1, 4)));
		assertRefused(one.server().removeNode(4), Reason.NODE_IN_USE);
		done(one.server().removeGroup("added"));
		CompletableFuture<@Nullable Void> removed = one.server().removeNode(4);
		done(removed);
		assertThat(linked(one)).doesNotContain(4);
		one.kill();
		one.start();
		this.servers.world.advance(Duration.ofSeconds(1));
		assertThat(one.server().nodes()).extracting(NodeStatus::nodeId).containsExactly(1, 2, 3);
	}

	@Test
	void aNodeThatMovesIsDialledThereUntilTheConfigurationSaysOtherwise() {
		Node one = this.servers.nodes.get(1);
		HostPort moved = new HostPort("elsewhere", 7001);
		done(one.server().addNode(2, moved));
		assertThat(one.server().nodes().get(1)).extracting(NodeStatus::address).isEqualTo(moved);
		one.kill();
		one.start();
		assertThat(one.server().nodes().get(1)).extracting(NodeStatus::address).isEqualTo(new HostPort("node2", 7000));
	}

}
