package io.dongting.simulation;

import java.time.Duration;
import java.util.SplittableRandom;

import io.dongting.raft.GroupStatus.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rule R4 with crashes at every point: whatever is lost on the way, one group comes of it
 * and every first member is in.
 */
@ExtendWith(QuietLogs.class)
class BootstrapCrashTests {

	private static final SimulatedLatency UNEVEN_DISK = SimulatedLatency.DISK.withSlow(0.3, Duration.ofMillis(500));

	@Test
	void aGroupBeginsThoughItsNodesCrashOnTheWay() {
		for (int seed = 1; seed <= 200; seed++) {
			begin(seed, 2 + seed % 3);
		}
	}

	@Test
	void aFounderThatIsBeingStoppedFoundsNothing() {
		for (int millis = 190; millis < 230; millis++) {
			ListCluster cluster = new ListCluster(millis, 2);
			cluster.cluster().startAll();
			cluster.advance(Duration.ofMillis(millis));
			SimulatedNode founder = cluster.node(1);
			founder.stop();
			cluster.advance(Duration.ofSeconds(1));
			assertThat(founder.isRunning()).isFalse();
			founder.start();
			cluster.runUntil(() -> isComplete(cluster), Duration.ofSeconds(20));
		}
	}

	private static void begin(int seed, int size) {
		ListCluster cluster = new ListCluster(seed, size);
		SplittableRandom chance = new SplittableRandom(seed);
		cluster.cluster().nodes().forEach((node) -> node.diskLatency(UNEVEN_DISK));
		cluster.cluster().startAll();
		for (int crash = 0; crash < 6; crash++) {
			cluster.advance(Duration.ofMillis(chance.nextInt(chance.nextBoolean() ? 1500 : 200)));
			SimulatedNode node = cluster.node(chance.nextBoolean() ? 1 : 1 + chance.nextInt(size));
			if (chance.nextInt(3) == 0) {
				node.disk().faults().crashAfter(node.disk().operations() + 1 + chance.nextInt(20));
			}
			else if (node.isRunning()) {
				node.crash();
			}
			else {
				node.start();
			}
		}
		cluster.cluster().nodes().forEach((node) -> node.disk().faults().clear());
		cluster.cluster().nodes().forEach((node) -> node.diskLatency(SimulatedLatency.DISK));
		cluster.cluster().startAll();
		cluster.runUntil(() -> isComplete(cluster), Duration.ofSeconds(20));
	}

	private static boolean isComplete(ListCluster cluster) {
		int leader = cluster.leader();
		return leader != 0 && cluster.cluster()
			.nodes()
			.stream()
			.map((node) -> cluster.group(node.nodeId()).status())
			.allMatch((status) -> status.condition() == Condition.RUNNING && status.leaderId() == leader
					&& status.appliedIndex() > 0);
	}

}
