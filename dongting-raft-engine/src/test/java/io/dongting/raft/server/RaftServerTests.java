package io.dongting.raft.server;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.NotExecutedException;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.RaftInput;
import io.dongting.raft.RaftOutput;
import io.dongting.raft.RaftServerConfig;
import io.dongting.raft.ReadConsistency;
import io.dongting.raft.StateMachineFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(120)
class RaftServerTests {

	@TempDir
	Path directory;

	@Test
	void oneNodeInMemoryServes() throws Exception {
		LocalCluster.ListMachine machine = new LocalCluster.ListMachine();
		RaftGroupConfig group = new RaftGroupConfig("list", 1, new TreeSet<>(List.of(1)), new TreeSet<>(),
				RaftGroupOptions.DEFAULTS);
		try (RaftServer server = new RaftServer(RaftServerConfig.alone(1),
				List.of(new RaftGroupDefinition(group, machine)), RaftEnvironment.inMemory())) {
			assertThatExceptionOfType(NotExecutedException.class)
				.isThrownBy(() -> join(server.group("list").submit(LocalCluster.command("too early"))));
			server.start();
			RaftOutput output = join(server.group("list").submit(LocalCluster.command("first")));
			assertThat(new String(output.result(), StandardCharsets.UTF_8)).isEqualTo("1");
			assertThat(read(server.group("list"), machine)).containsExactly("first");
		}
	}

	@Test
	void stateMachineOfAnAddedGroupIsMadeWhereNobodyWaitsForIt() throws Exception {
		RaftGroupConfig group = new RaftGroupConfig("list", 1, new TreeSet<>(List.of(1)), new TreeSet<>(),
				RaftGroupOptions.DEFAULTS);
		AtomicReference<String> thread = new AtomicReference<>();
		StateMachineFactory factory = (name) -> {
			thread.set(Thread.currentThread().getName());
			return new LocalCluster.ListMachine();
		};
		try (RaftServer server = new RaftServer(RaftServerConfig.alone(1), List.of(), factory,
				RaftEnvironment.inMemory())) {
			server.start();
			assertThat(join(server.addGroup(group)).name()).isEqualTo("list");
			assertThat(thread.get()).startsWith("dongting-storage-");
		}
	}

	@Test
	void threeNodesServeEverywhereAndSurviveARestart() throws Exception {
		try (LocalCluster cluster = new LocalCluster(this.directory, 3)) {
			cluster.startAll();
			List<CompletableFuture<RaftOutput>> outputs = new ArrayList<>();
			for (int i = 0; i < 300; i++) {
				outputs.add(cluster.group(1 + i % 3).submit(LocalCluster.command("c" + i)));
			}
			for (CompletableFuture<RaftOutput> output : outputs) {
				join(output);
			}
			String[] expected = IntStream.range(0, 300).mapToObj((i) -> "c" + i).toArray(String[]::new);
			for (int node = 1; node <= 3; node++) {
				assertThat(read(cluster.group(node), cluster.machine(node))).containsExactlyInAnyOrder(expected);
			}
			int leader = cluster.group(1).status().leaderId();
			cluster.stop(leader);
			int other = (leader % 3) + 1;
			join(cluster.group(other).submit(LocalCluster.command("without leader")));
			cluster.start(leader);
			assertThat(read(cluster.group(leader), cluster.machine(leader))).hasSize(301)
				.containsAll(List.of(expected))
				.contains("without leader");
			for (ReadConsistency consistency : ReadConsistency.values()) {
				assertThat(join(cluster.group(other)
					.read(consistency, Duration.ofSeconds(20), () -> cluster.machine(other).commands()))).hasSize(301);
			}
		}
	}

	@Test
	void aMemberThatIsTakenForAloneWaitsAndKeepsItsData() throws Exception {
		try (LocalCluster cluster = new LocalCluster(this.directory, 3)) {
			cluster.startAll();
			join(cluster.group(1).submit(LocalCluster.command("of three")));
		}
		LocalCluster.ListMachine machine = new LocalCluster.ListMachine();
		RaftGroupConfig alone = new RaftGroupConfig("list", 1, new TreeSet<>(List.of(1)), new TreeSet<>(),
				RaftGroupOptions.DEFAULTS);
		try (RaftServer server = new RaftServer(RaftServerConfig.alone(1),
				List.of(new RaftGroupDefinition(alone, machine)),
				RaftEnvironment.onDisk(this.directory.resolve("node-1")))) {
			server.start();
			RaftInput command = new RaftInput(new byte[] { 1 }, Duration.ofSeconds(4));
			assertThatExceptionOfType(NotExecutedException.class)
				.isThrownBy(() -> join(server.group("list").submit(command)))
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(NotExecutedException.Reason.NO_LEADER));
			assertThat(server.group("list").status().members()).containsExactly(1, 2, 3);
			assertThat(server.group("list").status().condition()).isEqualTo(GroupStatus.Condition.RUNNING);
		}
	}

	@Test
	void aGroupIsAddedComesBackAndIsRemovedOnRealDisks() throws Exception {
		try (LocalCluster cluster = new LocalCluster(this.directory, 3)) {
			cluster.startAll();
			RaftGroupConfig group = new RaftGroupConfig("added", 7, new TreeSet<>(List.of(1, 2, 3)), new TreeSet<>(),
					RaftGroupOptions.DEFAULTS);
			for (int node = 1; node <= 3; node++) {
				join(cluster.server(node).addGroup(group));
			}
			join(cluster.server(1).group("added").submit(LocalCluster.command("first")));
			cluster.stop(2);
			cluster.start(2);
			RaftOutput output = join(cluster.server(2).group("added").submit(LocalCluster.command("second")));
			assertThat(new String(output.result(), StandardCharsets.UTF_8)).isEqualTo("2");
			join(cluster.server(2).removeGroup("added"));
			assertThat(cluster.server(2).groups()).extracting(RaftGroup::name).containsExactly("list");
			assertThat(this.directory.resolve("node-2/groups")).isDirectoryContaining("glob:**/added.removed-1")
				.isDirectoryNotContaining("glob:**/added");
			join(cluster.server(1).group("added").submit(LocalCluster.command("third")));
			join(cluster.group(2).submit(LocalCluster.command("the other group goes on")));
		}
	}

	private static List<String> read(RaftGroup group, LocalCluster.ListMachine machine) throws Exception {
		return join(group.read(ReadConsistency.LINEARIZABLE, Duration.ofSeconds(20), machine::commands));
	}

	private static <T> T join(CompletableFuture<T> future) throws Exception {
		try {
			return future.get(60, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			throw (Exception) ex.getCause();
		}
	}

}
