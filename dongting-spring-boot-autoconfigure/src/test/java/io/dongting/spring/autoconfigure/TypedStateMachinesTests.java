package io.dongting.spring.autoconfigure;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import io.dongting.raft.LogItem;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.StateMachineFactory;
import io.dongting.raft.server.RaftServer;
import io.dongting.spring.autoconfigure.Machines.CounterMachine;
import io.dongting.spring.statemachine.TypedStateMachine;
import io.dongting.spring.statemachine.ValueCodecs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link TypedStateMachines} on a server that runs.
 */
class TypedStateMachinesTests {

	private final RaftGroupConfig added = new RaftGroupConfig("added", 7, new TreeSet<>(List.of(1)),
			Collections.emptySortedSet(), RaftGroupOptions.DEFAULTS);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RaftAutoConfiguration.class))
		.withBean(StateMachineFactory.class,
				() -> (group) -> TypedStateMachine.of(new CounterMachine(), ValueCodecs.builtIn()))
		.withPropertyValues("dongting.raft.storage=memory");

	@Test
	void stateMachineOfAGroupThatWasRemovedIsForgotten() {
		this.contextRunner.run((context) -> {
			RaftServer server = context.getBean(RaftServer.class);
			TypedStateMachines machines = context.getBean(TypedStateMachines.class);
			assertThat(server.addGroup(this.added)).succeedsWithin(Duration.ofSeconds(20));
			await().atMost(Duration.ofSeconds(20))
				.until(() -> !Objects.requireNonNull(machines.find("added")).announcedBy().isEmpty());
			assertThat(server.removeGroup("added")).succeedsWithin(Duration.ofSeconds(20));
			await().atMost(Duration.ofSeconds(20)).until(() -> {
				System.gc();
				return machines.find("added") == null;
			});
		});
	}

	@Test
	void stateMachineOfAGroupThatIsThereStays() {
		this.contextRunner.run((context) -> {
			TypedStateMachines machines = context.getBean(TypedStateMachines.class);
			assertThat(context.getBean(RaftServer.class).addGroup(this.added)).succeedsWithin(Duration.ofSeconds(20));
			System.gc();
			assertThat(machines.find("added")).isNotNull();
		});
	}

	/** Somebody still has the one before, and calls it. */
	@Test
	void onlyTheLastStateMachineOfAGroupWritesIntoItsData(@TempDir Path directory) {
		this.contextRunner.withPropertyValues("dongting.raft.storage=disk", "dongting.raft.data-dir=" + directory)
			.run((context) -> {
				TypedStateMachines machines = context.getBean(TypedStateMachines.class);
				TypedStateMachine former = TypedStateMachine.of(new CounterMachine(), ValueCodecs.builtIn());
				TypedStateMachine present = TypedStateMachine.of(new CounterMachine(), ValueCodecs.builtIn());
				machines.add("counter", former, Set.of());
				machines.add("counter", present, Set.of());
				Path data = Files.createDirectories(directory.resolve("groups").resolve("counter"));
				former.apply(addition());
				assertThat(data).isEmptyDirectory();
				present.apply(addition());
				assertThat(data.resolve("commands.json")).content().contains("add(int)");
			});
	}

	private static LogItem addition() {
		byte[] id = "add(int)".getBytes(StandardCharsets.US_ASCII);
		ByteBuffer body = ByteBuffer.allocate(17).put((byte) 1).putShort((short) id.length).put(id);
		body.put((byte) 1).putInt(1).put((byte) '1').flip();
		return new LogItem(1, 1, 0, body);
	}

}
