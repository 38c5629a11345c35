package io.dongting.raft.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.RaftOutput;
import io.dongting.raft.server.VirtualServers.Node;
import io.dongting.raft.transport.AppendReq;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ServerRestartTests {

	/** It has to wait until its own promise of before is over, and then to go on (R7). */
	@Test
	void singleNodeLeadsAgainAfterRestart() {
		VirtualServers servers = new VirtualServers(1);
		Node node = servers.nodes.get(1);
		node.start();
		servers.assert20s(node::leads);
		node.kill();
		node.start();
		servers.assert20s(node::leads);
	}

	@Test
	void groupThatIsOpenedLateHasTheLinksThatAreOpenAlready() {
		VirtualServers servers = new VirtualServers(3);
		servers.groups = List.of("list", "other");
		servers.startAll();
		servers.assert20s(() -> servers.nodes.get(1).group("other").status().commitIndex() >= 2);
		Node restarted = servers.followers().get(0);
		restarted.kill();
		restarted.openingTime = Duration.ofSeconds(1);
		restarted.start();
		CompletableFuture<RaftOutput> output = restarted.group("other").submit(LocalCluster.command("a"));
		servers.assert20s(output::isDone);
		assertThat(output).isCompleted();
	}

	/** What is read beyond the commit index may be cut meanwhile: read again. */
	@Test
	void restartedLeaderDropsWhatItDidNotCommitWhileItReadsWhatItDid() {
		VirtualServers servers = new VirtualServers(3);
		servers.startAll();
		Node old = servers.leaderElected();
		CompletableFuture<RaftOutput> first = old.group().submit(LocalCluster.command("first"));
		servers.assert20s(first::isDone);
		servers.lost = (message) -> message instanceof AppendReq append && !append.entries().isEmpty();
		old.group().submit(LocalCluster.command("lost"));
		servers.world.advance(Duration.ofMillis(20));
		old.kill();
		servers.lost = (message) -> false;
		Node next = servers.leaderElected();
		CompletableFuture<RaftOutput> second = next.group().submit(LocalCluster.command("second"));
		servers.assert20s(second::isDone);
		servers.lost = AppendReq.class::isInstance;
		old.start();
		servers.assert20s(() -> old.status().leaderId() == next.id);
		servers.world.advance(Duration.ofMillis(10));
		old.storageNanos = 20_000_000;
		servers.lost = (message) -> false;
		servers.assert20s(() -> old.commands().size() == 2 || old.status().condition() == Condition.STORAGE_FAILED);
		assertThat(old.status().condition()).isEqualTo(Condition.RUNNING);
		assertThat(old.commands()).containsExactly("first", "second");
	}

	/**
	 * Trap H: a configuration entry names a node that this one was not told of.
	 */
	@Test
	void nodeThatIsKnownFromTheLogOnlyIsReached() {
		VirtualServers servers = new VirtualServers(3);
		servers.startAll();
		servers.leaderElected();
		servers.assert20s(() -> servers.nodes.values().stream().allMatch((node) -> node.status().commitIndex() == 2));
		servers.nodes.values().forEach(Node::kill);
		servers.nodes.get(3).start();
		servers.forget(3);
		servers.nodes.get(2).start();
		CompletableFuture<RaftOutput> output = servers.nodes.get(2).group().submit(LocalCluster.command("a"));
		servers.assert20s(output::isDone);
		assertThat(output).isCompleted();
		assertThat(servers.nodes.get(2).status().condition()).isEqualTo(Condition.RUNNING);
		assertThat(servers.nodes.get(2).status().members()).containsExactly(1, 2, 3);
	}

}
