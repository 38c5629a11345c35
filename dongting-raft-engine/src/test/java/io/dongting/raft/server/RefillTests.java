package io.dongting.raft.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftOutput;
import io.dongting.raft.SnapshotOptions;
import io.dongting.raft.log.CorruptEntryException;
import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.vote.Floor;
import io.dongting.raft.log.vote.VoteState;
import io.dongting.raft.log.vote.VoteStore;
import io.dongting.raft.server.ServerChangeException.Reason;
import io.dongting.raft.server.VirtualServers.Node;
import io.dongting.raft.transport.AppendReq;
import io.dongting.simulation.SimulatedCrash;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Damaged logs that are filled again by their leader (R28, trap P9).
 */
class RefillTests {

	private static final String DIRECTORY = "groups/list";

	private static final int SLOTS_OFFSET = 4096;

	private static final int ENTRIES_OFFSET = 5 * 4096;

	private static final int MOST_OPERATIONS = 400;

	private VirtualServers servers = new VirtualServers(3);

	private Node leader() {
		return this.servers.leaderElected();
	}

	private void submit(Node node, int count) {
		for (int i = 0; i < count; i++) {
			CompletableFuture<RaftOutput> output = node.group().submit(LocalCluster.command("c"));
			this.servers.assert20s(output::isDone);
			assertThat(output).isCompleted();
		}
	}

	private static String segment(Node node) {
		try {
			return DIRECTORY + "/log/"
					+ node.disk.list(DIRECTORY + "/log")
						.stream()
						.filter((name) -> name.endsWith(".segment"))
						.findFirst()
						.orElseThrow();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	/** So that everything is known to be durable (R27). */
	private void letStatementsBeWritten() {
		this.servers.world.advance(Duration.ofSeconds(1));
	}

	private static void damage(Node node, int position) {
		node.disk.flipBit(segment(node), position, 1);
	}

	private void startDamaged(Node node) {
		node.start();
		assertThat(node.status().condition()).isEqualTo(Condition.STORAGE_FAILED);
		assertThat(node.status().detail()).contains("Damage in groups/list/log");
	}

	private RaftGroup refill(Node node) {
		CompletableFuture<RaftGroup> refilled = node.server().refillGroup("list");
		this.servers.assert20s(refilled::isDone);
		return refilled.join();
	}

	private Reason refusal(CompletableFuture<RaftGroup> refill) {
		this.servers.assert20s(refill::isDone);
		CompletionException failure = catchThrowableOfType(CompletionException.class, refill::join);
		assertThat(failure.getCause()).isInstanceOf(ServerChangeException.class);
		return ((ServerChangeException) failure.getCause()).reason();
	}

	private static VoteState votes(Node node) {
		return Objects.requireNonNull(VoteStore.stateIn(ByteBuffer.wrap(node.disk.content(DIRECTORY + "/vote"))));
	}

	private void assertNobodyLeads() {
		for (int i = 0; i < 100; i++) {
			this.servers.world.advance(Duration.ofMillis(200));
			assertThat(this.servers.nodes.values()).noneMatch(Node::leads);
		}
	}

	private Node other(Node one, Node another) {
		return this.servers.nodes.values()
			.stream()
			.filter((node) -> node != one && node != another)
			.findFirst()
			.orElseThrow();
	}

	/**
	 * A follower that holds what the third node lacks, damaged, with the leader gone.
	 */
	private Node damagedWitness(int missedByThird) {
		this.servers.startAll();
		Node leader = leader();
		Node witness = this.servers.followers().get(0);
		Node third = this.servers.followers().get(1);
		submit(leader, 3);
		this.servers.assert20s(() -> third.status().commitIndex() == leader.status().commitIndex());
		third.kill();
		submit(leader, missedByThird);
		letStatementsBeWritten();
		witness.kill();
		damage(witness, ENTRIES_OFFSET + 20);
		return witness;
	}

	@Test
	void aDamagedLogIsRefilledAndItsReplicaStaysTheSame() {
		this.servers.startAll();
		Node leader = leader();
		Node node = this.servers.followers().get(0);
		submit(leader, 10);
		letStatementsBeWritten();
		VoteState before = votes(node);
		byte[] log = node.disk.content(segment(node));
		node.kill();
		damage(node, ENTRIES_OFFSET + 20);
		startDamaged(node);
		submit(leader, 5);
		assertThat(refill(node)).isSameAs(node.group());
		assertThat(node.status().condition()).isEqualTo(Condition.REFILLING);
		assertThat(node.status().ready()).isFalse();
		this.servers.assert20s(() -> node.status().ready());
		assertThat(node.status().condition()).isEqualTo(Condition.RUNNING);
		assertThat(node.commands()).isEqualTo(leader.commands()).hasSize(15);
		letStatementsBeWritten();
		assertThat(votes(node)).isEqualTo(before);
		assertThat(node.disk.content(DIRECTORY + "/log.damaged/" + segment(node).substring(16))).isNotEqualTo(log)
			.hasSameSizeAs(log);
		leader.kill();
		submit(this.servers.leaderElected(), 1);
	}

	@Test
	void aLogIsRefilledByASnapshotWhereTheLeaderHasNoMore() {
		this.servers.withSnapshots(new SnapshotOptions(10, 0, Duration.ZERO, false, 1, 0, 256, 0, 1));
		this.servers.startAll();
		Node leader = leader();
		Node node = this.servers.followers().get(0);
		submit(leader, 5);
		letStatementsBeWritten();
		node.kill();
		damage(node, ENTRIES_OFFSET + 20);
		startDamaged(node);
		submit(leader, 30);
		refill(node);
		this.servers.assert20s(() -> node.status().ready());
		assertThat(node.commands()).isEqualTo(leader.commands()).hasSize(35);
	}

	/** Else entries that were acknowledged here and counted would be lost. */
	@Test
	void nobodyIsElectedWithoutWhatTheRefilledReplicaAcknowledged() {
		Node witness = damagedWitness(5);
		Node leader = leader();
		Node third = other(witness, leader);
		leader.kill();
		startDamaged(witness);
		refill(witness);
		third.start();
		assertNobodyLeads();
		assertThat(witness.status().condition()).isEqualTo(Condition.REFILLING);
		leader.start();
		submit(leader(), 1);
		this.servers.assert20s(() -> witness.status().ready() && third.status().ready());
		assertThat(witness.commands()).hasSize(9).isEqualTo(third.commands());
	}

	/** The floor outlasts the process as the vote does. */
	@Test
	void theFloorIsKnownAfterARestart() {
		Node witness = damagedWitness(5);
		Node leader = leader();
		Node third = other(witness, leader);
		leader.kill();
		startDamaged(witness);
		refill(witness);
		Floor floor = votes(witness).floor();
		assertThat(floor).isNotNull();
		assertThat(floor.index()).isEqualTo(10);
		witness.kill();
		witness.start();
		assertThat(votes(witness).floor()).isEqualTo(floor);
		third.start();
		assertNobodyLeads();
	}

	/** With half of what it once had it is as good as the third, but not good enough. */
	@Test
	void aReplicaThatIsHalfRefilledDoesNotCampaign() {
		this.servers.options = VirtualServers.options(64 * 1024 * 1024, 1000, 100);
		Node witness = damagedWitness(5);
		Node leader = leader();
		Node third = other(witness, leader);
		long end = leader.status().lastLogIndex();
		startDamaged(witness);
		this.servers.lost = (message) -> message instanceof AppendReq append && lastIndex(append) >= end;
		refill(witness);
		this.servers.world.advance(Duration.ofSeconds(5));
		leader.kill();
		assertThat(witness.status().condition()).isEqualTo(Condition.REFILLING);
		assertThat(witness.status().lastLogIndex()).isEqualTo(end - 1);
		third.start();
		assertNobodyLeads();
		this.servers.lost = (message) -> false;
		leader.start();
		this.servers.assert20s(() -> witness.status().ready() && third.status().ready());
	}

	private static long lastIndex(AppendReq append) {
		try {
			return append.entries().isEmpty() ? 0 : EntryBatch.verify(append.entries()).lastIndex();
		}
		catch (CorruptEntryException ex) {
			throw new AssertionError(ex);
		}
	}

	/** A slot that cannot be read may have named entries that nothing else names. */
	@Test
	void whereTheEndMayBeHiddenNothingIsRefilled() {
		this.servers.startAll();
		Node node = this.servers.followers().get(0);
		submit(leader(), 10);
		letStatementsBeWritten();
		submit(leader(), 10);
		letStatementsBeWritten();
		node.kill();
		damage(node, SLOTS_OFFSET + 20);
		damage(node, ENTRIES_OFFSET + 20);
		startDamaged(node);
		assertThat(refusal(node.server().refillGroup("list"))).isEqualTo(Reason.END_UNKNOWN);
		assertThat(node.disk.exists(DIRECTORY + "/log.damaged")).isFalse();
		assertThat(votes(node).floor()).isNull();
	}

	@Test
	void aGroupIsRefilledAtTheNextStartIfTheProcessEndsOnTheWay() {
		boolean done = false;
		int damaged = 0;
		int refilling = 0;
		for (int operations = 1; !done; operations++) {
			assertThat(operations).isLessThan(MOST_OPERATIONS);
			this.servers = new VirtualServers(3);
			Node witness = damagedWitness(2);
			Node leader = leader();
			leader.kill();
			startDamaged(witness);
			done = untilCrash(witness, operations);
			if (witness.status().condition() == Condition.STORAGE_FAILED) {
				assertThat(done).isFalse();
				assertThat(witness.status().detail()).contains("a durable entry does not verify");
				damaged++;
				refill(witness);
			}
			else {
				refilling += done ? 0 : 1;
			}
			assertThat(witness.disk.exists(DIRECTORY + "/log.damaged")).isTrue();
			assertThat(votes(witness).floor()).isNotNull().satisfies((floor) -> assertThat(floor.index()).isEqualTo(7));
			leader.start();
			this.servers.assert20s(() -> witness.status().ready());
			assertThat(witness.commands()).hasSize(5);
		}
		assertThat(damaged).isGreaterThan(3);
		assertThat(refilling).isGreaterThan(3);
	}

	private boolean untilCrash(Node node, int operations) {
		CompletableFuture<RaftGroup> refilled = node.server().refillGroup("list");
		node.disk.faults().crashAfter(node.disk.operations() + operations);
		boolean done;
		try {
			this.servers.assert20s(refilled::isDone);
			done = true;
		}
		catch (SimulatedCrash crash) {
			done = false;
		}
		node.kill();
		node.start();
		return done;
	}

	/** It looks empty, but has agreed to a founder and belongs to a group (R4). */
	@Test
	void aReplicaThatIsBeingRefilledFoundsNothingAndAgreesToNoFounder() {
		Node witness = damagedWitness(1);
		VoteState before = votes(witness);
		this.servers.nodes.values().forEach((node) -> {
			if (node != witness) {
				node.kill();
				node.disk.wipe();
			}
		});
		startDamaged(witness);
		refill(witness);
		this.servers.nodes.values().stream().filter((node) -> node != witness).forEach(Node::start);
		this.servers.world.advance(Duration.ofSeconds(10));
		assertThat(this.servers.nodes.values()).noneMatch(Node::leads)
			.allMatch((node) -> node.status().lastLogIndex() == 0);
		assertThat(votes(witness).answeredFounder()).isEqualTo(before.answeredFounder());
	}

	@Test
	void whatIsNotDamagedIsNotRefilled() {
		this.servers.startAll();
		Node leader = leader();
		assertThat(refusal(leader.server().refillGroup("list"))).isEqualTo(Reason.NOT_DAMAGED);
		assertThat(refusal(leader.server().refillGroup("other"))).isEqualTo(Reason.UNKNOWN_GROUP);
		submit(leader, 1);
	}

	@Test
	void aGroupOfOneHasNobodyToBeRefilledFrom() {
		this.servers = new VirtualServers(1);
		this.servers.startAll();
		Node node = leader();
		submit(node, 2);
		letStatementsBeWritten();
		node.kill();
		damage(node, ENTRIES_OFFSET + 20);
		startDamaged(node);
		assertThat(refusal(node.server().refillGroup("list"))).isEqualTo(Reason.NO_OTHER_NODE);
		assertThat(node.disk.exists(DIRECTORY + "/log.damaged")).isFalse();
		assertThat(votes(node).floor()).isNull();
	}

	@Test
	void whoHasLostItsVoteIsNotRefilled() {
		Node witness = damagedWitness(1);
		startDamaged(witness);
		witness.disk.flipBit(DIRECTORY + "/vote", 20, 1);
		witness.disk.flipBit(DIRECTORY + "/vote", 4096 + 20, 1);
		assertThat(refusal(witness.server().refillGroup("list"))).isEqualTo(Reason.VOTE_LOST);
		assertThat(witness.status().detail()).contains("Damage in groups/list/log");
		assertThat(witness.disk.exists(DIRECTORY + "/log.damaged")).isFalse();
	}

	@Test
	void dataOfAnEarlierRefillIsNeverOverwritten() {
		Node witness = damagedWitness(1);
		startDamaged(witness);
		refill(witness);
		this.servers.assert20s(() -> witness.status().ready());
		letStatementsBeWritten();
		witness.kill();
		damage(witness, ENTRIES_OFFSET + 20);
		startDamaged(witness);
		assertThat(refusal(witness.server().refillGroup("list"))).isEqualTo(Reason.DATA_KEPT);
	}

}
