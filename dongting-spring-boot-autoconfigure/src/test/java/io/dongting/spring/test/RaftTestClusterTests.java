package io.dongting.spring.test;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

import io.dongting.raft.NotExecutedException;
import io.dongting.raft.OutcomeUnknownException;
import io.dongting.spring.RaftContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link RaftTestCluster}, which are tests of a state machine themselves.
 */
@RaftTest(stateMachine = SortedWarehouse.class)
class RaftTestClusterTests {

	private RaftTestCluster<Warehouse> cluster;

	private Warehouse warehouse;

	@BeforeEach
	void takeCluster(RaftTestCluster<Warehouse> cluster) {
		this.cluster = cluster;
		this.warehouse = cluster.proxy();
	}

	@AfterEach
	void leaveNoThreadBehind() {
		assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
			.noneMatch((name) -> name.startsWith("raft-test-client") || name.startsWith("raft-completion"));
	}

	@Test
	void callsGoThroughTheLogOfAllNodes() throws Exception {
		assertThat(this.cluster.nodes()).containsExactly(1, 2, 3);
		assertThat(this.warehouse.add("apple", 5)).isEqualTo(5);
		assertThat(this.cluster.on(2).take("apple", 2)).isEqualTo(3);
		for (int node : this.cluster.nodes()) {
			assertThat(this.cluster.on(node).count("apple")).isEqualTo(3);
			assertThat(this.cluster.on(node).countBeside("apple")).isEqualTo(3);
		}
	}

	@Test
	void theExceptionOfACommandIsItsResult() {
		assertThatExceptionOfType(Warehouse.SoldOutException.class).isThrownBy(() -> this.warehouse.take("apple", 1))
			.withMessage("Only 0 of apple");
	}

	@Test
	void whatWasAcknowledgedSurvivesTheLossOfTheLeader() {
		this.warehouse.add("apple", 5);
		int leader = this.cluster.leader();
		this.cluster.crash(leader);
		assertThat(this.warehouse.add("apple", 1)).isEqualTo(6);
		assertThat(this.cluster.leader()).isNotEqualTo(leader);
		assertThatExceptionOfType(NotExecutedException.class).isThrownBy(() -> this.cluster.on(leader).count("apple"))
			.withMessageContaining("does not run");
		this.cluster.restart(leader);
		assertThat(this.cluster.on(leader).count("apple")).isEqualTo(6);
	}

	@Test
	void whatWasAcknowledgedSurvivesTheCrashOfAllNodes() {
		this.warehouse.add("apple", 5);
		this.cluster.nodes().forEach(this.cluster::crash);
		this.cluster.nodes().forEach(this.cluster::restart);
		assertThat(this.warehouse.count("apple")).isEqualTo(5);
	}

	@Test
	void aLeaderThatIsCutOffCannotConfirmACommand() {
		int old = this.cluster.leader();
		this.cluster.isolate(old);
		assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> this.cluster.on(old).add("apple", 5));
		assertThatExceptionOfType(NotExecutedException.class).isThrownBy(() -> this.cluster.on(old).count("apple"));
		assertThat(this.cluster.leader()).isNotEqualTo(old);
		assertThat(this.warehouse.add("apple", 1)).isEqualTo(1);
		assertThat(this.cluster.on(old).countHere("apple")).isZero();
		this.cluster.heal();
		assertThat(this.cluster.on(old).count("apple")).isEqualTo(1);
	}

	@Test
	void onlyTheSideWithAMajorityGoesOn() {
		int follower = this.cluster.leader() % 3 + 1;
		Set<Integer> others = Set.copyOf(this.cluster.nodes().stream().filter((node) -> node != follower).toList());
		this.cluster.partition(Set.of(follower), others);
		assertThat(this.warehouse.add("apple", 1)).isEqualTo(1);
		assertThatExceptionOfType(NotExecutedException.class)
			.isThrownBy(() -> this.cluster.on(follower).count("apple"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.cluster.partition(Set.of(1, 2), Set.of(2, 3)))
			.withMessageContaining("on two sides");
	}

	@Test
	void withoutAMajorityThereIsNoLeader() {
		this.cluster.crash(1);
		this.cluster.crash(2);
		assertThatIllegalStateException().isThrownBy(() -> this.cluster.leader())
			.withMessageContaining("node 1 does not run")
			.withMessageContaining("node 3 runs");
	}

	@Test
	void aSlowDiskOfAFollowerHoldsUpNobodyAndThatOfAllDoes() {
		int follower = this.cluster.leader() % 3 + 1;
		this.cluster.slowDisk(follower, Duration.ofMinutes(1));
		assertThat(this.warehouse.add("apple", 1)).isEqualTo(1);
		this.cluster.nodes().forEach((node) -> this.cluster.slowDisk(node, Duration.ofMinutes(1)));
		assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> this.warehouse.add("apple", 1));
	}

	@Test
	void timePassesOnlyWhenTheTestLetsIt() {
		long before = this.warehouse.time(RaftContext.FROM_LOG);
		this.cluster.advance(Duration.ofHours(1));
		long after = this.warehouse.time(RaftContext.FROM_LOG);
		assertThat(Duration.ofMillis(after - before)).isBetween(Duration.ofHours(1), Duration.ofMinutes(61));
	}

	@Test
	void aFutureIsUnderWayUntilTimePasses() {
		CompletableFuture<Integer> added = this.warehouse.addLater("apple", 5);
		CompletableFuture<Integer> counted = this.cluster.on(2).countLater("apple").thenApply((count) -> count + 100);
		assertThat(added).isNotDone();
		assertThat(counted).isNotDone();
		assertThat(added.join()).isEqualTo(5);
		assertThat(counted.join()).isBetween(100, 105);
	}

	@Test
	void aFutureEndsWithTheNodeThatWasAsked() {
		int leader = this.cluster.leader();
		CompletableFuture<Integer> added = this.cluster.on(leader).addLater("apple", 5);
		CompletableFuture<Integer> counted = this.cluster.on(leader).countLater("apple");
		this.cluster.crash(leader);
		assertThat(added).isCompletedExceptionally();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(added::join)
			.withCauseInstanceOf(OutcomeUnknownException.class);
		assertThatExceptionOfType(CompletionException.class).isThrownBy(counted::join)
			.withCauseInstanceOf(NotExecutedException.class);
	}

	@Test
	void aFutureTimesOutInVirtualTime() {
		this.cluster.nodes().forEach((node) -> this.cluster.slowDisk(node, Duration.ofMinutes(1)));
		CompletableFuture<Integer> added = this.warehouse.addLater("apple", 5);
		assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> added.get(1, TimeUnit.SECONDS));
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> this.warehouse.addLater("apple", 5).orTimeout(1, TimeUnit.SECONDS).join())
			.withCauseInstanceOf(TimeoutException.class);
		assertThat(this.warehouse.addLater("apple", 5).completeOnTimeout(-1, 1, TimeUnit.SECONDS).join()).isEqualTo(-1);
	}

	@Test
	void aCallbackCannotWait() {
		CompletableFuture<Integer> added = this.warehouse.addLater("apple", 5)
			.thenApply((count) -> this.warehouse.add("apple", count));
		assertThatExceptionOfType(CompletionException.class).isThrownBy(added::join)
			.withCauseInstanceOf(IllegalStateException.class)
			.withMessageContaining("RaftTestCluster.async");
	}

	@Test
	void clientsCallSideBySide() {
		List<CompletableFuture<Integer>> clients = IntStream.range(0, 10)
			.mapToObj((client) -> this.cluster.async(() -> {
				Warehouse mine = this.cluster.on(client % 3 + 1);
				int sum = mine.add("apple", 1);
				this.cluster.advance(Duration.ofMillis(client));
				return sum + mine.add("apple", 1) + mine.count("apple");
			}))
			.toList();
		assertThat(clients).noneMatch(CompletableFuture::isDone);
		clients.forEach((client) -> assertThat(client.join()).isPositive());
		assertThat(this.warehouse.count("apple")).isEqualTo(20);
	}

	@Test
	void aClientFindsTheNextLeader() {
		this.cluster.crash(this.cluster.leader());
		CompletableFuture<Integer> client = this.cluster.async(() -> this.warehouse.add("apple", 5));
		assertThat(client).isNotDone();
		assertThat(client.join()).isEqualTo(5);
	}

	@Test
	void callsFollowEachOtherAsFutures() {
		CompletableFuture<Integer> added = this.warehouse.addLater("apple", 5)
			.thenCompose((count) -> this.warehouse.addLater("apple", count));
		assertThat(added.join()).isEqualTo(10);
	}

	@Test
	void aClientIsUnderWayWhileItsNodeCrashes() {
		int leader = this.cluster.leader();
		CompletableFuture<Integer> client = this.cluster.async(() -> this.cluster.on(leader).add("apple", 5));
		this.cluster.crash(leader);
		assertThatExceptionOfType(CompletionException.class).isThrownBy(client::join)
			.withCauseInstanceOf(OutcomeUnknownException.class);
	}

	@Test
	void aClientLeavesFaultsToTheTest() {
		CompletableFuture<Integer> client = this.cluster.async(() -> this.cluster.leader());
		assertThatExceptionOfType(CompletionException.class).isThrownBy(client::join)
			.withMessageContaining("belongs to thread");
	}

	@Test
	void aNodeIsRestoredFromItsSnapshot() {
		this.warehouse.add("apple", 5);
		int leader = this.cluster.leader();
		assertThat(this.cluster.snapshotAndRestore(leader)).isPositive();
		assertThat(this.cluster.on(leader).count("apple")).isEqualTo(5);
		assertThat(this.cluster.on(leader).snapshotsLoadedHere()).isEqualTo(1);
	}

	@Test
	void aNodeThatWasAwayGetsTheSnapshot() {
		this.cluster.isolate(3);
		for (int i = 0; i < 50; i++) {
			this.warehouse.add("apple " + i + " ".repeat(10_000), i);
		}
		this.cluster.snapshot(1);
		this.cluster.snapshot(2);
		this.warehouse.add("apple", 1);
		this.cluster.heal();
		assertThat(this.cluster.on(3).count("apple")).isEqualTo(1);
		assertThat(this.cluster.on(3).snapshotsLoadedHere()).isEqualTo(1);
	}

	@Test
	@RaftTest(nodes = 5)
	void fiveNodesSurviveTheLossOfTwo() {
		this.cluster.crash(this.cluster.leader());
		this.cluster.crash(this.cluster.leader());
		assertThat(this.warehouse.add("apple", 1)).isEqualTo(1);
		assertThat(this.cluster.nodes()).hasSize(5);
	}

	@Test
	@RaftTest(nodes = 1)
	void oneNodeIsACluster() {
		assertThat(this.warehouse.add("apple", 1)).isEqualTo(1);
		assertThat(this.cluster.leader()).isEqualTo(1);
	}

	@Test
	void whatDoesNotExistIsNamed() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.cluster.on(4)).withMessageContaining("no node 4");
		assertThatIllegalArgumentException().isThrownBy(() -> this.cluster.isolate(0))
			.withMessageContaining("no node 0");
		this.cluster.crash(1);
		assertThatIllegalStateException().isThrownBy(() -> this.cluster.crash(1)).withMessage("Node 1 does not run");
	}

}
