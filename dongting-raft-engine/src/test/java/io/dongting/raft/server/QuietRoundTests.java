package io.dongting.raft.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.RaftOutput;
import io.dongting.raft.ReadConsistency;
import io.dongting.raft.server.VirtualServers.Node;
import io.dongting.raft.transport.HeartbeatReq;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A group without work does not look at all its parts whenever a heartbeat comes or goes,
 * and does as soon as there is any.
 */
class QuietRoundTests {

	private static final Duration TEN_BEATS = Duration.ofSeconds(2);

	private static final Duration LONG = Duration.ofSeconds(5);

	private final VirtualServers servers = new VirtualServers(3);

	private Node leader = this.servers.nodes.get(1);

	@BeforeEach
	void restAWhile() {
		this.servers.startAll();
		this.leader = this.servers.leaderElected();
		this.servers.world.advance(LONG);
	}

	private static int flushes(Node node) {
		return node.flushes.getOrDefault("list", 0);
	}

	private int flushesOfTenBeats(Node node) {
		int before = flushes(node);
		this.servers.world.advance(TEN_BEATS);
		return flushes(node) - before;
	}

	/** The election timeout is 1.5 s. */
	@Test
	void aLeaderAtRestLooksOnceInAnElectionTimeout() {
		assertThat(flushesOfTenBeats(this.leader)).isBetween(1, 2);
		assertThat(flushesOfTenBeats(this.leader)).isBetween(1, 2);
	}

	/** The state counts as old if nobody looks for ten election timeouts. */
	@Test
	void nobodyAtRestTakesItsStateForOld() {
		this.servers.world.advance(Duration.ofSeconds(20));
		assertThat(this.servers.nodes.values()).noneMatch((node) -> node.status().lagging());
	}

	@Test
	void aLeaderLooksAtOnceWhenItsTermBegins() {
		List<Node> others = this.servers.followers();
		this.leader.kill();
		this.servers.assert20s(
				() -> others.stream().anyMatch((node) -> leaderOf(node) != node && others.contains(leaderOf(node))));
		this.servers.world.advance(Duration.ofMillis(50));
		assertThat(others).allSatisfy((node) -> assertThat(leaderOf(node).leads()).isTrue());
	}

	/** It looks whenever it would wait for another leader if there were none. */
	@Test
	void aFollowerAtRestHardlyLooks() {
		Node follower = this.servers.followers().get(0);
		assertThat(flushesOfTenBeats(follower)).isLessThanOrEqualTo(2);
	}

	@Test
	void aLeaderThatMissesAFollowerRestsToo() {
		this.servers.followers().get(0).kill();
		this.servers.cut(this.leader, this.servers.followers().get(0));
		this.servers.world.advance(TEN_BEATS);
		assertThat(flushesOfTenBeats(this.leader)).isBetween(1, 2);
	}

	/** Return whom a node follows, itself if nobody. */
	private Node leaderOf(Node node) {
		return this.servers.nodes.getOrDefault(node.status().leaderId(), node);
	}

	/** How far the leader has committed is news, and so is what it could not say. */
	@Test
	void aFollowerLooksWhenAHeartbeatSaysWhatItDidNotKnow() {
		Node follower = this.servers.followers().get(0);
		this.servers.lost = (message) -> message instanceof HeartbeatReq;
		CompletableFuture<RaftOutput> written = this.leader.group().submit(LocalCluster.command("a"));
		this.servers.assert20s(written::isDone);
		this.servers.world.advance(Duration.ofMillis(300));
		assertThat(follower.commands()).isEmpty();
		this.servers.lost = (message) -> false;
		this.servers.world.advance(Duration.ofMillis(150));
		assertThat(follower.commands()).containsExactly("a");
	}

	@Test
	void readsOfALeaderAtRestAreConfirmedByTheNextAnswer() {
		long beforeNanos = this.servers.world.clock().nanoTime();
		CompletableFuture<Long> read = this.leader.group().awaitReadable(ReadConsistency.LINEARIZABLE, LONG);
		this.servers.assert20s(read::isDone);
		assertThat(read).isCompleted();
		assertThat(this.servers.world.clock().nanoTime() - beforeNanos).isLessThan(Duration.ofMillis(20).toNanos());
	}

	/** However long ago the last beat was, and though its answers were left. */
	@Test
	void aLeaderAtRestReadsUnderItsLease() {
		for (int i = 0; i < 20; i++) {
			this.servers.world.advance(TEN_BEATS.plusMillis(10 * i));
			this.servers.lost = (message) -> true;
			CompletableFuture<Long> read = this.leader.group().awaitReadable(ReadConsistency.LEASE, LONG);
			this.servers.world.advance(Duration.ofMillis(5));
			this.servers.lost = (message) -> false;
			assertThat(read).isCompleted();
		}
	}

	@Test
	void aLeaderAtRestSaysAtEverySecondIntervalThatItLives() {
		assertThat(heartbeatsOfASecond(this.servers)).isBetween(9, 11);
	}

	/** Of two intervals of 180 ms nothing is left of a promise of 300 ms. */
	@Test
	void aLeaderAtRestSaysThatItLivesBeforeItsLeaseEnds() {
		VirtualServers slow = withTimes(1500, 300, 180);
		slow.startAll();
		slow.leaderElected();
		slow.world.advance(LONG);
		assertThat(heartbeatsOfASecond(slow)).isBetween(10, 12);
	}

	private static int heartbeatsOfASecond(VirtualServers servers) {
		AtomicInteger heartbeats = new AtomicInteger();
		servers.lost = (message) -> {
			heartbeats.addAndGet((message instanceof HeartbeatReq) ? 1 : 0);
			return false;
		};
		servers.world.advance(Duration.ofSeconds(1));
		return heartbeats.get();
	}

	/**
	 * A leader at rest hears of its answers with the next beat, when they are nearly as
	 * old as it lets an answer get.
	 */
	@Test
	void aLeaderWithSlowHeartbeatsTakesInWhatWasAnsweredBeforeItStepsDown() {
		VirtualServers slow = withTimes(1000, 900, 600);
		slow.startAll();
		long term = slow.leaderElected().status().term();
		slow.world.advance(Duration.ofSeconds(30));
		assertThat(slow.leaderElected().status().term()).isEqualTo(term);
	}

	private static VirtualServers withTimes(int electionTimeoutMillis, int promiseMillis, int intervalMillis) {
		VirtualServers servers = new VirtualServers(3);
		RaftGroupOptions usual = servers.options;
		servers.options = new RaftGroupOptions(Duration.ofMillis(electionTimeoutMillis),
				Duration.ofMillis(promiseMillis), Duration.ofMillis(intervalMillis), usual.maxPendingTasks(),
				usual.maxPendingBytes(), usual.maxEntryBytes(), usual.maxBatchBytes(), usual.windowMessages(),
				usual.windowBytes(), usual.applyBatchBytes(), usual.segmentBytes(), usual.cacheBytes());
		return servers;
	}

}
