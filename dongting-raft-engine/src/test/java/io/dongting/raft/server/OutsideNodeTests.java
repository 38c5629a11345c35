package io.dongting.raft.server;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.MembershipChange;
import io.dongting.raft.NotExecutedException;
import io.dongting.raft.NotExecutedException.Reason;
import io.dongting.raft.ReadConsistency;
import io.dongting.raft.ReadRequest;
import io.dongting.raft.TransferRequest;
import io.dongting.raft.server.VirtualServers.Node;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A node that hosts a group without being part of it: nobody has to wait there for a
 * leader in vain.
 */
class OutsideNodeTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private final VirtualServers servers = new VirtualServers(4);

	/** The others begin without it. */
	private final Node outside = this.servers.nodes.get(4);

	OutsideNodeTests() {
		this.outside.start();
		this.servers.forget(4);
	}

	private void startOthers() {
		for (int id = 1; id <= 3; id++) {
			this.servers.nodes.get(id).start();
		}
		this.servers.leaderElected();
		this.servers.assert20s(() -> this.outside.status().condition() == Condition.NOT_IN_CONFIG);
	}

	private void assertLeftOut(CompletableFuture<?> call) {
		this.servers.world.advance(Duration.ofMillis(100));
		assertThat(call).isDone();
		assertThatExceptionOfType(Exception.class).isThrownBy(call::join)
			.havingCause()
			.isInstanceOfSatisfying(NotExecutedException.class, (refusal) -> {
				assertThat(refusal.reason()).isEqualTo(Reason.NOT_IN_CONFIG);
				assertThat(refusal).hasMessageContaining("Node 4 is not part of the group")
					.hasMessageContaining("its members are [1, 2, 3]");
			});
	}

	@Test
	void whatNeedsTheLeaderIsRefusedAtOnce() {
		startOthers();
		this.servers.world.advance(Duration.ofSeconds(5));
		assertLeftOut(this.outside.group().submit(LocalCluster.command("a")));
		for (ReadConsistency consistency : List.of(ReadConsistency.LINEARIZABLE, ReadConsistency.LEASE)) {
			assertLeftOut(this.outside.group().read(ReadRequest.of(consistency, LONG), () -> "read"));
		}
		assertLeftOut(
				this.outside.group().changeMembership(new MembershipChange(new TreeSet<>(List.of(1, 2)), null, LONG)));
		assertLeftOut(this.outside.group().transferLeadership(TransferRequest.toBestFollower(LONG)));
		assertThat(this.outside.status().pending().tasks()).isZero();
	}

	/** Before anything is known of others the group may still be founded. */
	@Test
	void whoWaitsForTheGroupToBeginGoesOnWaiting() {
		CompletableFuture<?> waiting = this.outside.group().submit(LocalCluster.command("a"));
		this.servers.world.advance(Duration.ofSeconds(5));
		assertThat(waiting).isNotDone();
		startOthers();
		this.servers.world.advance(Duration.ofSeconds(3));
		assertLeftOut(waiting);
	}

}
