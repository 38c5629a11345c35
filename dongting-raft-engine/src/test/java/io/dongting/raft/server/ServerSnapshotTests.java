package io.dongting.raft.server;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.OutcomeUnknownException;
import io.dongting.raft.RaftException;
import io.dongting.raft.RaftInput;
import io.dongting.raft.RaftOutput;
import io.dongting.raft.SnapshotOptions;
import io.dongting.raft.server.VirtualServers.Node;
import io.dongting.raft.server.VirtualServers.SavingListMachine;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Snapshots of a group of one, which has nobody to get anything from.
 */
class ServerSnapshotTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final String DIRECTORY = "groups/list/snapshots";

	private final VirtualServers servers = new VirtualServers(1);

	private final Node node = this.servers.nodes.get(1);

	private final List<String> expected = new ArrayList<>();

	private static SnapshotOptions options(long everyEntries, int kept, long logEntriesKept) {
		return new SnapshotOptions(everyEntries, 0, Duration.ZERO, false, kept, logEntriesKept, 256, 0, 1);
	}

	private void start(SnapshotOptions options) {
		this.servers.withSnapshots(options);
		this.node.start();
		this.servers.assert20s(this.node::leads);
	}

	private void restart() {
		this.node.kill();
		this.node.start();
		this.servers.assert20s(this.node::leads);
		this.servers.assert20s(() -> this.node.status().ready());
	}

	private void submit(int count, int paddingBytes) {
		for (int i = 0; i < count; i++) {
			String command = "c" + this.expected.size() + "x".repeat(paddingBytes);
			this.expected.add(command);
			CompletableFuture<RaftOutput> output = this.node.group().submit(new RaftInput(command.getBytes(), TIMEOUT));
			this.servers.assert20s(output::isDone);
			assertThat(output).isCompleted();
		}
	}

	private long save() {
		CompletableFuture<Long> saved = this.node.group().saveSnapshot(TIMEOUT);
		this.servers.assert20s(saved::isDone);
		return saved.join();
	}

	private Throwable failureOfSave(Duration timeout) {
		CompletableFuture<Long> saved = this.node.group().saveSnapshot(timeout);
		this.servers.assert20s(saved::isDone);
		return saved.handle((index, failure) -> failure).join();
	}

	private SavingListMachine machine() {
		return (SavingListMachine) this.node.machine;
	}

	private List<String> snapshots() throws IOException {
		return this.node.disk.list(DIRECTORY);
	}

	private void flipBitInMiddle(String name) {
		String path = DIRECTORY + "/" + name;
		this.node.disk.flipBit(path, this.node.disk.content(path).length / 2, 3);
	}

	@Test
	void aNodeGoesOnFromItsSnapshot() {
		start(SnapshotOptions.ON_DEMAND);
		assertThat(this.node.status().snapshot()).isEqualTo(GroupStatus.Snapshot.NONE);
		submit(5, 0);
		long index = save();
		assertThat(index).isEqualTo(this.node.status().appliedIndex());
		assertThat(this.node.status().snapshot().index()).isEqualTo(index);
		assertThat(this.node.status().snapshot().term()).isEqualTo(this.node.status().term());
		assertThat(this.node.status().snapshot().time()).isNotNull();
		submit(2, 0);
		restart();
		assertThat(this.node.commands()).isEqualTo(this.expected);
		assertThat(machine().loaded).isEqualTo(1);
		assertThat(machine().applied).isEqualTo(2);
		assertThat(this.node.status().snapshot().index()).isEqualTo(index);
	}

	@Test
	void whatIsSavedAlreadyIsNotSavedAgain() throws IOException {
		start(SnapshotOptions.ON_DEMAND);
		submit(1, 0);
		long index = save();
		assertThat(save()).isEqualTo(index);
		assertThat(snapshots()).hasSize(1);
	}

	@Test
	void snapshotsAreSavedAfterSoManyEntriesAndFewAreKept() throws IOException {
		start(options(10, 2, Long.MAX_VALUE));
		submit(55, 0);
		this.servers.assert20s(() -> this.node.status().snapshot().index() >= 50);
		this.servers.world.advance(Duration.ofSeconds(1));
		assertThat(snapshots()).hasSize(2);
		assertThat(this.node.status().firstLogIndex()).isEqualTo(1);
	}

	@Test
	void snapshotsAreSavedNowAndThenIfAnythingWasApplied() throws IOException {
		this.servers
			.withSnapshots(new SnapshotOptions(0, 0, Duration.ofSeconds(10), false, 100, Long.MAX_VALUE, 256, 0, 1));
		this.node.start();
		this.servers.assert20s(this.node::leads);
		submit(1, 0);
		this.servers.world.advance(Duration.ofSeconds(16));
		assertThat(snapshots()).hasSize(1);
		this.servers.world.advance(Duration.ofSeconds(60));
		assertThat(snapshots()).hasSize(1);
		submit(1, 0);
		this.servers.world.advance(Duration.ofSeconds(11));
		assertThat(snapshots()).hasSize(2);
	}

	@Test
	void theLogBeforeASnapshotIsDeletedByWholeFiles() {
		start(options(0, 1, 0));
		submit(60, 60_000);
		assertThat(this.node.status().firstLogIndex()).isEqualTo(1);
		save();
		this.servers.assert20s(() -> this.node.status().firstLogIndex() > 40);
		submit(3, 0);
		restart();
		assertThat(this.node.commands()).isEqualTo(this.expected);
		assertThat(machine().applied).isEqualTo(3);
	}

	@Test
	void anOperatorMayLetGoOfLogThatIsKeptForSlowNodes() {
		start(options(0, 1, Long.MAX_VALUE));
		submit(60, 60_000);
		save();
		this.node.group().markTruncateByIndex(30, Duration.ofSeconds(5));
		this.servers.world.advance(Duration.ofSeconds(4));
		assertThat(this.node.status().firstLogIndex()).isEqualTo(1);
		this.servers.world.advance(Duration.ofSeconds(2));
		assertThat(this.node.status().firstLogIndex()).isBetween(10L, 30L);
		this.node.group()
			.markTruncateByTimestamp(this.servers.world.clock().currentTimeMillis() + 60_000, Duration.ofMillis(1));
		this.servers.world.advance(Duration.ofSeconds(1));
		assertThat(this.node.status().firstLogIndex()).isGreaterThan(40);
	}

	@Test
	void nothingIsDeletedWithoutASnapshotWhateverIsMarked() {
		start(options(0, 1, 0));
		submit(40, 60_000);
		this.node.group().markTruncateByIndex(39, Duration.ZERO);
		this.servers.world.advance(Duration.ofSeconds(1));
		assertThat(this.node.status().firstLogIndex()).isEqualTo(1);
	}

	@Test
	void anOlderSnapshotAndTheLogTakeThePlaceOfADamagedOne() throws IOException {
		start(options(0, 2, 0));
		submit(30, 60_000);
		save();
		submit(30, 60_000);
		save();
		this.servers.world.advance(Duration.ofSeconds(1));
		assertThat(this.node.status().firstLogIndex()).isGreaterThan(10);
		this.node.kill();
		flipBitInMiddle(snapshots().get(1));
		this.node.start();
		this.servers.assert20s(() -> this.node.status().ready());
		assertThat(this.node.commands()).isEqualTo(this.expected);
		assertThat(machine().applied).isEqualTo(30);
		assertThat(this.node.status().snapshot().index()).isLessThan(40);
	}

	/** Trap P25: a group with a hole between its state and its log does not start. */
	@Test
	void aDamagedSnapshotThatNothingStandsInForIsDamage() throws IOException {
		start(options(0, 1, 0));
		submit(60, 60_000);
		save();
		this.servers.assert20s(() -> this.node.status().firstLogIndex() > 40);
		this.node.kill();
		flipBitInMiddle(snapshots().get(0));
		this.node.start();
		this.servers.assert20s(() -> this.node.status().condition() == Condition.STORAGE_FAILED);
		assertThat(this.node.commands()).isEmpty();
		this.node.kill();
		this.node.disk.delete(DIRECTORY + "/" + snapshots().get(0));
		this.node.disk.syncDirectory(DIRECTORY);
		this.node.start();
		assertThat(this.node.status().condition()).isEqualTo(Condition.STORAGE_FAILED);
		assertThat(this.node.status().detail()).contains("the newest snapshot ends with entry 0");
		assertThat(this.node.disk.openFiles()).as("those of the journal").isEqualTo(1);
	}

	@Test
	void aSnapshotThatCannotBeSavedIsToldAndTheGroupGoesOn() throws IOException {
		start(SnapshotOptions.ON_DEMAND);
		submit(1, 0);
		machine().failing = true;
		assertThat(failureOfSave(TIMEOUT)).isInstanceOf(RaftException.class).hasMessageContaining("could not be saved");
		assertThat(snapshots()).isEmpty();
		machine().failing = false;
		submit(1, 0);
		assertThat(save()).isEqualTo(this.node.status().appliedIndex());
	}

	@Test
	void whoeverDoesNotWaitLongEnoughForASnapshotIsTold() {
		start(SnapshotOptions.ON_DEMAND);
		submit(1, 0);
		this.node.applyNanos = Duration.ofSeconds(2).toNanos();
		assertThat(failureOfSave(Duration.ofSeconds(1))).isInstanceOf(OutcomeUnknownException.class);
		this.servers.assert20s(() -> this.node.status().snapshot().index() > 0);
	}

	@Test
	void aDiskThatFailsWhileASnapshotIsWrittenHasFailed() {
		start(SnapshotOptions.ON_DEMAND);
		submit(1, 0);
		this.node.disk.faults().failNextSync((path) -> path.endsWith(".staging"));
		assertThat(failureOfSave(TIMEOUT)).isInstanceOf(RaftException.class);
		assertThat(this.node.status().condition()).isEqualTo(Condition.STORAGE_FAILED);
	}

	@Test
	void aStateMachineWithoutSnapshotsHasNone() {
		this.node.start();
		this.servers.assert20s(this.node::leads);
		submit(1, 0);
		assertThat(failureOfSave(TIMEOUT)).isInstanceOf(UnsupportedOperationException.class);
	}

}
