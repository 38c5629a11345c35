package io.dongting.raft.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.RaftOutput;
import io.dongting.raft.server.VirtualServers.Node;
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

}
