package io.dongting.raft.server;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.NotExecutedException;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.RaftInput;
import io.dongting.raft.RaftOutput;
import io.dongting.raft.core.RaftGroupImpl;
import io.dongting.raft.server.VirtualServers.Node;
import io.dongting.raft.transport.AppendReq;
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

	@Test
	void aGroupThatIsNotStartedLeavesNoFileOpen() throws Exception {
		VirtualServers servers = new VirtualServers(1);
		Node node = servers.nodes.get(1);
		node.start();
		servers.assert20s(node::leads);
		node.kill();
		String segment = "groups/list/log/" + node.disk.list("groups/list/log")
			.stream()
			.filter((name) -> name.endsWith(".segment"))
			.findFirst()
			.orElseThrow();
		node.disk.flipBit(segment, 0, 0);
		node.start();
		servers.assert20s(() -> node.status().condition() == Condition.STORAGE_FAILED);
		assertThat(node.disk.openFiles()).as("those of the journal").isEqualTo(1);
	}

	/** Else the follower that needs what cannot be read would wait for ever. */
	@Test
	void aLeaderThatCannotReadItsLogIsReplaced() {
		VirtualServers servers = new VirtualServers(3);
		RaftGroupOptions whole = servers.options;
		servers.options = new RaftGroupOptions(whole.electionTimeout(), whole.leasePromise(), whole.heartbeatInterval(),
				whole.maxPendingTasks(), whole.maxPendingBytes(), whole.maxEntryBytes(), whole.maxBatchBytes(),
				whole.windowMessages(), whole.windowBytes(), whole.applyBatchBytes(), whole.segmentBytes(), 0);
		servers.startAll();
		Node leader = servers.leaderElected();
		Node behind = servers.followers().get(0);
		behind.kill();
		for (int i = 0; i < 20; i++) {
			CompletableFuture<RaftOutput> output = leader.group().submit(LocalCluster.command("a"));
			servers.assert20s(output::isDone);
		}
		// What only the journal holds stays in memory
		servers.world.advance(Duration.ofSeconds(1));
		leader.disk.faults().failReads((path) -> path.contains("/log/"), 0, Long.MAX_VALUE);
		behind.start();
		servers.assert20s(() -> leader.status().condition() == Condition.STORAGE_FAILED);
		servers.assert20s(() -> servers.nodes.values()
			.stream()
			.anyMatch((node) -> node != leader && node.leads()
					&& node.status().lastLogIndex() == behind.status().lastLogIndex()));
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

	@Test
	void followerWhoseDiskStallsTakesNoMoreThanItsShareAndCatchesUp() {
		VirtualServers servers = smallServers();
		servers.startAll();
		Node leader = servers.leaderElected();
		Node slow = servers.followers().get(0);
		long before = slow.status().lastLogIndex();
		slow.storageHeld = true;
		AtomicInteger appends = new AtomicInteger();
		servers.lost = (message) -> {
			if (message instanceof AppendReq) {
				appends.incrementAndGet();
			}
			return false;
		};
		for (int i = 0; i < 100; i++) {
			submitTen(leader);
			servers.world.advance(Duration.ofMillis(200));
		}
		assertThat(appends).hasValueLessThan(3000);
		assertThat(leader.status().commitIndex()).isGreaterThan(before + 1000 - 1);
		long most = (servers.options.maxPendingBytes() + servers.options.windowBytes()) / COMMAND_BYTES;
		assertThat(slow.status().lastLogIndex() - before).isLessThan(most);
		slow.releaseStorage();
		servers.assert20s(() -> slow.status().appliedIndex() == leader.status().lastLogIndex());
	}

	/** Entries of the protocol itself fit, too, whatever the limit for commands is. */
	@Test
	void groupWithTheSmallestSegmentsThereMayBeIsFounded() {
		RaftGroupOptions defaults = RaftGroupOptions.DEFAULTS;
		VirtualServers servers = new VirtualServers(3);
		servers.options = new RaftGroupOptions(defaults.electionTimeout(), defaults.leasePromise(),
				defaults.heartbeatInterval(), defaults.maxPendingTasks(), defaults.maxPendingBytes(), 1,
				defaults.maxBatchBytes(), defaults.windowMessages(), defaults.windowBytes(), defaults.applyBatchBytes(),
				64 * 1024 + 1, defaults.cacheBytes());
		servers.startAll();
		Node leader = servers.leaderElected();
		servers.assert20s(() -> leader.status().commitIndex() > 0);
	}

	/** As long as it leads: after an election timeout it would make room for another. */
	@Test
	void leaderWhoseDiskStallsRefusesBeforeMemoryRunsOut() {
		VirtualServers servers = smallServers();
		servers.startAll();
		Node leader = servers.leaderElected();
		long before = leader.status().lastLogIndex();
		leader.storageHeld = true;
		List<CompletableFuture<RaftOutput>> outputs = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			outputs = submitTen(leader);
			servers.world.advance(Duration.ofMillis(10));
		}
		long most = (servers.options.maxPendingBytes() + servers.options.maxBatchBytes()) / COMMAND_BYTES;
		assertThat(leader.status().lastLogIndex() - before).isLessThan(most);
		assertThat(outputs)
			.allSatisfy((output) -> assertThat(failureOf(output)).isInstanceOfSatisfying(NotExecutedException.class,
					(refusal) -> assertThat(refusal.reason()).isEqualTo(NotExecutedException.Reason.OVERLOADED)));
		leader.releaseStorage();
		servers.world.advance(Duration.ofSeconds(1));
		CompletableFuture<RaftOutput> output = leader.group().submit(LocalCluster.command("a"));
		servers.assert20s(output::isDone);
		assertThat(output).isCompleted();
	}

	/** Or else the next process, which reads term and vote, may be overtaken by it. */
	@Test
	void groupHasStoppedOnlyWhenItsVoteIsNoLongerWritten() {
		VirtualServers servers = new VirtualServers(1);
		Node node = servers.nodes.get(1);
		node.storageHeld = true;
		node.start();
		servers.world.advance(Duration.ofMillis(10));
		CompletableFuture<Void> stopped = ((RaftGroupImpl) node.group()).stop().toCompletableFuture();
		servers.world.advance(Duration.ofMillis(10));
		while (node.heldStorage.size() > 1) {
			node.heldStorage.removeLast().run();
			servers.world.advance(Duration.ofMillis(10));
		}
		assertThat(stopped).isNotDone();
		node.releaseStorage();
		servers.assert20s(stopped::isDone);
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
