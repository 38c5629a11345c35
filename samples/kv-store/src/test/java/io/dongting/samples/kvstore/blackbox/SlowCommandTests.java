package io.dongting.samples.kvstore.blackbox;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.RaftRole;
import io.dongting.samples.kvstore.KvStore;
import io.dongting.samples.kvstore.KvStoreApplication;
import io.dongting.spring.RaftCommand;
import io.dongting.spring.RaftContext;
import io.dongting.spring.RaftGroups;
import io.dongting.spring.RaftStateMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A second group whose commands take seconds, on three nodes in this process.
 */
@Tag("long")
class SlowCommandTests {

	private static final List<String> GROUPS = List.of("kv", "slow");

	private static final Duration COMMAND = Duration.ofSeconds(5);

	@TempDir
	private Path directory;

	private final List<ConfigurableApplicationContext> nodes = new ArrayList<>();

	private final ExecutorService caller = Executors.newSingleThreadExecutor();

	@AfterEach
	void stop() {
		this.caller.shutdownNow();
		this.nodes.forEach(ConfigurableApplicationContext::close);
	}

	@Test
	void aSlowCommandCostsNeitherTheLeaderNorOtherGroups() throws Exception {
		startNodes();
		ProcessCluster.await("both groups have a leader that all nodes follow", () -> terms().size() == GROUPS.size());
		Map<String, Long> before = terms();
		ConfigurableApplicationContext node = this.nodes.get(0);
		SlowStateMachine slow = node.getBean(SlowStateMachine.class);
		KvStore store = node.getBean(KvStore.class);

		Future<Long> commands = this.caller.submit(() -> slow.work(COMMAND.toMillis()) + slow.work(COMMAND.toMillis()));
		int writes = 0;
		long slowestNanos = 0;
		while (!commands.isDone()) {
			long startedAt = System.nanoTime();
			store.put("key", "value " + writes++, RaftContext.FROM_LOG);
			slowestNanos = Math.max(slowestNanos, System.nanoTime() - startedAt);
		}
		assertThat(commands.get()).isEqualTo(2 * COMMAND.toMillis());
		assertThat(terms()).isEqualTo(before);
		assertThat(writes).isGreaterThan(10);
		System.out.println("Two commands of " + COMMAND.toMillis() + " ms: terms still " + before + ", " + writes
				+ " writes of the other group meanwhile, the slowest took " + Duration.ofNanos(slowestNanos).toMillis()
				+ " ms");
	}

	private void startNodes() {
		Map<Integer, Integer> ports = new TreeMap<>();
		ProcessCluster.NODES.forEach((node) -> ports.put(node, Ports.free()));
		for (int node : ProcessCluster.NODES) {
			List<String> arguments = new ArrayList<>(
					List.of("--spring.profiles.active=cluster", "--dongting.raft.node-id=" + node,
							"--dongting.raft.groups.slow.members=1,2,3", "--dongting.raft.request-timeout=30s",
							"--dongting.raft.data-dir=" + this.directory.resolve("node-" + node)));
			ports.forEach((id, port) -> arguments.add("--dongting.raft.nodes." + id + "=127.0.0.1:" + port));
			this.nodes.add(new SpringApplicationBuilder(KvStoreApplication.class, SlowStateMachine.class)
				.web(WebApplicationType.NONE)
				.run(arguments.toArray(String[]::new)));
		}
	}

	/**
	 * Return the term of each group that all nodes agree on.
	 */
	private Map<String, Long> terms() {
		Map<String, Long> terms = new TreeMap<>();
		for (String group : GROUPS) {
			List<GroupStatus> states = this.nodes.stream()
				.map((node) -> node.getBean(RaftGroups.class).get(group).status())
				.toList();
			boolean led = states.stream().anyMatch((state) -> state.role() == RaftRole.LEADER);
			if (led && states.stream().map((state) -> state.term() + " " + state.leaderId()).distinct().count() == 1) {
				terms.put(group, states.get(0).term());
			}
		}
		return terms;
	}

	/**
	 * Needs a long time for everything.
	 */
	@RaftStateMachine(group = "slow")
	static class SlowStateMachine {

		private final CountDownLatch never = new CountDownLatch(1);

		/**
		 * Take a long time.
		 * @param millis how long
		 * @return how long it took, as far as anybody is told
		 */
		@RaftCommand
		public long work(long millis) throws InterruptedException {
			assertThat(this.never.await(millis, TimeUnit.MILLISECONDS)).isFalse();
			return millis;
		}

	}

}
