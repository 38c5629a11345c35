package io.dongting.simulation;

import java.util.Collections;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.dongting.raft.MembershipChange;
import io.dongting.raft.server.NodeStatus;
import io.dongting.raft.server.ServerChangeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * A node is told to forget another while a group takes that one in.
 */
@ExtendWith(QuietLogs.class)
class ForgottenNodeTests {

	private static final int SIZE = 4;

	private final ListCluster cluster = new ListCluster(5, SIZE);

	private int other(int... except) {
		return IntStream.rangeClosed(1, SIZE)
			.filter((id) -> IntStream.of(except).noneMatch((excepted) -> excepted == id))
			.findFirst()
			.orElseThrow();
	}

	private CompletableFuture<Long> change(int... members) {
		return this.cluster.group(this.cluster.leader())
			.changeMembership(new MembershipChange(new TreeSet<>(IntStream.of(members).boxed().toList()),
					Collections.emptySortedSet(), ListCluster.SECOND.multipliedBy(20)));
	}

	private void done(CompletableFuture<?> future) {
		this.cluster.runUntil(future::isDone, ListCluster.SECOND.multipliedBy(30));
	}

	private boolean isLinked(int from, int to) {
		return this.cluster.node(from)
			.server()
			.nodes()
			.stream()
			.anyMatch((status) -> status.nodeId() == to && status.linked());
	}

	@Test
	void aNodeThatAGroupTakesInMeanwhileIsNotForgotten() {
		this.cluster.startAndElect();
		int leader = this.cluster.leader();
		int forgetting = other(leader);
		int third = other(leader, forgetting);
		int outside = other(leader, forgetting, third);
		CompletableFuture<Long> left = change(leader, forgetting, third);
		done(left);
		assertThat(left).isCompleted();
		this.cluster.node(forgetting).hangDisk();
		CompletableFuture<@Nullable Void> forgotten = this.cluster.node(forgetting).server().removeNode(outside);
		change(1, 2, 3, 4);
		this.cluster.runUntil(() -> this.cluster.group(forgetting).status().observers().contains(outside),
				ListCluster.SECOND.multipliedBy(10));
		assertThat(forgotten).isNotDone();
		this.cluster.node(forgetting).releaseDisk();
		done(forgotten);
		assertThat(forgotten).isCompletedExceptionally();
		assertThat(catchThrowable(forgotten::join).getCause()).isInstanceOfSatisfying(ServerChangeException.class,
				(refusal) -> assertThat(refusal.reason()).isEqualTo(ServerChangeException.Reason.NODE_IN_USE));
		assertThat(this.cluster.node(forgetting).server().nodes()).extracting(NodeStatus::nodeId)
			.containsExactly(1, 2, 3, 4);
		this.cluster.runUntil(() -> isLinked(forgetting, outside), ListCluster.SECOND);
		this.cluster.assertThatAllNodesAgree(0);
	}

}
