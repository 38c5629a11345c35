package io.dongting.raft.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.RaftOutput;
import io.dongting.raft.ReadConsistency;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.server.VirtualServers.Node;
import io.dongting.raft.transport.AppendReq;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When a leader that relies on its lease says at once that its state is fresh, and when
 * it does not (R16, R17).
 */
class LeaseReadTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final VirtualServers servers = new VirtualServers(3);

	@Test
	void leaderThatHasAppliedAllIsAskedNothing() {
		Node leader = startedLeader();
		CompletableFuture<RaftOutput> written = written(leader);
		CompletableFuture<Long> read = leader.group().awaitReadable(ReadConsistency.LEASE, TIMEOUT);
		assertThat(read).isCompletedWithValue(written.join().index());
	}

	@Test
	void leaderThatHasNotAppliedWhatIsCommittedIsWaitedFor() {
		Node leader = startedLeader();
		leader.applyNanos = Duration.ofMillis(50).toNanos();
		CompletableFuture<RaftOutput> written = leader.group().submit(LocalCluster.command("written"));
		long before = leader.status().appliedIndex();
		this.servers.assert20s(() -> leader.status().commitIndex() == before + 1);
		CompletableFuture<Long> read = leader.group().awaitReadable(ReadConsistency.LEASE, TIMEOUT);
		assertThat(read).isNotDone();
		assertThat(written).isNotDone();
		this.servers.assert20s(read::isDone);
		assertThat(read.join()).isEqualTo(before + 1);
	}

	@Test
	void leaderWhoseLeaseIsOverIsNotBelieved() {
		Node leader = startedLeader();
		written(leader);
		this.servers.lost = (message) -> true;
		this.servers.world.advance(RaftGroupOptions.DEFAULTS.leasePromise());
		assertThat(leader.leads()).isTrue();
		assertThat(leader.group().awaitReadable(ReadConsistency.LEASE, TIMEOUT)).isNotDone();
	}

	@Test
	void leaderThatHasCommittedNothingYetIsNotBelieved() {
		Node old = startedLeader();
		written(old);
		this.servers
			.assert20s(() -> this.servers.followers().stream().allMatch((node) -> node.status().appliedIndex() == 3));
		this.servers.lost = (message) -> message instanceof AppendReq append && !append.entries().isEmpty();
		old.kill();
		Node next = this.servers.leaderElected();
		this.servers.world.advance(Duration.ofMillis(500));
		assertThat(next.leads()).isTrue();
		assertThat(next.group().awaitReadable(ReadConsistency.LEASE, TIMEOUT)).isNotDone();
		this.servers.lost = (message) -> false;
		this.servers.assert20s(() -> next.group().awaitReadable(ReadConsistency.LEASE, TIMEOUT).isDone());
	}

	@Test
	void whoOnceLedIsNotBelieved() {
		Node old = startedLeader();
		written(old);
		this.servers.followers().forEach((node) -> this.servers.cut(old, node));
		this.servers.lost = (message) -> message.envelope().fromNodeId() == old.id;
		this.servers.assert20s(() -> !old.leads() && this.servers.nodes.values().stream().anyMatch(Node::leads));
		assertThat(old.group().awaitReadable(ReadConsistency.LEASE, TIMEOUT)).isNotDone();
	}

	private Node startedLeader() {
		this.servers.startAll();
		Node leader = this.servers.leaderElected();
		this.servers.assert20s(() -> leader.status().appliedIndex() == 2);
		return leader;
	}

	private CompletableFuture<RaftOutput> written(Node leader) {
		CompletableFuture<RaftOutput> written = leader.group().submit(LocalCluster.command("written"));
		this.servers.assert20s(written::isDone);
		return written;
	}

}
