package io.dongting.raft.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.LogItem;
import io.dongting.raft.NotExecutedException;
import io.dongting.raft.NotExecutedException.Reason;
import io.dongting.raft.RaftOutput;
import io.dongting.raft.ReadConsistency;
import io.dongting.raft.ReadRequest;
import io.dongting.raft.server.VirtualServers.ListMachine;
import io.dongting.raft.server.VirtualServers.Node;
import io.dongting.raft.transport.AppendReq;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ServerReadTests {

	/**
	 * Trap D20: what could not be applied must not look as if it had never been there.
	 */
	@Test
	void readIsRefusedWhenWhatItWaitsForCannotBeApplied() {
		VirtualServers servers = new VirtualServers(1);
		Node node = servers.nodes.get(1);
		ListMachine machine = new ListMachine() {

			@Override
			public byte[] apply(LogItem item) {
				throw new IllegalStateException("Cannot be applied");
			}

		};
		node.machine = machine;
		node.applyNanos = 100_000_000;
		node.start();
		servers.assert20s(() -> node.status().appliedIndex() == 2);
		node.group().submit(LocalCluster.command("written"));
		servers.assert20s(() -> node.status().commitIndex() == 3);
		CompletableFuture<Integer> read = node.group()
			.read(ReadConsistency.LINEARIZABLE, Duration.ofSeconds(5), machine.commands::size);
		servers.assert20s(read::isDone);
		assertThat(read).isCompletedExceptionally();
	}

	/**
	 * Until its first entry has committed, a leader cannot say what is committed (R16).
	 */
	@Test
	void readOnLeaderThatCannotCommitEndsInTime() {
		VirtualServers servers = new VirtualServers(3);
		servers.startAll();
		Node old = servers.leaderElected();
		servers.assert20s(() -> servers.nodes.values().stream().allMatch((node) -> node.status().commitIndex() == 2));
		servers.lost = (message) -> message instanceof AppendReq append && !append.entries().isEmpty();
		old.kill();
		Node next = servers.leaderElected();
		CompletableFuture<Long> read = next.group().awaitReadable(ReadConsistency.LINEARIZABLE, Duration.ofSeconds(1));
		servers.world.advance(Duration.ofSeconds(2));
		assertThat(read).isCompletedExceptionally();
		assertThat(read.handle((result, failure) -> failure).join()).isInstanceOf(NotExecutedException.class);
	}

	@Test
	void readOfAnEntryWaitsUntilTheAskedNodeHasAppliedIt() {
		VirtualServers servers = new VirtualServers(3);
		servers.startAll();
		Node leader = servers.leaderElected();
		Node other = servers.nodes.values().stream().filter((node) -> node != leader).findFirst().orElseThrow();
		servers.assert20s(() -> other.status().commitIndex() == 2);
		other.applyNanos = Duration.ofSeconds(1).toNanos();
		CompletableFuture<RaftOutput> written = leader.group().submit(LocalCluster.command("written"));
		servers.assert20s(written::isDone);
		long index = written.join().index();
		CompletableFuture<Integer> read = other.group()
			.read(ReadRequest.atLeast(index, Duration.ofSeconds(5)), () -> other.commands().size());
		servers.world.advance(Duration.ofMillis(10));
		assertThat(other.status().appliedIndex()).isLessThan(index);
		assertThat(read).isNotDone();
		servers.assert20s(read::isDone);
		assertThat(read.join()).isOne();
	}

	@Test
	void readOfAnEntryThatNeverComesEndsInTimeAndLeavesItsPlace() {
		VirtualServers servers = new VirtualServers(1);
		Node node = servers.nodes.get(1);
		node.start();
		servers.assert20s(() -> node.status().appliedIndex() == 2);
		int limit = servers.options.maxPendingTasks();
		List<CompletableFuture<Long>> reads = new ArrayList<>();
		for (int i = 0; i < limit; i++) {
			reads.add(node.group().awaitReadable(ReadRequest.atLeast(1000 + i, Duration.ofSeconds(1))));
		}
		servers.world.advance(Duration.ofMillis(10));
		assertThat(reason(node.group().awaitReadable(ReadRequest.atLeast(1, Duration.ofSeconds(1)))))
			.isEqualTo(Reason.OVERLOADED);
		servers.world.advance(Duration.ofSeconds(2));
		assertThat(reads).allSatisfy((read) -> assertThat(reason(read)).isEqualTo(Reason.TIMED_OUT));
		CompletableFuture<Long> next = node.group().awaitReadable(ReadRequest.atLeast(2, Duration.ofSeconds(1)));
		servers.assert20s(next::isDone);
		assertThat(next.join()).isEqualTo(2);
	}

	@Test
	void readOfAnEntryIsRefusedWhenTheNodeStops() {
		VirtualServers servers = new VirtualServers(1);
		Node node = servers.nodes.get(1);
		node.start();
		servers.assert20s(() -> node.status().appliedIndex() == 2);
		CompletableFuture<Long> read = node.group().awaitReadable(ReadRequest.atLeast(3, Duration.ofSeconds(9)));
		servers.world.advance(Duration.ofMillis(10));
		assertThat(read).isNotDone();
		node.server().stop();
		servers.assert20s(read::isDone);
		assertThat(reason(read)).isEqualTo(Reason.STOPPED);
	}

	@Test
	void whatCouldBeNoReadIsRefusedAtOnce() {
		assertThatIllegalArgumentException().isThrownBy(() -> ReadRequest.atLeast(-1, Duration.ofSeconds(1)));
		assertThatIllegalArgumentException().isThrownBy(() -> ReadRequest.atLeast(1, Duration.ZERO));
	}

	private static @Nullable Reason reason(CompletableFuture<?> read) {
		return read.isDone() ? read
			.handle((result, failure) -> (failure instanceof NotExecutedException refusal) ? refusal.reason() : null)
			.join() : null;
	}

	@Test
	void readsThatGaveUpStillCountWhileTheStateMachineIsBusy() {
		VirtualServers servers = new VirtualServers(1);
		Node node = servers.nodes.get(1);
		node.start();
		servers.assert20s(() -> node.status().appliedIndex() == 2);
		node.applyNanos = Duration.ofHours(1).toNanos();
		int limit = servers.options.maxPendingTasks();
		for (int i = 0; i < limit; i++) {
			node.group().awaitReadable(ReadConsistency.STALE, Duration.ofMillis(100));
		}
		servers.world.advance(Duration.ofSeconds(1));
		CompletableFuture<Long> read = node.group().awaitReadable(ReadConsistency.STALE, Duration.ofMillis(100));
		assertThat(read).isCompletedExceptionally();
	}

}
