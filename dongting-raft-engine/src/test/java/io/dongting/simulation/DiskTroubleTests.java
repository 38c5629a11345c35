package io.dongting.simulation;

import java.time.Duration;

import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.core.GroupInspection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Disks on which one piece of work is stuck, and disks that are replaced.
 */
@ExtendWith(QuietLogs.class)
class DiskTroubleTests {

	private static final Duration SECOND = ListCluster.SECOND;

	private final ListCluster cluster = new ListCluster(1, 3);

	@Test
	void onePieceOfWorkIsStuckAndTheOthersOvertakeIt() {
		this.cluster.startAndElect();
		this.cluster.load(SECOND);
		int follower = this.cluster.follower();
		GroupInspection replica = this.cluster.node(follower).inspect(ListCluster.GROUP);
		long durable = replica.durableIndex();
		this.cluster.node(follower).delayNextDiskWork(SECOND.multipliedBy(60));
		this.cluster.load(SECOND.dividedBy(2));
		// Neither the journal nor, when that is done without, the log's own files
		this.cluster.node(follower).delayNextDiskWork(SECOND.multipliedBy(60));
		this.cluster.load(SECOND);
		assertThat(replica.durableIndex()).as("the log waits").isEqualTo(durable);
		this.cluster.node(this.cluster.leader()).crash();
		long term = replica.term();
		this.cluster.runUntil(() -> replica.term() > term && this.cluster.leader() != 0, SECOND.multipliedBy(20));
		assertThat(replica.durableIndex()).as("the vote does not").isEqualTo(durable);
		this.cluster.node(follower).releaseDisk();
		this.cluster.runUntil(() -> replica.durableIndex() == replica.lastIndex(), SECOND);
		this.cluster.assertThatAllNodesAgree(1);
	}

	/** Trap P13: the invariants look at what it says. */
	@Test
	void aNodeWithAnEmptyDiskIsLeftOut() {
		this.cluster.startAndElect();
		this.cluster.load(SECOND);
		int follower = this.cluster.follower();
		assertThatIllegalStateException().isThrownBy(this.cluster.node(follower)::wipe).withMessageContaining("runs");
		this.cluster.node(follower).kill();
		this.cluster.node(follower).wipe();
		this.cluster.node(follower).start();
		this.cluster.load(SECOND);
		assertThat(this.cluster.group(follower).status().condition()).isEqualTo(Condition.NOT_IN_CONFIG);
		assertThat(this.cluster.commands(follower)).isEmpty();
	}

}
