package io.dongting.raft.server;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.NotExecutedException;
import io.dongting.raft.RaftInput;
import io.dongting.raft.RaftOutput;
import io.dongting.raft.server.VirtualServers.Node;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ServerStorageTests {

	private static final int COMMAND_BYTES = 1000;

	@Test
	void commandsOnFollowerWhoseDiskFailedAreRefused() {
		VirtualServers servers = new VirtualServers(3);
		servers.startAll();
		Node leader = servers.leaderElected();
		Node follower = servers.followers().get(0);
		follower.disk.faults().failNextSync((path) -> true);
		leader.group().submit(LocalCluster.command("a"));
		servers.assert20s(() -> follower.status().condition() == Condition.STORAGE_FAILED);
		CompletableFuture<RaftOutput> output = follower.group().submit(LocalCluster.command("b"));
		servers.assert20s(output::isDone);
		assertThat(failureOf(output)).isInstanceOf(NotExecutedException.class);
		assertThat(follower.status().pending().tasks()).isZero();
	}

	/** The new link is told of entries that were appended over the old one. */
	@Test
	void entriesThatAreDurableAfterTheirLinkWasClosedAreAcknowledged() {
		VirtualServers servers = new VirtualServers(3);
		servers.startAll();
		Node leader = servers.leaderElected();
		Node slow = servers.followers().get(0);
		servers.followers().get(1).kill();
		slow.storageHeld = true;
		CompletableFuture<RaftOutput> output = leader.group().submit(LocalCluster.command("a"));
		servers.assert20s(() -> slow.status().lastLogIndex() == leader.status().lastLogIndex());
		servers.cut(leader, slow);
		servers.world.advance(Duration.ofMillis(300));
		slow.releaseStorage();
		servers.world.advance(Duration.ofSeconds(1));
		assertThat(output).isCompleted();
	}

	private static VirtualServers smallServers() {
		VirtualServers servers = new VirtualServers(3);
		servers.options = VirtualServers.options(64 * 1024, 32 * 1024, 8 * 1024);
		return servers;
	}

	private static List<CompletableFuture<RaftOutput>> submitTen(Node node) {
		List<CompletableFuture<RaftOutput>> outputs = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			outputs.add(node.group()
				.submit(new RaftInput("x".repeat(COMMAND_BYTES).getBytes(StandardCharsets.UTF_8),
						Duration.ofSeconds(5))));
		}
		return outputs;
	}

	private static Throwable failureOf(CompletableFuture<RaftOutput> output) {
		return output.handle((result, failure) -> failure).join();
	}

}
