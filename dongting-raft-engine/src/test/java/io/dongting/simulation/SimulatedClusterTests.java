package io.dongting.simulation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import io.dongting.fiber.VirtualTime;
import io.dongting.raft.LogItem;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.RaftInput;
import io.dongting.raft.ReadConsistency;
import io.dongting.raft.StateMachine;
import io.dongting.raft.core.GroupInspection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whole servers on simulated machines: no port, no clock, no thread but this one.
 */
@ExtendWith(QuietLogs.class)
class SimulatedClusterTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final TreeMap<Integer, ListMachine> machines = new TreeMap<>();

	private final TreeMap<Long, Integer> leaders = new TreeMap<>();

	/** Commands whose callers were told that they were executed. */
	private final List<String> acknowledged = new ArrayList<>();

	private int submitted;

	private SimulatedCluster cluster;

	private SimulationTrace trace;

	@BeforeEach
	void threeNodes() {
		create(1, 3);
	}

	@Test
	void aClusterElectsALeaderAndServesOnEveryNode() {
		this.cluster.startAll();
		runUntil(() -> leader() != 0, SECOND.multipliedBy(5));
		for (int i = 0; i < 30; i++) {
			submit(1 + i % 3);
		}
		runUntil(() -> this.acknowledged.size() == 30, SECOND);
		assertThatAllNodesAgree(30);
	}

	@Test
	void aNodeAloneServes() {
		create(1, 1);
		this.cluster.startAll();
		submit(1);
		runUntil(() -> this.acknowledged.size() == 1, SECOND.multipliedBy(5));
		assertThatAllNodesAgree(1);
	}

	/** Rule R7: its own promise is waited out, and then no longer in the way. */
	@Test
	void aNodeAloneServesAgainAfterARestart() {
		create(1, 1);
		this.cluster.startAll();
		submit(1);
		runUntil(() -> this.acknowledged.size() == 1, SECOND.multipliedBy(5));
		this.cluster.node(1).crash();
		this.cluster.node(1).start();
		submit(1);
		runUntil(() -> this.acknowledged.size() == 2, SECOND);
		assertThatAllNodesAgree(2);
	}

	/** What a congested link does not take waits; the group goes on meanwhile. */
	@Test
	@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void commandsWaitWhileTheLinkToTheLeaderIsCongested() {
		create(1, 3);
		this.cluster.startAll();
		runUntil(() -> leader() != 0, SECOND.multipliedBy(5));
		int follower = 1 + leader() % 3;
		int leader = leader();
		this.cluster.network().clog(follower, leader);
		for (int i = 0; i < 1000; i++) {
			submit(follower);
		}
		this.cluster.advance(SECOND);
		assertThat(this.acknowledged).isEmpty();
		this.cluster.network().unclog(follower, leader);
		runUntil(() -> this.acknowledged.size() == 1000, SECOND);
		assertThat(this.acknowledged).as("in the order of submission")
			.isEqualTo(IntStream.rangeClosed(1, 1000).mapToObj((i) -> "c" + i).toList());
	}

	/** Rule R10: a crash costs well under a second. */
	@Test
	void aNewLeaderIsThereWithinASecondAfterACrash() {
		for (int seed = 1; seed <= 20; seed++) {
			create(seed, 3);
			this.cluster.startAll();
			runUntil(() -> leader() != 0, SECOND.multipliedBy(5));
			load(SECOND);
			int crashed = leader();
			this.cluster.node(crashed).crash();
			assertThat(this.cluster.runUntil(() -> leader() != 0 && leader() != crashed, SECOND))
				.as("a leader in a second, seed %d", seed)
				.isTrue();
			int before = this.acknowledged.size();
			submit(leader());
			runUntil(() -> this.acknowledged.size() > before, SECOND);
		}
	}

	@Test
	void aLeaderThatIsCutOffIsReplacedAndItsUncommittedCommandsVanish() {
		this.cluster.startAll();
		runUntil(() -> leader() != 0, SECOND.multipliedBy(5));
		load(SECOND);
		int old = leader();
		this.cluster.network().isolate(old);
		submit(old);
		int before = this.acknowledged.size();
		runUntil(() -> leader() != old && leader() != 0, SECOND.multipliedBy(10));
		runUntil(() -> !this.cluster.group(old, "list").isLeader(), SECOND.multipliedBy(10));
		submit(leader());
		runUntil(() -> this.acknowledged.size() == before + 1, SECOND.multipliedBy(5));
		this.cluster.network().healAll();
		assertThatAllNodesAgree(before + 1);
	}

	@Test
	void withoutAMajorityNothingIsAcknowledged() {
		this.cluster.startAll();
		runUntil(() -> leader() != 0, SECOND.multipliedBy(5));
		this.cluster.network().partition(List.of(Set.of(1), Set.of(2), Set.of(3)));
		int before = this.acknowledged.size();
		load(SECOND.multipliedBy(10));
		assertThat(this.acknowledged).hasSize(before);
		assertThat(leader()).isZero();
		this.cluster.network().healAll();
		assertThatAllNodesAgree(before);
	}

	@Test
	void nothingAcknowledgedIsLostWhenAllCrashAtOnceUnderLoad() {
		for (int seed = 1; seed <= 20; seed++) {
			create(seed, 3);
			this.cluster.startAll();
			runUntil(() -> leader() != 0, SECOND.multipliedBy(5));
			for (int round = 0; round < 5; round++) {
				load(Duration.ofMillis(700));
				this.cluster.crashAll();
				this.cluster.startAll();
			}
			assertThatAllNodesAgree(this.acknowledged.size());
			assertThat(this.acknowledged).hasSizeGreaterThan(30);
		}
	}

	@Test
	void nodesThatCrashAndComeBackOneAfterTheOtherCatchUp() {
		this.cluster.startAll();
		runUntil(() -> leader() != 0, SECOND.multipliedBy(5));
		for (int round = 0; round < 12; round++) {
			int nodeId = 1 + round % 3;
			this.cluster.node(nodeId).crash();
			load(SECOND.multipliedBy(2));
			this.cluster.node(nodeId).start();
			load(SECOND);
		}
		assertThatAllNodesAgree(this.acknowledged.size());
	}

	@Test
	void aNodeStopsInGoodOrderWithoutBlocking() {
		this.cluster.startAll();
		runUntil(() -> leader() != 0, SECOND.multipliedBy(5));
		load(SECOND);
		int stopping = leader();
		this.cluster.node(stopping).stop();
		runUntil(() -> !this.cluster.node(stopping).isRunning(), SECOND);
		runUntil(() -> leader() != 0 && leader() != stopping, SECOND);
		load(SECOND);
		this.cluster.node(stopping).start();
		assertThatAllNodesAgree(this.acknowledged.size());
	}

	@Test
	void aPausedLeaderIsReplacedAndDoesNotServeOldState() {
		this.cluster.startAll();
		runUntil(() -> leader() != 0, SECOND.multipliedBy(5));
		load(SECOND);
		int old = leader();
		this.cluster.node(old).pause();
		load(SECOND.multipliedBy(10));
		int before = this.acknowledged.size();
		CompletableFuture<Integer> read = this.cluster.group(old, "list")
			.read(ReadConsistency.LEASE, SECOND.multipliedBy(10), () -> this.machines.get(old).commands.size());
		this.cluster.node(old).resume();
		runUntil(read::isDone, SECOND.multipliedBy(5));
		assertThat(before).isGreaterThan(20);
		assertThat(read).isCompletedWithValueMatching((size) -> size >= before);
		assertThatAllNodesAgree(this.acknowledged.size());
	}

	/** Five seconds a command: neither the leader nor the other group suffers. */
	@Test
	void aSlowStateMachineNeitherDeposesItsLeaderNorStopsOtherGroups() {
		createWithSecondGroup();
		this.cluster.nodes()
			.forEach((node) -> node.applyLatency("slow", SimulatedLatency.always(SECOND.multipliedBy(5))));
		this.cluster.startAll();
		runUntil(() -> leader() != 0 && this.cluster.leader("slow") != 0, SECOND.multipliedBy(5));
		RaftGroup slow = this.cluster.group(this.cluster.leader("slow"), "slow");
		long term = slow.status().term();
		List<CompletableFuture<?>> outcomes = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			outcomes.add(slow.submit(new RaftInput(new byte[] { 1 }, SECOND.multipliedBy(100))));
			load(SECOND.multipliedBy(3));
		}
		assertThat(this.acknowledged).as("the other group").hasSizeGreaterThan(200);
		runUntil(() -> outcomes.stream().allMatch(CompletableFuture::isDone), SECOND.multipliedBy(60));
		assertThat(outcomes).noneMatch(CompletableFuture::isCompletedExceptionally);
		assertThat(slow.isLeader()).isTrue();
		assertThat(slow.status().term()).isEqualTo(term);
	}

	@Test
	void theSameSeedGivesTheSameTrace() {
		Set<Long> hashes = new LinkedHashSet<>();
		for (int run = 0; run < 2; run++) {
			create(7, 5);
			eventfulRun();
			hashes.add(this.trace.hash());
		}
		assertThat(this.trace.count()).isGreaterThan(1000);
		assertThat(hashes).hasSize(1);
	}

	@Test
	void anotherSeedGivesAnotherTrace() {
		Set<Long> hashes = new LinkedHashSet<>();
		for (int seed = 1; seed <= 2; seed++) {
			create(seed, 5);
			eventfulRun();
			hashes.add(this.trace.hash());
		}
		assertThat(hashes).hasSize(2);
	}

	private void eventfulRun() {
		this.cluster.network().faults(new NetworkFaults(0.02, 0.02, 0.05, 0.02, SECOND, 0.01, SECOND.multipliedBy(9)));
		this.cluster.startAll();
		load(SECOND.multipliedBy(4));
		this.cluster.network().partition(List.of(Set.of(1, 2), Set.of(3, 4, 5)));
		load(SECOND.multipliedBy(4));
		this.cluster.network().healAll();
		this.cluster.node(4).crash();
		load(SECOND.multipliedBy(2));
		this.cluster.node(4).start();
		load(SECOND.multipliedBy(2));
	}

	private void create(long seed, int size) {
		create(new VirtualTime(seed), size, List.of());
	}

	private void createWithSecondGroup() {
		RaftGroupOptions defaults = RaftGroupOptions.DEFAULTS;
		SimulatedGroup slow = new SimulatedGroup(new RaftGroupConfig("slow", 2, new TreeSet<>(Arrays.asList(1, 2, 3)),
				Collections.emptySortedSet(), smallSegments(defaults)), (nodeId) -> (item) -> new byte[0]);
		create(new VirtualTime(1), 3, List.of(slow));
	}

	private void create(VirtualTime world, int size, List<SimulatedGroup> others) {
		this.machines.clear();
		this.leaders.clear();
		this.acknowledged.clear();
		this.submitted = 0;
		TreeSet<Integer> members = new TreeSet<>(IntStream.rangeClosed(1, size).boxed().toList());
		RaftGroupConfig config = new RaftGroupConfig("list", 1, members, Collections.emptySortedSet(),
				smallSegments(RaftGroupOptions.DEFAULTS));
		List<SimulatedGroup> groups = new ArrayList<>(others);
		groups.add(new SimulatedGroup(config, (nodeId) -> {
			ListMachine machine = new ListMachine();
			this.machines.put(nodeId, machine);
			return machine;
		}));
		this.cluster = new SimulatedCluster(world, size, groups);
		this.trace = SimulationTrace.of(this.cluster);
		this.cluster.afterEachStep(this::assertOneLeaderATerm);
	}

	private static RaftGroupOptions smallSegments(RaftGroupOptions options) {
		return new RaftGroupOptions(options.electionTimeout(), options.leasePromise(), options.heartbeatInterval(),
				1000, 1 << 20, 1024, 500, options.windowMessages(), options.windowBytes(), options.applyBatchBytes(),
				128 * 1024, 4096);
	}

	private void assertOneLeaderATerm() {
		for (SimulatedNode node : this.cluster.nodes()) {
			GroupInspection replica = node.inspect("list");
			if (replica != null && replica.leads()) {
				assertThat(this.leaders.putIfAbsent(replica.term(), node.nodeId()))
					.as("leader of term " + replica.term())
					.isIn(null, node.nodeId());
			}
		}
	}

	private int leader() {
		return this.cluster.leader("list");
	}

	private void runUntil(BooleanSupplier condition, Duration limit) {
		assertThat(this.cluster.runUntil(condition, limit))
			.as(() -> "came to hold within " + limit + "\n" + String.join("\n", this.trace.lastEvents(40)))
			.isTrue();
	}

	/** Clients on all nodes that run. */
	private void load(Duration duration) {
		long stop = this.cluster.world().clock().nanoTime() + duration.toNanos();
		while (this.cluster.world().clock().nanoTime() < stop) {
			this.cluster.nodes()
				.stream()
				.filter((node) -> node.isRunning() && !node.isPaused())
				.forEach((node) -> submit(node.nodeId()));
			this.cluster.advance(Duration.ofMillis(50));
		}
	}

	private void submit(int nodeId) {
		String command = "c" + ++this.submitted;
		this.cluster.group(nodeId, "list")
			.submit(new RaftInput(command.getBytes(StandardCharsets.UTF_8), SECOND.multipliedBy(5)))
			.thenAccept((output) -> this.acknowledged.add(command));
	}

	/**
	 * With all faults gone and all nodes up, every node has applied the same commands in
	 * the same order, and nothing acknowledged is missing.
	 */
	private void assertThatAllNodesAgree(int atLeast) {
		this.cluster.startAll();
		runUntil(() -> leader() != 0, SECOND.multipliedBy(15));
		this.cluster.advance(SECOND.multipliedBy(6));
		List<String> commands = this.machines.get(1).commands;
		assertThat(commands).hasSizeGreaterThanOrEqualTo(atLeast)
			.doesNotHaveDuplicates()
			.containsAll(this.acknowledged);
		assertThat(this.machines.values()).allSatisfy((machine) -> assertThat(machine.commands).isEqualTo(commands));
	}

	private static final class ListMachine implements StateMachine {

		private final List<String> commands = new ArrayList<>();

		@Override
		public byte[] apply(LogItem item) {
			this.commands.add(StandardCharsets.UTF_8.decode(item.body()).toString());
			return new byte[0];
		}

	}

}
