package io.dongting.raft.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.RaftOutput;
import io.dongting.raft.ReadConsistency;
import io.dongting.raft.server.VirtualServers.Node;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever has been answered waits for nothing any more, and may ask again, however little
 * a node accepts at a time.
 */
class ServerBackpressureTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final VirtualServers servers = new VirtualServers(3);

	@BeforeEach
	void acceptOneAtATime() {
		RaftGroupOptions few = this.servers.options;
		this.servers.options = new RaftGroupOptions(few.electionTimeout(), few.leasePromise(), few.heartbeatInterval(),
				1, few.maxPendingBytes(), few.maxEntryBytes(), few.maxBatchBytes(), few.windowMessages(),
				few.windowBytes(), few.applyBatchBytes(), few.segmentBytes(), few.cacheBytes());
		this.servers.startAll();
		this.servers.leaderElected();
		this.servers
			.assert20s(() -> this.servers.nodes.values().stream().allMatch((node) -> node.status().leaderId() != 0));
	}

	@Test
	void theNextCommandMayFollowFromTheAnswerToTheFirst() {
		for (Node node : this.servers.nodes.values()) {
			RaftGroup group = node.group();
			CompletableFuture<RaftOutput> both = group.submit(LocalCluster.command("a"))
				.thenCompose((first) -> group.submit(LocalCluster.command("b")));
			this.servers.assert20s(both::isDone);
			assertThat(both).isCompleted();
		}
	}

	@Test
	void theNextReadMayFollowFromTheAnswerToTheFirst() {
		for (Node node : this.servers.nodes.values()) {
			RaftGroup group = node.group();
			CompletableFuture<Long> both = group.awaitReadable(ReadConsistency.LINEARIZABLE, TIMEOUT)
				.thenCompose((first) -> group.awaitReadable(ReadConsistency.LINEARIZABLE, TIMEOUT));
			this.servers.assert20s(both::isDone);
			assertThat(both).isCompleted();
		}
	}

}
