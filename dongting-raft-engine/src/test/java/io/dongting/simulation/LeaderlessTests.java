package io.dongting.simulation;

import java.time.Duration;

import io.dongting.raft.GroupStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whether a node says who leads, and that nobody does: after one and two election
 * timeouts of 1.5 s without a word.
 */
@ExtendWith(QuietLogs.class)
class LeaderlessTests {

	private static final Duration SECOND = ListCluster.SECOND;

	private final ListCluster cluster = new ListCluster(3, 3);

	@Test
	void aNodeAtRestKnowsItsLeaderAllTheTime() {
		this.cluster.startAndElect();
		this.cluster.advance(SECOND.multipliedBy(2));
		int leader = this.cluster.leader();
		for (int i = 0; i < 600; i++) {
			this.cluster.advance(Duration.ofMillis(100));
			assertThat(this.cluster.cluster().nodes()).allSatisfy((node) -> {
				assertThat(status(node.nodeId()).leaderId()).isEqualTo(leader);
				assertThat(status(node.nodeId()).leaderless()).isFalse();
			});
		}
	}

	/** It never wins an election that would make it forget whom it followed. */
	@Test
	void aNodeThatIsAloneKnowsNobodyAfterAWhile() {
		this.cluster.startAndElect();
		this.cluster.advance(SECOND.multipliedBy(2));
		int alone = this.cluster.follower();
		this.cluster.network().isolate(alone);
		this.cluster.advance(SECOND);
		assertThat(status(alone).leaderId()).isEqualTo(this.cluster.leader());
		this.cluster.advance(SECOND);
		assertThat(status(alone).leaderId()).isZero();
		assertThat(status(alone).leaderless()).isFalse();
		this.cluster.advance(SECOND.multipliedBy(2));
		assertThat(status(alone).leaderless()).isTrue();
		this.cluster.network().healAll();
		this.cluster.runUntil(() -> status(alone).leaderId() == this.cluster.leader() && !status(alone).leaderless(),
				SECOND.multipliedBy(2));
	}

	@Test
	void aLeaderThatHasLostItsMajorityIsLeaderlessSomeTimeAfterItHasSteppedDown() {
		this.cluster.startAndElect();
		this.cluster.advance(SECOND.multipliedBy(20));
		int leader = this.cluster.leader();
		this.cluster.network().isolate(leader);
		this.cluster.runUntil(() -> !this.cluster.group(leader).isLeader(), SECOND.multipliedBy(3));
		assertThat(status(leader).leaderless()).isFalse();
		this.cluster.advance(SECOND.multipliedBy(2));
		assertThat(status(leader).leaderless()).isFalse();
		this.cluster.advance(SECOND.multipliedBy(2));
		assertThat(status(leader).leaderless()).isTrue();
	}

	@Test
	void whoElectsAnotherLeaderAtOnceIsNotLeaderless() {
		this.cluster.startAndElect();
		this.cluster.advance(SECOND.multipliedBy(20));
		int old = this.cluster.leader();
		this.cluster.node(old).crash();
		for (int i = 0; i < 500; i++) {
			this.cluster.advance(Duration.ofMillis(10));
			assertThat(this.cluster.cluster().nodes()).filteredOn((node) -> node.nodeId() != old)
				.allSatisfy((node) -> assertThat(status(node.nodeId()).leaderless()).isFalse());
		}
		assertThat(this.cluster.leader()).isNotZero().isNotEqualTo(old);
	}

	private GroupStatus status(int nodeId) {
		return this.cluster.group(nodeId).status();
	}

}
