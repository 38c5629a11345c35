package io.dongting.spring.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.StateMachineFactory;
import io.dongting.raft.server.RaftServer;
import io.dongting.spring.RaftCommand;
import io.dongting.spring.RaftStateMachine;
import io.dongting.spring.statemachine.InvalidStateMachineException;
import io.dongting.spring.statemachine.TypedStateMachine;
import io.dongting.spring.statemachine.ValueCodecs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the start of an application whose commands are not those of the version that
 * wrote the log.
 */
class ChangedCommandsTests {

	@TempDir
	private Path directory;

	private ApplicationContextRunner contextRunner;

	@BeforeEach
	void setUp() {
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(RaftAutoConfiguration.class))
			.withPropertyValues("dongting.raft.data-dir=" + this.directory);
	}

	@Test
	void commandThatWasUsedAndIsGoneKeepsTheApplicationFromStarting() {
		this.contextRunner.withUserConfiguration(First.class)
			.run((context) -> assertThat(context.getBean(Stock.class).add(3)).isEqualTo(3));
		this.contextRunner.withUserConfiguration(Without.class).run((context) -> {
			FailureAnalysis report = report(context);
			assertThat(report.getDescription()).contains("group 'stock' has held the command 'add(int)'",
					this.directory.toString());
			assertThat(report.getAction()).contains("@RaftCommand(id = \"add(int)\")");
		});
		this.contextRunner.withUserConfiguration(Grown.class)
			.run((context) -> assertThat(context.getBean(Stock.class).add(1)).isEqualTo(4));
	}

	/** The first call comes before the node has announced that it has the command now. */
	@Test
	void newCommandIsAcceptedAsSoonAsTheOnlyNodeIsStarted() {
		this.contextRunner.withUserConfiguration(First.class).run((context) -> {
			context.getBean(Stock.class).add(3);
			TypedStateMachine machine = context.getBean(TypedStateMachines.class).find("stock");
			assertThat(machine).isNotNull();
			await().atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(machine.announcedBy()).containsExactly(1));
		});
		this.contextRunner.withUserConfiguration(Grown.class).run((context) -> {
			context.getBean(ClearingStock.class).clear();
			assertThat(context.getBean(Stock.class).add(1)).isOne();
		});
	}

	@Test
	void idThatTheBeanMethodRetiresMayGo() {
		this.contextRunner.withUserConfiguration(First.class)
			.run((context) -> assertThat(context.getBean(Stock.class).add(3)).isEqualTo(3));
		this.contextRunner.withUserConfiguration(Retired.class).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void dataThatIsSetAsideTakesTheCommandsAlong() {
		this.contextRunner.withUserConfiguration(First.class).run((context) -> {
			context.getBean(Stock.class).add(3);
			assertThat(commandsOf("stock")).exists();
			assertThat(context.getBean(RaftServer.class).removeGroup("stock")).succeedsWithin(Duration.ofSeconds(20));
			assertThat(commandsOf("stock")).doesNotExist();
		});
		this.contextRunner.withUserConfiguration(Without.class).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void stateMachineOfAGroupThatWasAddedIsCheckedWhenItIsMade() throws IOException {
		Files.createDirectories(commandsOf("added").getParent());
		Files.writeString(commandsOf("added"), """
				{"version": 1, "commands": {"gone()": [{"parameters": []}]}}
				""");
		this.contextRunner.withUserConfiguration(First.class).run((context) -> {
			StateMachineFactory factory = context.getBean(RaftGroupDefinitions.class).atRuntime();
			assertThatExceptionOfType(InvalidStateMachineException.class).isThrownBy(() -> factory.create("added"))
				.withMessageContaining("group 'added' has held the command 'gone()'");
			assertThat(factory.create("another")).isNotNull();
		});
	}

	@Test
	void fileThatCannotBeReadKeepsTheApplicationFromStarting() throws IOException {
		Files.createDirectories(commandsOf("stock").getParent());
		Files.writeString(commandsOf("stock"), "{\"version\": 1}");
		this.contextRunner.withUserConfiguration(First.class).run((context) -> {
			FailureAnalysis report = report(context);
			assertThat(report.getDescription()).contains(commandsOf("stock") + ", which keeps", "cannot be read");
			assertThat(report.getAction()).contains("from a copy", "remove " + commandsOf("stock"));
		});
		assertThat(commandsOf("stock")).hasContent("{\"version\": 1}");
	}

	/** As the report says of it. */
	@Test
	void withoutTheFileTheGroupStopsUntilAVersionRunsThatCanReadItsLog() {
		this.contextRunner.withUserConfiguration(First.class)
			.run((context) -> assertThat(context.getBean(Stock.class).add(3)).isEqualTo(3));
		this.contextRunner.withUserConfiguration(Without.class).run((context) -> assertThat(context).hasFailed());
		assertThat(commandsOf("stock").toFile().delete()).isTrue();
		this.contextRunner.withUserConfiguration(Without.class).run((context) -> {
			RaftGroup group = context.getBean(RaftGroup.class);
			await().atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(group.status().condition()).isEqualTo(Condition.APPLY_FAILED));
			assertThat(group.status().detail()).contains("UNKNOWN_COMMAND", "add(int)");
		});
		this.contextRunner.withUserConfiguration(Grown.class)
			.run((context) -> assertThat(context.getBean(Stock.class).add(1)).isEqualTo(4));
		this.contextRunner.withUserConfiguration(Without.class).run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void memoryRemembersNothing() {
		this.contextRunner.withPropertyValues("dongting.raft.storage=memory")
			.withUserConfiguration(First.class)
			.run((context) -> context.getBean(Stock.class).add(3));
		assertThat(this.directory).isEmptyDirectory();
	}

	private Path commandsOf(String group) {
		return this.directory.resolve("groups").resolve(group).resolve("commands.json");
	}

	private static FailureAnalysis report(AssertableApplicationContext context) {
		assertThat(context).hasFailed();
		return FailureReports.report(context.getStartupFailure());
	}

	interface Stock {

		int add(int count);

	}

	interface ClearingStock extends Stock {

		void clear();

	}

	static class FirstMachine implements Stock {

		private int count;

		@Override
		@RaftCommand
		public int add(int count) {
			this.count += count;
			return this.count;
		}

	}

	static class GrownMachine implements ClearingStock {

		private int count;

		@Override
		@RaftCommand
		public int add(int count) {
			this.count += count;
			return this.count;
		}

		@Override
		@RaftCommand
		public void clear() {
			this.count = 0;
		}

	}

	interface Other {

		@RaftCommand
		void clear();

	}

	static class OtherMachine implements Other {

		@Override
		public void clear() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class First {

		@Bean
		@RaftStateMachine(group = "stock")
		FirstMachine stock() {
			return new FirstMachine();
		}

		@Bean
		StateMachineFactory more() {
			return (group) -> TypedStateMachine.of(new FirstMachine(), ValueCodecs.builtIn());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Grown {

		@Bean
		@RaftStateMachine(group = "stock")
		GrownMachine stock() {
			return new GrownMachine();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Without {

		@Bean
		@RaftStateMachine(group = "stock")
		OtherMachine stock() {
			return new OtherMachine();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Retired {

		@Bean
		@RaftStateMachine(group = "stock", retired = "add(int)")
		OtherMachine stock() {
			return new OtherMachine();
		}

	}

}
