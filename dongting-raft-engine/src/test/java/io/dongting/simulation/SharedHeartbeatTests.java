package io.dongting.simulation;

import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.dongting.fiber.VirtualTime;
import io.dongting.raft.ReadConsistency;
import io.dongting.raft.transport.HeartbeatReq;
import io.dongting.raft.transport.HeartbeatResp;
import io.dongting.raft.transport.Message;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Heartbeats of many groups go as one message (R15), and each group has what it would
 * have with heartbeats of its own.
 */
class SharedHeartbeatTests {

	private static SimulatedCluster idleCluster(int groups) {
		List<SimulatedGroup> hosted = IntStream.rangeClosed(1, groups)
			.mapToObj((id) -> new SimulatedGroup(ListCluster.config("g" + id, id, 3), (node) -> (item) -> new byte[0]))
			.toList();
		SimulatedCluster cluster = new SimulatedCluster(new VirtualTime(7), 3, hosted);
		cluster.startAll();
		boolean elected = cluster.runUntil(
				() -> hosted.stream().allMatch((group) -> cluster.leader(group.config().name()) != 0),
				Duration.ofSeconds(20));
		assertThat(elected).isTrue();
		cluster.advance(Duration.ofSeconds(5));
		return cluster;
	}

	private static long messagesIn10s(SimulatedCluster cluster) {
		long before = cluster.network().counts().sent();
		cluster.advance(Duration.ofSeconds(10));
		return cluster.network().counts().sent() - before;
	}

	/** The leader of one group, which rests, sends 10 a second and gets 10 answers. */
	@Test
	void theNumberOfMessagesDoesNotGrowWithTheNumberOfGroups() {
		assertThat(messagesIn10s(idleCluster(1))).isBetween(196L, 204L);
		int leadingNodes = 3;
		assertThat(messagesIn10s(idleCluster(5))).isLessThanOrEqualTo(leadingNodes * 204);
		assertThat(messagesIn10s(idleCluster(60))).isLessThanOrEqualTo(leadingNodes * 204);
	}

	@Test
	void everyGroupIsHeardOf() {
		SimulatedCluster cluster = idleCluster(20);
		TreeMap<String, Integer> records = new TreeMap<>();
		cluster.network().addListener((from, to, message, bytes) -> count(records, message));
		cluster.advance(Duration.ofSeconds(3));
		assertThat(records).hasSize(40).allSatisfy((group, count) -> assertThat(count).isBetween(28, 32));
	}

	/** However long the last beat was ago. */
	@Test
	void theLeadersOfManyGroupsAtRestReadUnderTheirLeases() {
		SimulatedCluster cluster = idleCluster(20);
		for (int i = 0; i < 10; i++) {
			cluster.advance(Duration.ofMillis(5020));
			cluster.nodes().forEach((node) -> cluster.network().isolate(node.nodeId()));
			List<CompletableFuture<Long>> reads = cluster.groups()
				.stream()
				.map((group) -> read(cluster, group))
				.toList();
			cluster.advance(Duration.ofMillis(30));
			assertThat(reads).allSatisfy((read) -> assertThat(read).isCompleted());
			cluster.network().healAll();
		}
	}

	private static CompletableFuture<Long> read(SimulatedCluster cluster, SimulatedGroup group) {
		String name = group.config().name();
		return cluster.group(cluster.leader(name), name).awaitReadable(ReadConsistency.LEASE, Duration.ofSeconds(1));
	}

	private static void count(TreeMap<String, Integer> records, Message message) {
		if (message instanceof HeartbeatReq || message instanceof HeartbeatResp) {
			records.merge(message.getClass().getSimpleName() + message.envelope().groupId(), 1, Integer::sum);
		}
	}

	/** Heartbeats are answered without the disk, and the others with them. */
	@Test
	void aNodeWhoseDiskHangsGoesOnAnswering() {
		SimulatedCluster cluster = idleCluster(20);
		cluster.node(1).hangDisk();
		List<Integer> leaders = leaders(cluster);
		cluster.advance(Duration.ofSeconds(10));
		assertThat(leaders(cluster)).isEqualTo(leaders);
	}

	private static List<Integer> leaders(SimulatedCluster cluster) {
		return cluster.groups().stream().map((group) -> cluster.leader(group.config().name())).toList();
	}

}
