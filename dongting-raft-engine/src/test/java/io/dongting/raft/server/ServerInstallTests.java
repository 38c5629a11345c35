package io.dongting.raft.server;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.GroupStatus.PeerState;
import io.dongting.raft.RaftInput;
import io.dongting.raft.RaftOutput;
import io.dongting.raft.SnapshotOptions;
import io.dongting.raft.server.VirtualServers.Node;
import io.dongting.raft.server.VirtualServers.SavingListMachine;
import io.dongting.raft.transport.AppendReq;
import io.dongting.raft.transport.HeartbeatReq;
import io.dongting.raft.transport.InstallReq;
import io.dongting.raft.transport.InstallResp;
import io.dongting.raft.transport.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nodes that have missed what is not in the log any more (traps P21, P22, P25, P26, D21).
 */
class ServerInstallTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	/** Two to three hundred of these make a snapshot. */
	private static final int BLOCK_BYTES = 16 * 1024;

	private final VirtualServers servers = new VirtualServers(3);

	private final List<String> expected = new ArrayList<>();

	/** How many pieces were sent. */
	private int pieces;

	private Node leader;

	private Node behind;

	@BeforeEach
	void oneNodeMissesWhatIsDeleted() {
		this.servers.withSnapshots(new SnapshotOptions(0, 0, Duration.ZERO, false, 1, 0, BLOCK_BYTES, 0, 1));
		this.servers.lost = this::count;
		this.servers.startAll();
		this.leader = this.servers.leaderElected();
		submit(3);
		this.behind = this.servers.followers().get(0);
		this.servers.assert20s(() -> this.behind.status().appliedIndex() == this.leader.status().appliedIndex());
		this.behind.kill();
		submit(60);
		CompletableFuture<Long> saved = this.leader.group().saveSnapshot(TIMEOUT);
		this.servers.assert20s(saved::isDone);
		this.servers.assert20s(() -> this.leader.status().firstLogIndex() > 30);
	}

	private boolean count(Message message) {
		if (message instanceof InstallReq install && !install.block().isEmpty()) {
			this.pieces++;
		}
		return false;
	}

	private void submit(int count) {
		for (int i = 0; i < count; i++) {
			String command = "c" + this.expected.size() + "x".repeat(60_000);
			this.expected.add(command);
			CompletableFuture<RaftOutput> output = this.leader.group()
				.submit(new RaftInput(command.getBytes(), TIMEOUT));
			this.servers.assert20s(output::isDone);
			assertThat(output).isCompleted();
		}
	}

	private void requireCaughtUp() {
		this.servers.assert20s(() -> this.behind.status().appliedIndex() == this.leader.status().appliedIndex());
		assertThat(this.behind.commands()).isEqualTo(this.expected);
	}

	private PeerState peerState() {
		return this.leader.status()
			.peers()
			.stream()
			.filter((peer) -> peer.nodeId() == this.behind.id)
			.findFirst()
			.orElseThrow()
			.state();
	}

	@Test
	void theSnapshotAndTheLogBehindItBringItUpToDate() {
		this.behind.start();
		this.servers.assert20s(() -> peerState() == PeerState.SNAPSHOT);
		submit(5);
		requireCaughtUp();
		assertThat(((SavingListMachine) this.behind.machine).loaded).isEqualTo(1);
		this.servers.assert20s(() -> peerState() == PeerState.PIPELINE);
		assertThat(this.behind.status().snapshot().index()).isEqualTo(this.leader.status().snapshot().index());
	}

	@Test
	void aTransferGoesOnWhereItStoppedWhenTheLinkBreaks() {
		this.behind.start();
		this.servers.assert20s(() -> this.pieces == 100);
		this.servers.cut(this.leader, this.behind);
		requireCaughtUp();
		int all = this.expected.stream().mapToInt(String::length).sum() / BLOCK_BYTES;
		assertThat(this.pieces).isBetween(all, all + 20);
	}

	@Test
	void aNodeThatCrashesMeanwhileBeginsAgain() {
		this.behind.start();
		this.servers.assert20s(() -> this.pieces == 100);
		this.behind.kill();
		this.servers.world.advance(Duration.ofSeconds(2));
		this.behind.start();
		requireCaughtUp();
		this.behind.kill();
		this.behind.start();
		requireCaughtUp();
	}

	@Test
	void piecesThatGetLostAreSentAgain() {
		int[] dropped = new int[1];
		this.servers.lost = (message) -> message instanceof InstallReq && dropped[0]++ % 50 == 17;
		this.behind.start();
		requireCaughtUp();
		assertThat(dropped[0]).isGreaterThan(100);
	}

	@Test
	void aLostLastAnswerDoesNotInstallTwice() {
		this.servers.lost = (message) -> message instanceof InstallResp answer
				&& answer.result() == InstallResp.Result.COVERED && this.pieces++ == 0;
		this.behind.start();
		requireCaughtUp();
		assertThat(((SavingListMachine) this.behind.machine).loaded).isEqualTo(1);
	}

	/** Also when its turn comes only after a newer one has arrived. */
	@Test
	void aSnapshotThatIsStillToBeLoadedIsNotDeleted() {
		this.behind.start();
		requireCaughtUp();
		CompletableFuture<Long> saved = this.behind.group().saveSnapshot(TIMEOUT);
		this.servers.assert20s(saved::isDone);
		this.behind.kill();
		submit(60);
		saved = this.leader.group().saveSnapshot(TIMEOUT);
		this.servers.assert20s(saved::isDone);
		this.servers.assert20s(() -> this.leader.status().firstLogIndex() > 90);
		this.behind.applyNanos = Duration.ofSeconds(10).toNanos();
		this.behind.start();
		this.servers
			.assert20s(() -> this.behind.status().snapshot().index() == this.leader.status().snapshot().index());
		assertThat(this.behind.status().appliedIndex()).isZero();
		this.behind.applyNanos = 0;
		requireCaughtUp();
		assertThat(((SavingListMachine) this.behind.machine).loaded).isEqualTo(2);
		assertThat(this.behind.status().condition()).isEqualTo(GroupStatus.Condition.RUNNING);
	}

	/**
	 * What a log holds beyond a snapshot may count in an election, or be acknowledged as
	 * soon as it is durable, whoever sent it (R13, R25).
	 */
	@Test
	void aLongerLogThatIsStillBeingWrittenIsNotDroppedForTheSnapshotOfAnEarlierLeader() {
		Node other = this.servers.followers().stream().filter((node) -> node != this.behind).findFirst().orElseThrow();
		long covered = submitUncommittedAt(other);
		CompletableFuture<Long> saved = this.leader.group().saveSnapshot(TIMEOUT);
		this.servers.assert20s(saved::isDone);
		assertThat(saved).isCompletedWithValue(covered);
		Runnable receiving = holdLastPiece();
		this.leader.kill();
		Runnable writing = holdAppendsOfNextLeader();
		this.leader = this.servers.leader();
		long end = covered + 1;
		assertThat(this.behind.status().lastLogIndex()).isEqualTo(end);
		assertThat(this.behind.status().commitIndex()).isLessThan(covered);
		receiving.run();
		this.servers.assert20s(() -> this.behind.status().commitIndex() == covered);
		assertThat(this.behind.status().lastLogIndex()).isEqualTo(end);
		writing.run();
		this.servers.assert20s(() -> this.behind.status().commitIndex() == end);
		submit(1);
		requireCaughtUp();
		assertThat(((SavingListMachine) this.behind.machine).loaded).isZero();
	}

	/**
	 * Return the index of an entry that a node holds and does not know to be committed.
	 */
	private long submitUncommittedAt(Node node) {
		long index = this.leader.status().lastLogIndex() + 1;
		UUID replica = node.replica();
		this.servers.lost = (message) -> replica.equals(message.envelope().toReplica())
				&& tellsCommitOf(message, index);
		submit(1);
		assertThat(node.status().lastLogIndex()).isEqualTo(index);
		assertThat(node.status().commitIndex()).isLessThan(index);
		return index;
	}

	private static boolean tellsCommitOf(Message message, long index) {
		return (message instanceof AppendReq append && append.leaderCommit() >= index)
				|| (message instanceof HeartbeatReq heartbeat && heartbeat.leaderCommit() >= index);
	}

	/** The node that is behind gets all of a snapshot, but does not write its end yet. */
	private Runnable holdLastPiece() {
		Predicate<Message> lost = this.servers.lost;
		this.servers.lost = (message) -> {
			this.behind.storageHeld |= message instanceof InstallReq install && isLastPiece(install);
			return lost.test(message);
		};
		this.behind.start();
		this.servers.assert20s(() -> this.behind.storageHeld);
		return takeOnlyHeld();
	}

	private static boolean isLastPiece(InstallReq install) {
		int blockBytes = install.block().stream().mapToInt(ByteBuffer::remaining).sum();
		return blockBytes > 0 && install.offset() + blockBytes == install.snapshot().sizeBytes();
	}

	/**
	 * The node that is behind gets all entries there are, but does not write them yet.
	 */
	private Runnable holdAppendsOfNextLeader() {
		this.servers.lost = (message) -> {
			this.behind.storageHeld |= message instanceof AppendReq append && !append.entries().isEmpty();
			return false;
		};
		this.servers.assert20s(() -> this.behind.storageHeld);
		Runnable writing = takeOnlyHeld();
		this.servers.lost = (message) -> false;
		return writing;
	}

	/** What is on its way arrives first. */
	private Runnable takeOnlyHeld() {
		this.servers.world.advance(Duration.ofMillis(10));
		assertThat(this.behind.heldStorage).hasSize(1);
		this.behind.storageHeld = false;
		return this.behind.heldStorage.remove();
	}

	/** Nothing has to be written meanwhile, so that only reading shows it (R29). */
	@Test
	void aLeaderThatDoesNotGetItsSnapshotFromTheDiskMakesRoom() {
		// What was to be stated of the last writes is stated by then
		this.servers.world.advance(Duration.ofSeconds(1));
		this.leader.storageHeld = true;
		this.behind.start();
		this.servers.assert20s(() -> !this.leader.leads());
		this.leader = this.servers.leaderElected();
		requireCaughtUp();
	}

	/** What it was sent and has lost it can only get from the leader's disk (R29). */
	@Test
	void aNodeThatWaitsForASnapshotDoesNotKeepItsLeaderInOffice() {
		UUID[] replica = new UUID[1];
		this.servers.lost = (message) -> {
			if (message instanceof InstallReq) {
				replica[0] = message.envelope().toReplica();
			}
			return false;
		};
		this.behind.start();
		requireCaughtUp();
		this.servers.assert20s(() -> peerState() == PeerState.PIPELINE);
		long last = this.behind.status().lastLogIndex();
		this.servers.lost = (message) -> (message instanceof AppendReq || message instanceof InstallReq)
				&& replica[0].equals(message.envelope().toReplica());
		submit(60);
		CompletableFuture<Long> saved = this.leader.group().saveSnapshot(TIMEOUT);
		this.servers.assert20s(saved::isDone);
		this.servers.assert20s(() -> this.leader.status().firstLogIndex() > last + 1);
		this.behind.kill();
		this.servers.world.advance(Duration.ofSeconds(1));
		this.leader.storageHeld = true;
		this.servers.lost = (message) -> false;
		this.behind.start();
		this.servers.assert20s(() -> !this.leader.leads());
		this.leader = this.servers.leaderElected();
		requireCaughtUp();
	}

}
