package io.dongting.simulation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.RaftCallback;
import io.dongting.raft.RaftException;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftInput;
import io.dongting.raft.RaftRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever is told a result finds the state that goes with it: it is published first, and
 * callers are told then (trap D5).
 */
@ExtendWith(QuietLogs.class)
class AnsweredWhenVisibleTests {

	private final ListCluster cluster = new ListCluster(1, 3);

	private final List<String> answers = new ArrayList<>();

	@Test
	void aCallbackFindsItsCommandAppliedAndItsLeaderReady() {
		this.cluster.startAndElect();
		this.cluster.advance(ListCluster.SECOND);
		int leader = this.cluster.leader();
		for (int i = 0; i < 20; i++) {
			submit(leader, "c" + i);
		}
		this.cluster.runUntil(() -> this.answers.size() == 20, ListCluster.SECOND);
		assertThat(this.answers).containsOnly("as it should be");
	}

	/** It is the first that the new leader executes. */
	@Test
	void aCommandThatWaitedForAnElectionFindsTheNewLeader() {
		this.cluster.startAndElect();
		this.cluster.advance(ListCluster.SECOND);
		int old = this.cluster.leader();
		List<Integer> others = List.of(1 + old % 3, 1 + (old + 1) % 3);
		this.cluster.node(old).crash();
		this.cluster.runUntil(() -> others.stream().allMatch((id) -> this.cluster.group(id).status().leaderId() == 0),
				ListCluster.SECOND.multipliedBy(5));
		others.forEach((nodeId) -> submit(nodeId, "on " + nodeId));
		this.cluster.runUntil(() -> this.answers.size() == 2, ListCluster.SECOND.multipliedBy(5));
		assertThat(this.answers).contains("as it should be")
			.allSatisfy((answer) -> assertThat(answer).isIn("as it should be", "on a follower"));
	}

	private void submit(int nodeId, String command) {
		RaftGroup group = this.cluster.group(nodeId);
		group.submitLinearTask(
				new RaftInput(command.getBytes(StandardCharsets.UTF_8), ListCluster.SECOND.multipliedBy(10)),
				new RaftCallback() {

					@Override
					public void completed(long index, byte[] result) {
						AnsweredWhenVisibleTests.this.answers.add(judge(nodeId, group.status(), index, command));
					}

					@Override
					public void failed(RaftException cause) {
						AnsweredWhenVisibleTests.this.answers.add(cause.toString());
					}

				});
	}

	/** What a follower has passed on is applied there a little later. */
	private String judge(int nodeId, GroupStatus status, long index, String command) {
		if (status.role() == RaftRole.FOLLOWER && status.leaderId() != nodeId && status.leaderId() != 0) {
			return "on a follower";
		}
		boolean visible = status.role() == RaftRole.LEADER && status.ready() && status.commitIndex() >= index
				&& status.appliedIndex() >= index && this.cluster.commands(nodeId).contains(command);
		return visible ? "as it should be" : command + " is done at " + index + " before " + status;
	}

}
