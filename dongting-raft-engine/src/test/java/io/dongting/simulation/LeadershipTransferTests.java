package io.dongting.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.NotExecutedException;
import io.dongting.raft.RaftOutput;
import io.dongting.raft.TransferOutcome;
import io.dongting.raft.TransferOutcome.Result;
import io.dongting.raft.TransferRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

/**
 * What callers see of a transfer of leadership (R24).
 */
@ExtendWith(QuietLogs.class)
class LeadershipTransferTests {

	private static final Duration SECOND = ListCluster.SECOND;

	private final ListCluster cluster = new ListCluster(7, 3);

	@Test
	void everyNodeCanBeAskedForEveryOther() {
		startAndElect();
		for (int asked = 1; asked <= 3; asked++) {
			for (int target = 1; target <= 3; target++) {
				boolean leads = this.cluster.leader() == target;
				assertThat(transfer(asked, TransferRequest.to(target, SECOND)))
					.isEqualTo(leads ? Result.ALREADY_LEADER : Result.TRANSFERRED);
				assertThat(this.cluster.leader()).isEqualTo(target);
			}
		}
	}

	@Test
	void whoeverIsToldOfANewLeaderSeesItInTheStatus() {
		startAndElect();
		for (int i = 0; i < 20; i++) {
			int leader = this.cluster.leader();
			int asked = 1 + i % 3;
			CompletableFuture<Integer> seen = ask(asked, TransferRequest.toBestFollower(SECOND))
				.thenApply((outcome) -> this.cluster.group(asked).status().leaderId());
			this.cluster.runUntil(seen::isDone, SECOND);
			assertThat(seen.join()).isEqualTo(this.cluster.leader()).isNotEqualTo(leader);
			this.cluster.advance(SECOND);
		}
	}

	/** Trap B. */
	@Test
	void commandsWaitButDoNotFailWhileLeadershipMoves() {
		startAndElect();
		List<CompletableFuture<RaftOutput>> outcomes = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			if (i % 10 == 0) {
				this.cluster.group(1 + i % 3).transferLeadership(TransferRequest.toBestFollower(SECOND));
			}
			for (int nodeId = 1; nodeId <= 3; nodeId++) {
				outcomes.add(this.cluster.submit(nodeId));
			}
			this.cluster.advance(Duration.ofMillis(2));
		}
		this.cluster.runUntil(() -> outcomes.stream().allMatch(CompletableFuture::isDone), SECOND.multipliedBy(2));
		assertThat(outcomes).noneMatch(CompletableFuture::isCompletedExceptionally);
		this.cluster.assertThatAllNodesAgree(300);
	}

	@Test
	void whoWantsTheSameJoinsAndWhoWantsAnotherIsRefused() {
		startAndElect();
		int leader = this.cluster.leader();
		int target = this.cluster.follower();
		int other = 6 - leader - target;
		CompletableFuture<TransferOutcome> first = ask(leader, TransferRequest.to(target, SECOND));
		CompletableFuture<TransferOutcome> same = ask(leader, TransferRequest.to(target, SECOND));
		CompletableFuture<TransferOutcome> any = ask(leader, TransferRequest.toBestFollower(SECOND));
		CompletableFuture<TransferOutcome> another = ask(leader, TransferRequest.to(other, SECOND));
		long term = this.cluster.group(leader).status().term();
		this.cluster.runUntil(() -> first.isDone() && same.isDone() && any.isDone() && another.isDone(), SECOND);
		assertThat(List.of(first.join(), same.join(), any.join())).extracting(TransferOutcome::result)
			.containsOnly(Result.TRANSFERRED);
		assertThat(another.join().result()).isEqualTo(Result.TRANSFER_IN_PROGRESS);
		assertThat(another.join().message()).contains("node " + target);
		assertThat(this.cluster.group(leader).status().term()).isEqualTo(term + 1);
	}

	@Test
	void whoCannotLeadIsNotTried() {
		startAndElect();
		int leader = this.cluster.leader();
		int target = this.cluster.follower();
		assertThat(transfer(leader, TransferRequest.to(9, SECOND))).isEqualTo(Result.NOT_VOTER);
		this.cluster.node(target).kill();
		this.cluster.advance(SECOND);
		assertThat(transfer(leader, TransferRequest.to(target, SECOND))).isEqualTo(Result.UNREACHABLE);
		assertThat(transfer(leader, TransferRequest.toBestFollower(SECOND))).isEqualTo(Result.TRANSFERRED);
	}

	@Test
	void aLeaderThatHasHeardOfNobodyYetWaitsForTheFirstAnswers() {
		this.cluster.startAndElect();
		for (int i = 0; i < 20; i++) {
			int leader = this.cluster.leader();
			int target = this.cluster.follower();
			assertThat(this.cluster.group(leader).status().peers()).extracting(GroupStatus.Peer::lastContactMillis)
				.containsOnly(-1L);
			CompletableFuture<TransferOutcome> outcome = ask(leader,
					(i % 2 == 0) ? TransferRequest.to(target, SECOND) : TransferRequest.toBestFollower(SECOND));
			this.cluster.runUntil(outcome::isDone, SECOND);
			assertThat(outcome.join().result()).isEqualTo(Result.TRANSFERRED);
			this.cluster.runUntil(() -> this.cluster.leader() == outcome.join().leaderId(), SECOND);
		}
	}

	@Test
	void theFirstAnswerIsNotWaitedForLongerThanAnElectionTimeout() {
		startAndElect();
		int old = this.cluster.leader();
		int target = this.cluster.follower();
		int silent = 1 + 2 + 3 - old - target;
		this.cluster.node(silent).pause();
		CompletableFuture<TransferOutcome> first = ask(old, TransferRequest.to(target, SECOND));
		this.cluster.runUntil(first::isDone, SECOND);
		CompletableFuture<TransferOutcome> outcome = ask(target, TransferRequest.to(silent, SECOND.multipliedBy(60)));
		this.cluster.runUntil(outcome::isDone, SECOND.multipliedBy(2));
		assertThat(outcome.join().result()).isEqualTo(Result.UNREACHABLE);
		assertThat(outcome.join().message()).contains("node " + silent);
		assertThat(this.cluster.leader()).isEqualTo(target);
	}

	@Test
	void aTargetThatDoesNotCatchUpIsWaitedForWhileCommandsGoOn() {
		startAndElect();
		int leader = this.cluster.leader();
		int target = this.cluster.follower();
		this.cluster.node(target).hangDisk();
		this.cluster.submit(leader);
		this.cluster.advance(SECOND);
		CompletableFuture<TransferOutcome> outcome = ask(leader, TransferRequest.to(target, SECOND));
		this.cluster.load(SECOND.multipliedBy(2));
		assertThat(outcome.join().result()).isEqualTo(Result.LAGGING);
		assertThat(outcome.join().leaderId()).isEqualTo(leader);
		assertThat(this.cluster.acknowledged()).hasSizeGreaterThan(50);
		this.cluster.node(target).releaseDisk();
		assertThat(transfer(leader, TransferRequest.to(target, SECOND))).isEqualTo(Result.TRANSFERRED);
	}

	@Test
	void withoutALeaderNothingIsBegun() {
		startAndElect();
		int asked = this.cluster.follower();
		this.cluster.network().isolate(asked);
		this.cluster.advance(SECOND.multipliedBy(5));
		CompletableFuture<TransferOutcome> outcome = ask(asked, TransferRequest.toBestFollower(SECOND));
		this.cluster.advance(SECOND.multipliedBy(2));
		assertThat(outcome).isCompletedExceptionally();
		assertThat(outcome.handle((done, failure) -> failure).join())
			.asInstanceOf(throwable(NotExecutedException.class))
			.extracting(NotExecutedException::reason)
			.isEqualTo(NotExecutedException.Reason.NO_LEADER);
	}

	@Test
	void aLeaderThatStopsHandsOverFirst() {
		startAndElect();
		SimulatedNode leader = this.cluster.node(this.cluster.leader());
		int other = this.cluster.follower();
		long term = this.cluster.group(other).status().term();
		leader.stop();
		CompletableFuture<RaftOutput> command = this.cluster.submit(other);
		this.cluster.runUntil(command::isDone, Duration.ofMillis(150));
		assertThat(command).isCompleted();
		assertThat(this.cluster.group(other).status().term()).isEqualTo(term + 1);
		this.cluster.runUntil(() -> !leader.isRunning(), Duration.ofMillis(150));
		this.cluster.assertThatAllNodesAgree(1);
	}

	@Test
	void aLeaderThatNobodyCanTakeOverFromStopsAtOnce() {
		startAndElect();
		SimulatedNode leader = this.cluster.node(this.cluster.leader());
		this.cluster.cluster().nodes().stream().filter((node) -> node != leader).forEach(SimulatedNode::kill);
		this.cluster.advance(Duration.ofMillis(50));
		leader.stop();
		this.cluster.runUntil(() -> !leader.isRunning(), Duration.ofMillis(150));
		assertThat(leader.isRunning()).isFalse();
	}

	@Test
	void aStopWhileLeadershipMovesCancelsItForWhoeverAskedThere() {
		startAndElect();
		int leader = this.cluster.leader();
		int target = this.cluster.follower();
		this.cluster.node(target).hangDisk();
		this.cluster.submit(leader);
		this.cluster.advance(SECOND);
		CompletableFuture<TransferOutcome> outcome = ask(leader, TransferRequest.to(target, SECOND.multipliedBy(30)));
		this.cluster.node(leader).stop();
		this.cluster.runUntil(() -> !this.cluster.node(leader).isRunning(), SECOND.multipliedBy(3));
		assertThat(outcome.join().result()).isEqualTo(Result.CANCELLED);
	}

	@Test
	void aRequestIsExaminedBeforeItIsAsked() {
		assertThatIllegalArgumentException().isThrownBy(() -> TransferRequest.to(0, SECOND)).withMessageContaining("0");
		assertThatIllegalArgumentException().isThrownBy(() -> TransferRequest.toBestFollower(Duration.ZERO))
			.withMessageContaining("timeout");
		assertThat(TransferRequest.to(2, SECOND)).isEqualTo(new TransferRequest(OptionalInt.of(2), SECOND));
	}

	/** Everybody has answered the leader. */
	private void startAndElect() {
		this.cluster.startAndElect();
		this.cluster.advance(SECOND);
	}

	private CompletableFuture<TransferOutcome> ask(int asked, TransferRequest request) {
		return this.cluster.group(asked).transferLeadership(request);
	}

	private Result transfer(int asked, TransferRequest request) {
		CompletableFuture<TransferOutcome> outcome = ask(asked, request);
		this.cluster.runUntil(outcome::isDone, request.timeout().plus(SECOND));
		this.cluster.advance(Duration.ofMillis(300));
		return outcome.join().result();
	}

}
