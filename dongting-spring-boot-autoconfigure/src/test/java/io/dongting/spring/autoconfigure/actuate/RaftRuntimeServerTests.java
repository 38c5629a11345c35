package io.dongting.spring.autoconfigure.actuate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import io.dongting.raft.HostPort;
import io.dongting.raft.LogItem;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.StateMachine;
import io.dongting.raft.StateMachineFactory;
import io.dongting.spring.RaftCommand;
import io.dongting.spring.RaftGroups;
import io.dongting.spring.actuate.operation.Failure;
import io.dongting.spring.actuate.operation.OperationFailedException;
import io.dongting.spring.actuate.server.NodeDescriptor;
import io.dongting.spring.actuate.server.RuntimeServer;
import io.dongting.spring.autoconfigure.RaftAutoConfiguration;
import io.dongting.spring.statemachine.TypedStateMachine;
import io.dongting.spring.statemachine.ValueCodecs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RaftRuntimeServer} on a server that runs.
 */
class RaftRuntimeServerTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(RaftAutoConfiguration.class, RaftOperationEndpointsAutoConfiguration.class))
		.withBean("none", StateMachineFactory.class, () -> (group) -> null)
		.withBean("some", StateMachineFactory.class, () -> (group) -> group.startsWith("more") ? new Silent() : null)
		.withPropertyValues("dongting.raft.storage=memory", "dongting.raft.node-id=1",
				"dongting.raft.listen=127.0.0.1:0", "dongting.raft.nodes.1=127.0.0.1:65000",
				"dongting.raft.nodes.2=127.0.0.1:65001");

	@Test
	void aGroupIsAddedAndRemoved() {
		this.contextRunner.run((context) -> {
			RuntimeServer server = context.getBean(RuntimeServer.class);
			RaftGroups groups = context.getBean(RaftGroups.class);
			assertThat(server.addGroup("more", 7, NodeSets.of(1, 2), NodeSets.of()).join()).isEqualTo(7);
			RaftGroup group = groups.get("more");
			assertThat(group.groupId()).isEqualTo(7);
			server.removeGroup("more").join();
			assertThat(groups.find("more")).isEmpty();
		});
	}

	@Test
	void theNumberOfAGroupFollowsFromItsName() {
		this.contextRunner.run((context) -> {
			RuntimeServer server = context.getBean(RuntimeServer.class);
			int id = server.addGroup("more", null, NodeSets.of(1), NodeSets.of()).join();
			server.removeGroup("more").join();
			assertThat(id).isPositive();
			assertThat(server.addGroup("more", null, NodeSets.of(1), NodeSets.of()).join()).isEqualTo(id);
		});
	}

	@Test
	void aNodeIsAddedAndRemoved() {
		this.contextRunner.run((context) -> {
			RuntimeServer server = context.getBean(RuntimeServer.class);
			server.addNode(3, new HostPort("127.0.0.1", 65002)).join();
			assertThat(server.nodes()).extracting(NodeDescriptor::nodeId).containsExactly(1, 2, 3);
			assertThat(server.nodes()).extracting(NodeDescriptor::self).containsExactly(true, false, false);
			assertThat(server.nodes()).extracting(NodeDescriptor::configured).containsExactly(true, true, false);
			assertThat(server.nodes().get(2).address()).isEqualTo("127.0.0.1:65002");
			server.removeNode(3).join();
			assertThat(server.nodes()).extracting(NodeDescriptor::nodeId).containsExactly(1, 2);
		});
	}

	@Test
	void whatStandsAgainstAChangeIsSaidInTheWordsOfAnOperation() {
		this.contextRunner.run((context) -> {
			RuntimeServer server = context.getBean(RuntimeServer.class);
			server.addGroup("more", 7, NodeSets.of(1, 2), NodeSets.of()).join();
			assertRefused(server.addGroup("more", 8, NodeSets.of(1), NodeSets.of()), Failure.CONFLICT, "NAME_TAKEN");
			assertRefused(server.addGroup("more-2", 7, NodeSets.of(1), NodeSets.of()), Failure.CONFLICT, "ID_TAKEN");
			assertRefused(server.addGroup("more-2", 8, NodeSets.of(1, 9), NodeSets.of()), Failure.NOT_FOUND,
					"NO_SUCH_NODE");
			assertRefused(server.addGroup("other", 8, NodeSets.of(1), NodeSets.of()), Failure.CONFLICT,
					"NO_STATE_MACHINE");
			assertRefused(server.removeGroup("other"), Failure.NOT_FOUND, "NO_SUCH_GROUP");
			assertRefused(server.addNode(1, new HostPort("127.0.0.1", 65002)), Failure.CONFLICT, "OWN_NODE");
			assertRefused(server.addNode(3, new HostPort("127.0.0.1", 65001)), Failure.CONFLICT, "ADDRESS_TAKEN");
			assertRefused(server.removeNode(2), Failure.CONFLICT, "NODE_IN_USE");
			assertRefused(server.removeNode(9), Failure.NOT_FOUND, "NO_SUCH_NODE");
		});
	}

	@Test
	void aStateMachineThatDoesNotFitItsLogIsAConflictAndNothingChanges(@TempDir Path directory) throws IOException {
		Path commands = directory.resolve("groups").resolve("typed").resolve("commands.json");
		Files.createDirectories(commands.getParent());
		String gone = "{\"version\": 1, \"commands\": {\"gone()\": [{\"parameters\": []}]}}";
		Files.writeString(commands, gone);
		this.contextRunner
			.withBean("typed", StateMachineFactory.class,
					() -> (group) -> group.equals("typed") ? TypedStateMachine.of(new Bell(), ValueCodecs.builtIn())
							: null)
			.withPropertyValues("dongting.raft.storage=disk", "dongting.raft.data-dir=" + directory)
			.run((context) -> {
				RuntimeServer server = context.getBean(RuntimeServer.class);
				CompletableFuture<Integer> added = server.addGroup("typed", 7, NodeSets.of(1), NodeSets.of());
				assertRefused(added, Failure.CONFLICT, "INVALID_STATE_MACHINE");
				assertThat(added).failsWithin(Duration.ZERO)
					.withThrowableThat()
					.withMessageContaining("'gone()'")
					.withMessageContaining("bring it back");
				assertThat(context.getBean(RaftGroups.class).find("typed")).isEmpty();
				assertThat(commands).hasContent(gone);
				Files.delete(commands);
				assertThat(server.addGroup("typed", 7, NodeSets.of(1), NodeSets.of()).join()).isEqualTo(7);
			});
	}

	@Test
	void aServerThatDoesNotRunCannotBeChanged() {
		this.contextRunner.run((context) -> {
			RuntimeServer server = context.getBean(RuntimeServer.class);
			context.close();
			assertRefused(server.addGroup("more", 7, NodeSets.of(1), NodeSets.of()), Failure.UNAVAILABLE,
					"NOT_RUNNING");
		});
	}

	@Test
	void anApplicationThatIsAloneCanBeGivenGroups() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(RaftAutoConfiguration.class, RaftOperationEndpointsAutoConfiguration.class))
			.withPropertyValues("dongting.raft.storage=memory")
			.withBean(StateMachineFactory.class, () -> (group) -> new Silent())
			.run((context) -> {
				RuntimeServer server = context.getBean(RuntimeServer.class);
				assertThat(server.addGroup("more", 7, NodeSets.of(1), NodeSets.of()).join()).isEqualTo(7);
				assertRefused(server.addNode(2, new HostPort("127.0.0.1", 65001)), Failure.CONFLICT, "NO_PORT");
			});
	}

	private static void assertRefused(CompletableFuture<?> change, Failure failure, String result) {
		assertThat(change).failsWithin(Duration.ofSeconds(30))
			.withThrowableOfType(ExecutionException.class)
			.havingCause()
			.isInstanceOfSatisfying(OperationFailedException.class, (refusal) -> {
				assertThat(refusal.failure()).isEqualTo(failure);
				assertThat(refusal.result()).isEqualTo(result);
				assertThat(refusal.getReason()).isNotBlank();
			});
	}

	static class Bell {

		@RaftCommand
		public void ring() {
		}

	}

	/** Does nothing. */
	private static final class Silent implements StateMachine {

		@Override
		public byte[] apply(LogItem item) {
			return new byte[0];
		}

	}

}
