package io.dongting.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.GroupStatus.Pending;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What was accepted is counted until it is answered and its entry is done with, and no
 * longer: else a node refuses work for ever after (traps D and D25).
 */
@ExtendWith(QuietLogs.class)
class PendingCountTests {

	private static final Duration SECOND = ListCluster.SECOND;

	private static final Duration SHORT = Duration.ofMillis(300);

	private static final Pending NOTHING = new Pending(0, 0);

	private final ListCluster cluster = new ListCluster(1, 3);

	private final List<CompletableFuture<RaftOutput>> outcomes = new ArrayList<>();

	@Test
	void whatIsExecutedIsPendingNoMore() {
		this.cluster.startAndElect();
		this.cluster.advance(SECOND);
		submitOn(this.cluster.leader(), SECOND);
		submitOn(this.cluster.follower(), SECOND);
		assertThat(pending(this.cluster.leader()).tasks()).isEqualTo(10);
		assertThat(pending(this.cluster.leader()).bytes()).isPositive();
		assertNothingPendingAfter(SECOND);
		assertThat(this.outcomes).noneMatch(CompletableFuture::isCompletedExceptionally);
	}

	@Test
	void whatWaitsForALeaderInVainIsPendingNoMore() {
		this.cluster.startAndElect();
		this.cluster.advance(SECOND);
		List<Integer> others = others();
		this.cluster.node(this.cluster.leader()).crash();
		this.cluster.network().cut(others.get(0), others.get(1));
		this.cluster.network().cut(others.get(1), others.get(0));
		this.cluster.advance(SHORT);
		others.forEach((nodeId) -> submitOn(nodeId, SHORT));
		assertNothingPendingAfter(SECOND);
		assertThat(this.outcomes).allMatch(CompletableFuture::isCompletedExceptionally);
	}

	/** Answered long before: the entry is still there, and so is what is counted. */
	@Test
	void whatIsCutOffTheLogIsPendingNoMore() {
		this.cluster.startAndElect();
		this.cluster.advance(SECOND);
		int old = this.cluster.leader();
		this.cluster.network().isolate(old);
		submitOn(old, SHORT);
		this.cluster.runUntil(() -> this.cluster.leader() != old && this.cluster.leader() != 0,
				SECOND.multipliedBy(10));
		assertThat(this.outcomes).allMatch(CompletableFuture::isDone);
		assertThat(pending(old).tasks()).isEqualTo(10);
		this.cluster.submit(this.cluster.leader());
		this.cluster.network().healAll();
		assertNothingPendingAfter(SECOND.multipliedBy(10));
	}

	@Test
	void whatWasPassedOnIsPendingNoMoreWhenTheLeaderIsGone() {
		this.cluster.startAndElect();
		this.cluster.advance(SECOND);
		int follower = this.cluster.follower();
		this.cluster.node(this.cluster.leader()).pause();
		submitOn(follower, SECOND);
		this.cluster.advance(SHORT);
		this.cluster.node(this.cluster.leader()).crash();
		assertNothingPendingAfter(SECOND.multipliedBy(3));
	}

	@Test
	void nothingIsPendingWhereTheDiskHasFailed() {
		this.cluster.startAndElect();
		this.cluster.advance(SECOND);
		int leader = this.cluster.leader();
		this.cluster.invariants().allowFailures((node) -> node.nodeId() == leader);
		this.cluster.node(leader).disk().faults().failNextWrite((path) -> path.startsWith("journal/"));
		submitOn(leader, SECOND);
		assertNothingPendingAfter(SECOND.multipliedBy(3));
	}

	/** It tries for an election timeout to hand over, though nobody answers. */
	@Test
	void nothingIsPendingInAGroupThatHasStopped() {
		this.cluster.startAndElect();
		this.cluster.advance(SECOND);
		int leader = this.cluster.leader();
		RaftGroup group = this.cluster.group(leader);
		others().forEach((other) -> this.cluster.node(other).pause());
		submitOn(leader, SECOND.multipliedBy(10));
		this.cluster.node(leader).stop();
		this.cluster.runUntil(() -> !this.cluster.node(leader).isRunning(), SECOND.multipliedBy(3));
		assertThat(this.outcomes).allMatch(CompletableFuture::isDone);
		assertThat(group.status().pending()).isEqualTo(NOTHING);
	}

	private List<Integer> others() {
		int leader = this.cluster.leader();
		return List.of(1 + leader % 3, 1 + (leader + 1) % 3);
	}

	private void submitOn(int nodeId, Duration timeout) {
		for (int i = 0; i < 10; i++) {
			this.outcomes.add(this.cluster.submit(nodeId, timeout));
		}
	}

	private Pending pending(int nodeId) {
		return this.cluster.group(nodeId).status().pending();
	}

	private void assertNothingPendingAfter(Duration limit) {
		this.cluster.runUntil(() -> this.outcomes.stream().allMatch(CompletableFuture::isDone), limit);
		this.cluster.runUntil(() -> this.cluster.cluster()
			.nodes()
			.stream()
			.filter(SimulatedNode::isRunning)
			.allMatch((node) -> pending(node.nodeId()).equals(NOTHING)), limit);
	}

}
