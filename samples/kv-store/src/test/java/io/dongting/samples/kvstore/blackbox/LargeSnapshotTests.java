package io.dongting.samples.kvstore.blackbox;

import java.time.Duration;
import java.util.List;

import io.dongting.samples.largestate.LargeStateApplication;
import io.dongting.simulation.history.Action;
import io.dongting.simulation.history.Ending;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A state of two gigabytes goes to a node that has missed the log, while the others
 * serve. No node has more than 256 MiB of heap, and one for which that is not enough
 * ends.
 */
@Tag("long")
class LargeSnapshotTests {

	/** Less than the two gigabytes to try something out. */
	private static final long STATE_MEBIBYTES = Long.getLong("large-state.mebibytes", 2048);

	private static final List<String> PROGRAM = List.of(KvProcess.JAVA, "-Xmx256m", "-XX:+ExitOnOutOfMemoryError",
			"-Dlarge-state.mebibytes=" + STATE_MEBIBYTES, "-cp",
			System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
			LargeStateApplication.class.getName());

	private static final String[] ARGUMENTS = { "--dongting.raft.groups.kv.segment-bytes=1MB",
			"--dongting.raft.groups.kv.max-entry-bytes=64KB", "--dongting.raft.groups.kv.snapshots.kept=1",
			"--dongting.raft.groups.kv.snapshots.log-entries-kept=0" };

	private static final int ROUNDS = 3;

	private static final int SECONDS_BEFORE = 20;

	/** Together more than the log keeps in one file. */
	private static final int MISSED_WRITES = 400;

	private static final int MISSED_BYTES = 10_000;

	@Test
	void aStateOfTwoGigabytesIsInstalledWhileTheGroupServes() throws Exception {
		try (ProcessCluster cluster = new ProcessCluster("large-snapshot", PROGRAM)) {
			ProcessCluster.NODES.forEach((node) -> cluster.start(node, ARGUMENTS));
			ProcessCluster.NODES.forEach(cluster::awaitReady);
			for (int round = 1; round <= ROUNDS; round++) {
				int leader = cluster.awaitLeader();
				int behind = ProcessCluster.NODES.stream().filter((node) -> node != leader).findFirst().orElseThrow();
				cluster.kill(behind);
				String value = missedWrites(cluster.node(leader), round);
				long savedIndex = saveAndLetGo(cluster, behind);
				String before = measureBefore(cluster.node(leader));
				String meanwhile = install(cluster, leader, behind, savedIndex);
				System.out.println(
						"Round " + round + ": before, " + before + "; while the state was installed, " + meanwhile);
				assertThat(cluster.node(behind).execute("missed", new Action.Get(), "stale"))
					.isEqualTo(new Ending.Read(value));
			}
		}
	}

	private static String missedWrites(KvNode leader, int round) throws InterruptedException {
		String value = "";
		for (int number = 0; number < MISSED_WRITES; number++) {
			value = round + "-" + number + "-".repeat(MISSED_BYTES);
			assertThat(leader.execute("missed", new Action.Put(value), "")).isInstanceOf(Ending.Written.class);
		}
		return value;
	}

	/** Whoever leads later has saved its state, and let go of the log before. */
	private static long saveAndLetGo(ProcessCluster cluster, int behind) throws Exception {
		long savedIndex = Long.MAX_VALUE;
		for (int node : ProcessCluster.NODES) {
			if (node != behind) {
				KvNode.Answer saved = cluster.node(node).operate("POST", "/raftsnapshot/kv", """
						{ "timeout": "150s" }""");
				assertThat(saved.result()).as(saved.toString()).isEqualTo("SAVED");
				long index = saved.number("index");
				assertThat(cluster.node(node).operate("DELETE", "/raftsnapshot/kv?beforeIndex=" + index, "").result())
					.isEqualTo("MARKED");
				savedIndex = Math.min(savedIndex, index);
			}
		}
		return savedIndex;
	}

	private static String measureBefore(KvNode leader) {
		try (LatencyMeter meter = new LatencyMeter(leader)) {
			ProcessCluster.await("the time before is measured", () -> meter.seconds() >= SECONDS_BEFORE);
			return meter.figures();
		}
	}

	private static String install(ProcessCluster cluster, int leader, int behind, long savedIndex) {
		cluster.start(behind, ARGUMENTS);
		cluster.awaitUp(behind);
		long startNanos = System.nanoTime();
		try (LatencyMeter meter = new LatencyMeter(cluster.node(leader))) {
			cluster.awaitReady(behind);
			Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
			long installedIndex = cluster.node(behind).state().orElseThrow().snapshot().index();
			assertThat(installedIndex).isGreaterThanOrEqualTo(savedIndex);
			assertThat(cluster.log(behind)).contains("receives a snapshot of entry " + installedIndex + ",");
			ProcessCluster.await("the group serves", () -> meter.acknowledged() > 0);
			return meter.figures() + ", for " + took.toMillis() + " ms";
		}
	}

}
