package io.dongting.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftInput;
import io.dongting.raft.ReadConsistency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whole servers on simulated machines: no port, no clock, no thread but this one.
 */
@ExtendWith(QuietLogs.class)
class SimulatedClusterTests {

	private static final Duration SECOND = ListCluster.SECOND;

	private ListCluster cluster = new ListCluster(1, 3);

	@Test
	void aClusterElectsALeaderAndServesOnEveryNode() {
		this.cluster.startAndElect();
		for (int i = 0; i < 30; i++) {
			this.cluster.submit(1 + i % 3);
		}
		this.cluster.runUntil(() -> this.cluster.acknowledged().size() == 30, SECOND);
		this.cluster.assertThatAllNodesAgree(30);
	}

	@Test
	void aNodeAloneServes() {
		this.cluster = new ListCluster(1, 1);
		this.cluster.cluster().startAll();
		this.cluster.submit(1);
		this.cluster.runUntil(() -> this.cluster.acknowledged().size() == 1, SECOND.multipliedBy(5));
		this.cluster.assertThatAllNodesAgree(1);
	}

	/** Rule R7: its own promise is waited out, and then no longer in the way. */
	@Test
	void aNodeAloneServesAgainAfterARestart() {
		this.cluster = new ListCluster(1, 1);
		this.cluster.cluster().startAll();
		this.cluster.submit(1);
		this.cluster.runUntil(() -> this.cluster.acknowledged().size() == 1, SECOND.multipliedBy(5));
		this.cluster.node(1).crash();
		this.cluster.node(1).start();
		this.cluster.submit(1);
		this.cluster.runUntil(() -> this.cluster.acknowledged().size() == 2, SECOND);
		this.cluster.assertThatAllNodesAgree(2);
	}

	/** What a congested link does not take waits; the group goes on meanwhile. */
	@Test
	@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void commandsWaitWhileTheLinkToTheLeaderIsCongested() {
		this.cluster = new ListCluster(1, 3);
		this.cluster.startAndElect();
		int follower = 1 + this.cluster.leader() % 3;
		int leader = this.cluster.leader();
		this.cluster.network().clog(follower, leader);
		for (int i = 0; i < 1000; i++) {
			this.cluster.submit(follower);
		}
		this.cluster.advance(SECOND);
		assertThat(this.cluster.acknowledged()).isEmpty();
		this.cluster.network().unclog(follower, leader);
		this.cluster.runUntil(() -> this.cluster.acknowledged().size() == 1000, SECOND);
		assertThat(this.cluster.acknowledged()).as("in the order of submission")
			.isEqualTo(IntStream.rangeClosed(1, 1000).mapToObj((i) -> "c" + i).toList());
	}

	/** Rule R10: a crash costs well under a second. */
	@Test
	void aNewLeaderIsThereWithinASecondAfterACrash() {
		for (int seed = 1; seed <= 20; seed++) {
			this.cluster = new ListCluster(seed, 3);
			this.cluster.startAndElect();
			this.cluster.load(SECOND);
			int crashed = this.cluster.leader();
			this.cluster.node(crashed).crash();
			this.cluster.runUntil(() -> this.cluster.leader() != 0 && this.cluster.leader() != crashed, SECOND);
			int before = this.cluster.acknowledged().size();
			this.cluster.submit(this.cluster.leader());
			this.cluster.runUntil(() -> this.cluster.acknowledged().size() > before, SECOND);
		}
	}

	@Test
	void aLeaderThatIsCutOffIsReplacedAndItsUncommittedCommandsVanish() {
		this.cluster.startAndElect();
		this.cluster.load(SECOND);
		int old = this.cluster.leader();
		this.cluster.network().isolate(old);
		this.cluster.submit(old);
		int before = this.cluster.acknowledged().size();
		this.cluster.runUntil(() -> this.cluster.leader() != old && this.cluster.leader() != 0,
				SECOND.multipliedBy(10));
		this.cluster.runUntil(() -> !this.cluster.group(old).isLeader(), SECOND.multipliedBy(10));
		this.cluster.submit(this.cluster.leader());
		this.cluster.runUntil(() -> this.cluster.acknowledged().size() == before + 1, SECOND.multipliedBy(5));
		this.cluster.network().healAll();
		this.cluster.assertThatAllNodesAgree(before + 1);
	}

	@Test
	void withoutAMajorityNothingIsAcknowledged() {
		this.cluster.startAndElect();
		this.cluster.network().partition(List.of(Set.of(1), Set.of(2), Set.of(3)));
		int before = this.cluster.acknowledged().size();
		this.cluster.load(SECOND.multipliedBy(10));
		assertThat(this.cluster.acknowledged()).hasSize(before);
		assertThat(this.cluster.leader()).isZero();
		this.cluster.network().healAll();
		this.cluster.assertThatAllNodesAgree(before);
	}

	/** Trap P3. */
	@Test
	void nothingAcknowledgedIsLostWhenAllCrashAtOnceUnderLoad() {
		for (int seed = 1; seed <= 20; seed++) {
			this.cluster = new ListCluster(seed, 3);
			this.cluster.startAndElect();
			for (int round = 0; round < 5; round++) {
				this.cluster.load(Duration.ofMillis(700));
				this.cluster.cluster().crashAll();
				this.cluster.cluster().startAll();
			}
			this.cluster.assertThatAllNodesAgree(this.cluster.acknowledged().size());
			assertThat(this.cluster.acknowledged()).hasSizeGreaterThan(30);
		}
	}

	@Test
	void nodesThatCrashAndComeBackOneAfterTheOtherCatchUp() {
		this.cluster.startAndElect();
		for (int round = 0; round < 12; round++) {
			int nodeId = 1 + round % 3;
			this.cluster.node(nodeId).crash();
			this.cluster.load(SECOND.multipliedBy(2));
			this.cluster.node(nodeId).start();
			this.cluster.load(SECOND);
		}
		this.cluster.assertThatAllNodesAgree(this.cluster.acknowledged().size());
	}

	@Test
	void aNodeStopsInGoodOrderWithoutBlocking() {
		this.cluster.startAndElect();
		this.cluster.load(SECOND);
		int stopping = this.cluster.leader();
		this.cluster.node(stopping).stop();
		this.cluster.runUntil(() -> !this.cluster.node(stopping).isRunning(), SECOND);
		this.cluster.runUntil(() -> this.cluster.leader() != 0 && this.cluster.leader() != stopping, SECOND);
		this.cluster.load(SECOND);
		this.cluster.node(stopping).start();
		this.cluster.assertThatAllNodesAgree(this.cluster.acknowledged().size());
	}

	/** Trap P29: a process stands still between the lease and the answer. */
	@Test
	void aPausedLeaderIsReplacedAndDoesNotServeOldState() {
		this.cluster.startAndElect();
		this.cluster.load(SECOND);
		int old = this.cluster.leader();
		this.cluster.node(old).pause();
		this.cluster.load(SECOND.multipliedBy(10));
		int before = this.cluster.acknowledged().size();
		CompletableFuture<Integer> read = this.cluster.group(old)
			.read(ReadConsistency.LEASE, SECOND.multipliedBy(10), () -> this.cluster.commands(old).size());
		this.cluster.node(old).resume();
		this.cluster.runUntil(read::isDone, SECOND.multipliedBy(5));
		assertThat(before).isGreaterThan(20);
		assertThat(read).isCompletedWithValueMatching((size) -> size >= before);
		this.cluster.assertThatAllNodesAgree(this.cluster.acknowledged().size());
	}

	/** Five seconds a command: neither the leader nor the other group suffers. */
	@Test
	void aSlowStateMachineNeitherDeposesItsLeaderNorStopsOtherGroups() {
		SimulatedGroup other = new SimulatedGroup(ListCluster.config("slow", 2, 3), (nodeId) -> (item) -> new byte[0]);
		this.cluster = new ListCluster(1, 3, other);
		this.cluster.cluster()
			.nodes()
			.forEach((node) -> node.applyLatency("slow", SimulatedLatency.always(SECOND.multipliedBy(5))));
		this.cluster.cluster().startAll();
		this.cluster.runUntil(() -> this.cluster.leader() != 0 && this.cluster.cluster().leader("slow") != 0,
				SECOND.multipliedBy(5));
		RaftGroup slow = this.cluster.cluster().group(this.cluster.cluster().leader("slow"), "slow");
		long term = slow.status().term();
		List<CompletableFuture<?>> outcomes = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			outcomes.add(slow.submit(new RaftInput(new byte[] { 1 }, SECOND.multipliedBy(100))));
			this.cluster.load(SECOND.multipliedBy(3));
		}
		assertThat(this.cluster.acknowledged()).as("the other group").hasSizeGreaterThan(200);
		this.cluster.runUntil(() -> outcomes.stream().allMatch(CompletableFuture::isDone), SECOND.multipliedBy(60));
		assertThat(outcomes).noneMatch(CompletableFuture::isCompletedExceptionally);
		assertThat(slow.isLeader()).isTrue();
		assertThat(slow.status().term()).isEqualTo(term);
	}

	@Test
	void theSameSeedGivesTheSameTrace() {
		Set<Long> hashes = new LinkedHashSet<>();
		for (int run = 0; run < 2; run++) {
			this.cluster = new ListCluster(7, 5);
			eventfulRun();
			hashes.add(this.cluster.trace().hash());
		}
		assertThat(this.cluster.trace().count()).isGreaterThan(1000);
		assertThat(hashes).hasSize(1);
	}

	@Test
	void anotherSeedGivesAnotherTrace() {
		Set<Long> hashes = new LinkedHashSet<>();
		for (int seed = 1; seed <= 2; seed++) {
			this.cluster = new ListCluster(seed, 5);
			eventfulRun();
			hashes.add(this.cluster.trace().hash());
		}
		assertThat(hashes).hasSize(2);
	}

	private void eventfulRun() {
		this.cluster.network().faults(new NetworkFaults(0.02, 0.02, 0.05, 0.02, SECOND, 0.01, SECOND.multipliedBy(9)));
		this.cluster.cluster().startAll();
		this.cluster.load(SECOND.multipliedBy(4));
		this.cluster.network().partition(List.of(Set.of(1, 2), Set.of(3, 4, 5)));
		this.cluster.load(SECOND.multipliedBy(4));
		this.cluster.network().healAll();
		this.cluster.node(4).crash();
		this.cluster.load(SECOND.multipliedBy(2));
		this.cluster.node(4).start();
		this.cluster.load(SECOND.multipliedBy(2));
	}

}
