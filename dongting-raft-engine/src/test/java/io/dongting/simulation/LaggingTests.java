package io.dongting.simulation;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whether a node says that what it shows is old: by more than ten election timeouts of
 * 1.5 s.
 */
@ExtendWith(QuietLogs.class)
class LaggingTests {

	private static final Duration SECOND = ListCluster.SECOND;

	private final ListCluster cluster = new ListCluster(3, 3);

	@Test
	void nobodyLagsWhereNothingIsAskedFor() {
		this.cluster.startAndElect();
		this.cluster.advance(SECOND.multipliedBy(60));
		assertThatLags(0);
	}

	@Test
	void aFollowerThatHearsNoLeaderLagsAndNobodyElse() {
		this.cluster.startAndElect();
		int alone = this.cluster.follower();
		this.cluster.network().isolate(alone);
		this.cluster.advance(SECOND.multipliedBy(14));
		assertThatLags(0);
		this.cluster.advance(SECOND.multipliedBy(2));
		assertThatLags(alone);
		this.cluster.network().healAll();
		this.cluster.advance(SECOND.multipliedBy(2));
		assertThatLags(0);
	}

	/** A command that takes as long as an election, once, is no reason. */
	@Test
	void aFollowerThatAppliesTooSlowlyLags() {
		this.cluster.startAndElect();
		this.cluster.load(SECOND);
		int slow = this.cluster.follower();
		this.cluster.node(slow).applyLatency(ListCluster.GROUP, SimulatedLatency.always(SECOND.multipliedBy(5)));
		this.cluster.submit(this.cluster.leader());
		this.cluster.advance(SECOND.multipliedBy(20));
		assertThatLags(0);
		this.cluster.node(slow).applyLatency(ListCluster.GROUP, SimulatedLatency.always(SECOND.multipliedBy(20)));
		this.cluster.submit(this.cluster.leader());
		this.cluster.advance(SECOND.multipliedBy(18));
		assertThatLags(slow);
		this.cluster.node(slow).applyLatency(ListCluster.GROUP, SimulatedLatency.THREAD);
		this.cluster.advance(SECOND.multipliedBy(5));
		assertThatLags(0);
	}

	@Test
	void aLeaderDoesNotLag() {
		this.cluster.startAndElect();
		int leader = this.cluster.leader();
		this.cluster.node(leader).applyLatency(ListCluster.GROUP, SimulatedLatency.always(SECOND.multipliedBy(40)));
		this.cluster.submit(leader);
		this.cluster.advance(SECOND.multipliedBy(30));
		assertThat(this.cluster.leader()).isEqualTo(leader);
		assertThatLags(0);
	}

	private void assertThatLags(int lagging) {
		assertThat(this.cluster.cluster().nodes())
			.allSatisfy((node) -> assertThat(this.cluster.group(node.nodeId()).status().lagging())
				.as("node %d lags", node.nodeId())
				.isEqualTo(node.nodeId() == lagging));
	}

}
