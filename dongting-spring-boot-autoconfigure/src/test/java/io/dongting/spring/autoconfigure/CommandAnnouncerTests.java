package io.dongting.spring.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.RaftGroupListener;
import io.dongting.raft.server.RaftServer;
import io.dongting.spring.actuate.StatusGroups;
import io.dongting.spring.autoconfigure.Machines.CounterMachine;
import io.dongting.spring.statemachine.TypedStateMachine;
import io.dongting.spring.statemachine.ValueCodecs;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link CommandAnnouncer}.
 */
class CommandAnnouncerTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RaftAutoConfiguration.class))
		.withPropertyValues("dongting.raft.storage=memory");

	private final TypedStateMachine machine = TypedStateMachine.of(new CounterMachine(), ValueCodecs.builtIn());

	private final ScriptedGroup group = new ScriptedGroup(this.machine);

	@Test
	void nodeAnnouncesByItselfWhatItCanApply() {
		this.contextRunner.withUserConfiguration(CounterMachine.class).run((context) -> {
			TypedStateMachine counter = context.getBean(TypedStateMachines.class).find("counter");
			assertThat(counter).isNotNull();
			await().atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(counter.announcedBy()).containsExactly(1));
		});
	}

	/** As one does that is granted the leadership and calls a new command. */
	@Test
	void nodeAnnouncesThoughAListenerThatWasThereEarlyWaitsForIt() {
		this.contextRunner.withUserConfiguration(CounterMachine.class)
			.withBean(WaitingListener.class)
			.run((context) -> assertThat(context.getBean(WaitingListener.class).announced)
				.succeedsWithin(Duration.ofSeconds(30))
				.isEqualTo(true));
	}

	@Test
	void leaderAnnouncesWhoTheMembersAreAndThoseToBe() {
		withAnnouncer((announcer) -> {
			announcer.leadershipGained(ScriptedGroup.STATUS, 5);
			assertThat(this.group.submitted).singleElement()
				.satisfies((body) -> assertThat(new String(body, StandardCharsets.UTF_8))
					.contains("\"nodeId\":1,\"members\":[1,2,3,5]", "add(int)"));
			this.group.answer(null);
			announcer.leadershipGained(ScriptedGroup.STATUS, 6);
			assertThat(this.group.submitted).hasSize(1);
		});
	}

	@Test
	void whatChangesTheMembersIsLookedAt() {
		withAnnouncer((announcer) -> {
			announcer.configurationChanged(ScriptedGroup.STATUS);
			assertThat(this.group.submitted).hasSize(1);
		});
	}

	@Test
	void groupThatIsNotReadyIsLookedAtWhenItIs() {
		GroupStatus notReady = StatusGroups.follower("counter", Condition.STARTING, null, 2, false);
		withAnnouncer((announcer) -> {
			announcer.configurationChanged(notReady);
			assertThat(this.group.reads).isZero();
			announcer.becameReady(StatusGroups.follower("counter", Condition.RUNNING, null, 2, true));
			assertThat(this.group.reads).isOne();
		});
	}

	@Test
	void groupWithoutATypedStateMachineIsLeftAlone() {
		withAnnouncer((announcer) -> {
			announcer.becameReady(StatusGroups.leader("bytes"));
			assertThat(this.group.reads).isZero();
		});
	}

	private void withAnnouncer(Consumer<CommandAnnouncer> test) {
		StatusGroups groups = new StatusGroups();
		groups.add(this.group);
		this.contextRunner.run((context) -> {
			TypedStateMachines machines = context.getBean(TypedStateMachines.class);
			machines.add("counter", this.machine, Set.of());
			test.accept(new CommandAnnouncer(() -> groups, machines, Duration.ofSeconds(5)));
		});
	}

	/**
	 * Listens as soon as there is a server.
	 */
	static class WaitingListener implements RaftGroupListener {

		private final TypedStateMachines machines;

		private final CompletableFuture<Boolean> announced = new CompletableFuture<>();

		WaitingListener(RaftServer server, TypedStateMachines machines) {
			this.machines = machines;
			server.addListener(this);
		}

		@Override
		public void becameReady(GroupStatus status) {
			await(status);
		}

		@Override
		public void leadershipGained(GroupStatus status, long fencingToken) {
			await(status);
		}

		private void await(GroupStatus status) {
			if (this.announced.isDone()) {
				return;
			}
			try {
				Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> isAnnounced(status));
				this.announced.complete(true);
			}
			catch (ConditionTimeoutException ex) {
				this.announced.completeExceptionally(ex);
			}
		}

		private boolean isAnnounced(GroupStatus status) {
			TypedStateMachine machine = this.machines.find(status.group());
			return machine != null && !machine.announcedBy().isEmpty();
		}

	}

}
