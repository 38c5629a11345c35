package io.dongting.samples.kvstore.blackbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.dongting.simulation.history.Action;
import io.dongting.simulation.history.Ending;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Disks become full while clients write, and have space again. Each node has a
 * {@linkplain SmallDisk small disk} of its own, which takes Linux.
 */
@Tag("long")
class FullDiskTests {

	private static final List<String> SMALL_LOG = List.of("--dongting.raft.groups.kv.segment-bytes=1MB",
			"--dongting.raft.groups.kv.max-entry-bytes=64KB");

	/** Nobody looks how much is left; that a disk is full is seen when it is. */
	private static final List<String> UNWATCHED = List.of("--dongting.raft.disk-space.low-bytes=0",
			"--dongting.raft.disk-space.minimum-bytes=0");

	private static final long LOW_BYTES = 16 * 1024 * 1024;

	private static final long MINIMUM_BYTES = 8 * 1024 * 1024;

	private static final List<String> WATCHED = List.of("--dongting.raft.disk-space.low-bytes=" + LOW_BYTES + "B",
			"--dongting.raft.disk-space.minimum-bytes=" + MINIMUM_BYTES + "B");

	private static final int LARGE = 16 * 1024;

	private static final int ROUNDS = 3;

	/** Far more than is refused by chance, while leadership moves. */
	private static final int REFUSED_IN_A_ROW = 300;

	private static final int MOST_LARGE_WRITES = 10_000;

	private ProcessCluster cluster;

	private Workload workload;

	private final Map<Integer, SmallDisk> disks = new TreeMap<>();

	/** What was acknowledged of the large values, by key. */
	private final Map<String, String> acknowledged = new TreeMap<>();

	@BeforeEach
	void createCluster(TestInfo test) {
		this.cluster = new ProcessCluster(test.getTestMethod().orElseThrow().getName(),
				SmallDisk.mounted(KvProcess.SAMPLE));
		this.workload = new Workload(this.cluster.nodes());
	}

	@AfterEach
	void closeCluster() {
		this.workload.close();
		this.cluster.close();
	}

	private void start(List<String> watermarks) {
		List<String> arguments = new ArrayList<>(SMALL_LOG);
		arguments.addAll(watermarks);
		for (int node : ProcessCluster.NODES) {
			KvProcess process = this.cluster.start(node, arguments.toArray(String[]::new));
			this.disks.put(node, new SmallDisk(process, this.cluster.dataDirectory(node)));
		}
		ProcessCluster.NODES.forEach(this.cluster::awaitReady);
		this.workload.start();
	}

	/**
	 * The room that the logs have reserved is still used, on one node after the other;
	 * then everything is refused.
	 */
	@Test
	void onDisksThatAreFullWritesAreRefusedAndReadsGoOn() throws Exception {
		start(UNWATCHED);
		Figures resumed = new Figures();
		for (int round = 1; round <= ROUNDS; round++) {
			writeLarge(round, 20);
			this.workload.awaitAcknowledged(200);
			for (SmallDisk disk : this.disks.values()) {
				disk.fill();
			}
			writeLargeUntilRefused(round);
			this.workload.awaitRefused(REFUSED_IN_A_ROW);
			checkWhileRefused();
			resumed.add(freeAll());
		}
		stopAndCheck("All disks full " + ROUNDS + " times", resumed);
	}

	@Test
	void beforeDisksAreFullTheNodesSayThatTheyAreLowAndThenRefuseWrites() throws Exception {
		start(WATCHED);
		writeLarge(0, 20);
		int first = this.cluster.awaitLeader();
		disk(first).fillUpTo((LOW_BYTES + MINIMUM_BYTES) / 2);
		ProcessCluster.await("the leader has made room for another", () -> this.cluster.awaitLeader() != first);
		assertThat(this.cluster.node(first).health()).isEqualTo("UP DISK_LOW");
		this.workload.awaitAcknowledged(500);
		for (SmallDisk disk : this.disks.values()) {
			disk.fillUpTo(MINIMUM_BYTES / 2);
		}
		awaitHealth("OUT_OF_SERVICE DISK_LOW");
		this.workload.awaitRefused(REFUSED_IN_A_ROW);
		for (KvNode node : this.cluster.nodes()) {
			assertThat(node.state().orElseThrow().diskSpace()).isEqualTo("EXHAUSTED");
			assertThat(node.isReady()).isFalse();
		}
		checkWhileRefused();
		Figures resumed = new Figures();
		resumed.add(freeAll());
		awaitHealth("UP");
		stopAndCheck("All disks below both watermarks", resumed);
	}

	private SmallDisk disk(int node) {
		SmallDisk disk = this.disks.get(node);
		assertThat(disk).isNotNull();
		return disk;
	}

	private void awaitHealth(String health) {
		ProcessCluster.await("the health of all nodes is " + health,
				() -> this.cluster.nodes().stream().allMatch((node) -> node.health().equals(health)));
	}

	/** Nobody tells the nodes. */
	private Duration freeAll() throws Exception {
		long freedNanos = System.nanoTime();
		for (SmallDisk disk : this.disks.values()) {
			disk.free();
		}
		Duration took = Probe.awaitAccepted(this.cluster.nodes(), freedNanos);
		this.workload.awaitAcknowledged(500);
		return took;
	}

	private void writeLarge(int round, int count) throws InterruptedException {
		int written = 0;
		for (int number = 0; written < count; number++) {
			assertThat(number).as("large writes until " + count + " are acknowledged").isLessThan(MOST_LARGE_WRITES);
			if (writeLarge("large-" + round + "-" + number) instanceof Ending.Written) {
				written++;
			}
		}
	}

	private Ending writeLarge(String key) throws InterruptedException {
		String value = key + "-".repeat(LARGE);
		Ending ending = this.cluster.node(1).execute(key, new Action.Put(value), "");
		if (ending instanceof Ending.Written) {
			this.acknowledged.put(key, value);
		}
		return ending;
	}

	private void writeLargeUntilRefused(int round) throws InterruptedException {
		Ending ending = new Ending.Written();
		for (int number = 0; !(ending instanceof Ending.NotExecuted); number++) {
			assertThat(number).as("large writes until one is refused").isLessThan(MOST_LARGE_WRITES);
			ending = writeLarge("more-" + round + "-" + number);
		}
	}

	private void checkWhileRefused() throws InterruptedException {
		for (KvNode node : this.cluster.nodes()) {
			assertThat(node.execute("refused", new Action.Put("x".repeat(LARGE)), ""))
				.isEqualTo(new Ending.NotExecuted());
			assertThat(node.execute("refused", new Action.Get(), "linearizable")).isEqualTo(new Ending.Read(null));
		}
		checkLargeValues();
		this.workload.awaitReads(1000);
	}

	private void checkLargeValues() throws InterruptedException {
		for (KvNode node : this.cluster.nodes()) {
			for (Map.Entry<String, String> large : this.acknowledged.entrySet()) {
				assertThat(node.execute(large.getKey(), new Action.Get(), "linearizable"))
					.isEqualTo(new Ending.Read(large.getValue()));
			}
		}
	}

	private void stopAndCheck(String what, Figures resumed) throws Exception {
		this.workload.stop();
		checkLargeValues();
		System.out.println(what + ": writes accepted again after there was space in " + resumed + "; "
				+ this.acknowledged.size() + " large values and " + this.workload.readAllAndCheck());
	}

}
