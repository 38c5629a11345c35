package io.dongting.spring.autoconfigure.leader;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.dongting.raft.RaftGroup;
import io.dongting.spring.autoconfigure.LoopbackPorts;
import io.dongting.spring.autoconfigure.Machines.CounterMachine;
import io.dongting.spring.autoconfigure.RaftAutoConfiguration;
import io.dongting.spring.autoconfigure.event.RaftEventAutoConfiguration;
import io.dongting.spring.event.RaftLeadershipGainedEvent;
import io.dongting.spring.leader.RaftLeaderInitiator;
import io.dongting.spring.leader.RaftLeaderships;
import io.dongting.spring.leader.RunOnLeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for three applications over loopback, of which one at a time does some work.
 */
@Timeout(180)
class LeaderClusterTests {

	private static final int NODES = 3;

	private final WorkLog work = new WorkLog();

	/** Which node had each token, by all that was done. */
	private final Map<Long, Integer> leaders = new TreeMap<>();

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	@BeforeEach
	void start() {
		List<String> nodes = LoopbackPorts.addresses(LoopbackPorts.free(NODES));
		for (int node = 1; node <= NODES; node++) {
			List<String> arguments = new ArrayList<>(nodes);
			arguments.add("--dongting.raft.node-id=" + node);
			arguments.add("--dongting.raft.storage=memory");
			this.contexts.add(new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
				.initializers((context) -> context.getBeanFactory().registerSingleton("work", this.work))
				.run(arguments.toArray(String[]::new)));
		}
	}

	@AfterEach
	void stop() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
	}

	@Test
	void workMovesWithTheLeadershipAndItsTokensGrow() throws Exception {
		Work first = next("scheduled");
		for (String kind : List.of("scheduled", "scheduled", "event", "task")) {
			next(kind);
		}
		this.contexts.get(first.node() - 1).close();
		for (String kind : List.of("scheduled", "event", "task")) {
			Work moved = next(kind);
			while (moved.token() <= first.token() || moved.node() == first.node()) {
				moved = next(kind);
			}
		}
	}

	private Work next(String kind) throws InterruptedException {
		Work done = this.work.of(kind).poll(60, TimeUnit.SECONDS);
		assertThat(done).as(kind).isNotNull();
		this.leaders.putIfAbsent(done.token(), done.node());
		assertThat(this.leaders).as("who leads with the token of %s", done).containsEntry(done.token(), done.node());
		return done;
	}

	/**
	 * All that was done.
	 */
	static class WorkLog {

		private final Map<String, BlockingQueue<Work>> byKind = new ConcurrentHashMap<>();

		BlockingQueue<Work> of(String kind) {
			return this.byKind.computeIfAbsent(kind, (unknown) -> new LinkedBlockingQueue<>());
		}

	}

	/**
	 * What was done.
	 *
	 * @param kind by whom
	 * @param node on which node
	 * @param token with which token
	 */
	record Work(String kind, int node, long token) {

	}

	/**
	 * Works only where the group is led, in three ways.
	 */
	static class Worker {

		private final WorkLog work;

		private final RaftLeaderships leaderships;

		private final RaftGroup group;

		Worker(WorkLog work, RaftLeaderships leaderships, RaftGroup group) {
			this.work = work;
			this.leaderships = leaderships;
			this.group = group;
		}

		@Scheduled(fixedDelay = 20)
		@RunOnLeader(group = "counter")
		void scheduled() {
			this.leaderships.group("counter").fencingToken().ifPresent((token) -> did("scheduled", token));
		}

		@EventListener
		void gained(RaftLeadershipGainedEvent event) {
			did("event", event.getFencingToken());
		}

		void task(long fencingToken) {
			did("task", fencingToken);
		}

		private void did(String kind, long token) {
			this.work.of(kind).add(new Work(kind, this.group.status().nodeId(), token));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	@ImportAutoConfiguration({ RaftAutoConfiguration.class, RaftEventAutoConfiguration.class,
			RaftLeadershipAutoConfiguration.class })
	@Import({ CounterMachine.class, Worker.class })
	static class Application {

		@Bean
		RaftLeaderInitiator initiator(RaftLeaderships leaderships, Worker worker) {
			return RaftLeaderInitiator.task(leaderships, "counter", worker::task);
		}

	}

}
