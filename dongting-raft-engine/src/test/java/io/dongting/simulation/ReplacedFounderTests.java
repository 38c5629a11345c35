package io.dongting.simulation;

import java.time.Duration;

import io.dongting.raft.transport.AppendReq;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The disk of the founder is replaced while one of the first members has no entry yet.
 */
@ExtendWith(QuietLogs.class)
class ReplacedFounderTests {

	private static final Duration SECOND = ListCluster.SECOND;

	private final ListCluster cluster = new ListCluster(1, 3);

	/**
	 * What it agreed to before still holds: the others go on without the founder (R4).
	 */
	@Test
	void anEmptyMemberIsNotTakenFromAGroupThatHasBegun() {
		this.cluster.network().filter((from, to, message) -> !(message instanceof AppendReq) || to != 3);
		this.cluster.startAndElect();
		this.cluster.submit(2);
		this.cluster.runUntil(() -> this.cluster.acknowledged().size() == 1, SECOND.multipliedBy(5));
		this.cluster.node(1).kill();
		this.cluster.node(1).wipe();
		this.cluster.node(1).start();
		this.cluster.advance(SECOND.multipliedBy(2));
		this.cluster.network().filter((from, to, message) -> true);
		this.cluster.runUntil(() -> this.cluster.commands(3).size() == 1, SECOND.multipliedBy(20));
		assertThat(this.cluster.leader()).isIn(2, 3);
	}

}
