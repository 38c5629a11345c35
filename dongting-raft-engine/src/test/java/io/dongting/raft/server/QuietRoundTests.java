package io.dongting.raft.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.RaftOutput;
import io.dongting.raft.ReadConsistency;
import io.dongting.raft.server.VirtualServers.Node;
import io.dongting.raft.transport.HeartbeatReq;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A group without work does not look at all its parts whenever a heartbeat comes, and
 * does as soon as there is any.
 */
class QuietRoundTests {

	private static final Duration TEN_BEATS = Duration.ofSeconds(1);

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

	@Test
	void aLeaderAtRestLooksOnceForEachBeatAndNotForEachAnswer() {
		assertThat(flushesOfTenBeats(this.leader)).isBetween(9, 11);
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
		assertThat(flushesOfTenBeats(this.leader)).isLessThanOrEqualTo(25);
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

	/** Ten beats without a look at the parts, and the lease holds all the same. */
	@Test
	void aLeaderAtRestReadsUnderItsLease() {
		this.servers.world.advance(LONG);
		this.servers.lost = (message) -> true;
		CompletableFuture<Long> read = this.leader.group().awaitReadable(ReadConsistency.LEASE, LONG);
		this.servers.world.advance(Duration.ofMillis(100));
		assertThat(read).isCompleted();
	}

}
