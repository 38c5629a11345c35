package io.dongting.spring.autoconfigure.event;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.RaftServerConfig;
import io.dongting.raft.server.RaftEnvironment;
import io.dongting.raft.server.RaftServer;
import io.dongting.spring.actuate.StatusGroups;
import io.dongting.spring.autoconfigure.Machines.CounterApplication;
import io.dongting.spring.autoconfigure.RaftAutoConfiguration;
import io.dongting.spring.event.RaftConfigurationChangedEvent;
import io.dongting.spring.event.RaftGroupEvent;
import io.dongting.spring.event.RaftGroupReadyEvent;
import io.dongting.spring.event.RaftGroupUnreadyEvent;
import io.dongting.spring.event.RaftLeadershipGainedEvent;
import io.dongting.spring.event.RaftLeadershipLostEvent;
import io.dongting.spring.event.RaftStorageFailedEvent;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the events of Raft groups.
 */
class RaftEventAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RaftAutoConfiguration.class, RaftEventAutoConfiguration.class))
		.withPropertyValues("dongting.raft.storage=memory")
		.withUserConfiguration(CounterApplication.class);

	@Test
	void eventsAreHeardFromTheFirstElectionToTheEndOfTheApplication() {
		Events events = new Events();
		this.contextRunner.withBean(Events.class, () -> events).run((context) -> {
			RaftGroupEvent ready = events.next();
			assertThat(ready).isInstanceOf(RaftGroupReadyEvent.class);
			assertThat(ready.getGroup()).isEqualTo("counter");
			assertThat(ready.getNodeId()).isOne();
			assertThat(ready.getStatus().ready()).isTrue();
			assertThat(ready.getSource()).isSameAs(context.getBean(RaftServer.class));
			assertThat(events.next()).isInstanceOfSatisfying(RaftLeadershipGainedEvent.class,
					(gained) -> assertThat(gained.getFencingToken()).isEqualTo(gained.getTerm())
						.isEqualTo(gained.getStatus().fencingToken())
						.isPositive());
		});
		assertThat(events.next()).isInstanceOfSatisfying(RaftLeadershipLostEvent.class,
				(lost) -> assertThat(lost.getFencingToken()).isPositive());
		assertThat(events.next()).isInstanceOfSatisfying(RaftGroupUnreadyEvent.class,
				(unready) -> assertThat(unready.getStatus().condition()).isEqualTo(Condition.STOPPED));
		assertThat(events.queue).isEmpty();
	}

	@Test
	void conditionsSeeGroupAndToken() {
		this.contextRunner.withBean(Conditional.class).run((context) -> {
			Conditional conditional = context.getBean(Conditional.class);
			assertThat(conditional.heard.poll(60, TimeUnit.SECONDS)).isEqualTo("counter");
			assertThat(conditional.others).isEmpty();
		});
	}

	/** What a node that is alone does not meet with. */
	@Test
	void allThatIsToldIsPublished() {
		List<Object> published = new ArrayList<>();
		GroupStatus status = StatusGroups.leader("orders");
		try (RaftServer server = new RaftServer(RaftServerConfig.alone(1), List.of(), RaftEnvironment.inMemory())) {
			RaftEventPublisher publisher = new RaftEventPublisher(server, published::add);
			publisher.configurationChanged(status);
			publisher.storageFailed(status);
		}
		assertThat(published).hasExactlyElementsOfTypes(RaftConfigurationChangedEvent.class,
				RaftStorageFailedEvent.class);
		assertThat(published).allSatisfy((event) -> assertThat(event).asString().contains("orders"));
	}

	@Test
	void nothingIsPublishedWhereThereIsNoServer() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(RaftEventAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(RaftEventPublisher.class));
	}

	/**
	 * Collects all events.
	 */
	static class Events {

		private final BlockingQueue<RaftGroupEvent> queue = new LinkedBlockingQueue<>();

		@EventListener
		void on(RaftGroupEvent event) {
			this.queue.add(event);
		}

		RaftGroupEvent next() {
			try {
				RaftGroupEvent event = this.queue.poll(60, TimeUnit.SECONDS);
				assertThat(event).isNotNull();
				return event;
			}
			catch (InterruptedException ex) {
				throw new AssertionError(ex);
			}
		}

	}

	/**
	 * Wants to hear of some events only.
	 */
	static class Conditional {

		private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

		private final BlockingQueue<String> others = new LinkedBlockingQueue<>();

		@EventListener(condition = "#event.group == 'orders'")
		void other(RaftLeadershipGainedEvent event) {
			this.others.add(event.getGroup());
		}

		@EventListener(condition = "#event.group == 'counter' and #event.fencingToken > 0 and #event.nodeId == 1")
		void on(RaftLeadershipGainedEvent event) {
			this.heard.add(event.getGroup());
		}

	}

}
