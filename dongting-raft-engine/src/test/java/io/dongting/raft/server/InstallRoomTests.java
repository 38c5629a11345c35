package io.dongting.raft.server;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.dongting.raft.RaftInput;
import io.dongting.raft.RaftOutput;
import io.dongting.raft.SnapshotOptions;
import io.dongting.raft.server.VirtualServers.Node;
import io.dongting.raft.transport.InstallReq;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A leader sends snapshots to few nodes at a time; one that takes none in does not keep
 * the others waiting.
 */
class InstallRoomTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final VirtualServers servers = new VirtualServers(7);

	@Test
	void aNodeThatNeverAnswersKeepsNobodyWaiting() {
		requireLastCatchesUpIfOthersMiss(1, (request) -> true);
	}

	/** It says how much it has, and that is always the same. */
	@Test
	void aNodeThatAnswersAndTakesNothingInKeepsNobodyWaiting() {
		requireLastCatchesUpIfOthersMiss(1, (request) -> !request.block().isEmpty());
	}

	/** They take turns, but not before everybody had one. */
	@Test
	void nodesThatTakeNothingInDoNotHandTheirPlaceToEachOther() {
		requireLastCatchesUpIfOthersMiss(2, (request) -> true);
	}

	private void requireLastCatchesUpIfOthersMiss(int others, Predicate<InstallReq> missed) {
		this.servers.withSnapshots(new SnapshotOptions(0, 0, Duration.ZERO, false, 1, 0, 16 * 1024, 0, 1));
		this.servers.startAll();
		Node leader = this.servers.leaderElected();
		submit(leader, 3);
		List<Node> behind = this.servers.followers().subList(0, others + 1);
		behind.forEach(
				(node) -> this.servers.assert20s(() -> node.status().appliedIndex() == leader.status().appliedIndex()));
		Set<UUID> deaf = behind.stream().limit(others).map(Node::replica).collect(Collectors.toSet());
		behind.forEach(Node::kill);
		submit(leader, 60);
		CompletableFuture<Long> saved = leader.group().saveSnapshot(TIMEOUT);
		this.servers.assert20s(saved::isDone);
		this.servers.assert20s(() -> leader.status().firstLogIndex() > 30);
		this.servers.lost = (message) -> message instanceof InstallReq install
				&& deaf.contains(install.envelope().toReplica()) && missed.test(install);
		behind.forEach(Node::start);
		this.servers.assert20s(() -> behind.get(others).status().appliedIndex() == leader.status().appliedIndex());
		assertThat(behind.get(0).status().appliedIndex()).isLessThan(leader.status().appliedIndex());
	}

	private void submit(Node leader, int count) {
		for (int i = 0; i < count; i++) {
			CompletableFuture<RaftOutput> output = leader.group()
				.submit(new RaftInput(("c" + i + "x".repeat(60_000)).getBytes(), TIMEOUT));
			this.servers.assert20s(output::isDone);
			assertThat(output).isCompleted();
		}
	}

}
