package io.dongting.spring.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.dongting.raft.NotExecutedException;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftRole;
import io.dongting.spring.RaftCommand;
import io.dongting.spring.RaftQuery;
import io.dongting.spring.RaftStateMachine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for three applications that form a cluster over loopback.
 */
class ClusterTests {

	private static final int NODES = 3;

	@TempDir
	private Path directory;

	private final List<Integer> ports = new ArrayList<>();

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	@BeforeEach
	void start() {
		this.ports.addAll(LoopbackPorts.free(NODES));
		for (int node = 1; node <= NODES; node++) {
			this.contexts.add(startNode(node));
		}
	}

	private ConfigurableApplicationContext startNode(int node) {
		List<String> arguments = new ArrayList<>(List.of("--dongting.raft.node-id=" + node,
				"--dongting.raft.data-dir=" + this.directory.resolve("node-" + node),
				"--dongting.raft.request-timeout=20s"));
		arguments.addAll(LoopbackPorts.addresses(this.ports));
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run(arguments.toArray(String[]::new));
	}

	@AfterEach
	void stop() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
	}

	@Test
	void callsWorkOnEveryNode() {
		int expected = 0;
		for (ConfigurableApplicationContext context : this.contexts) {
			Stock stock = context.getBean(Stock.class);
			expected += 10;
			assertThat(stock.add(10)).isEqualTo(expected);
			assertThat(stock.count()).isEqualTo(expected);
		}
	}

	@Test
	void exceptionOfACommandReachesTheCallerOnEveryNode() {
		for (ConfigurableApplicationContext context : this.contexts) {
			assertThatExceptionOfType(SoldOut.class).isThrownBy(() -> context.getBean(Stock.class).take(7))
				.withMessage("7 wanted, 0 left");
		}
	}

	@Test
	void acknowledgedCommandsSurviveTheLossOfTheLeaderAndItsReturn() {
		assertThat(this.contexts.get(0).getBean(Stock.class).add(5)).isEqualTo(5);
		int leader = leader();
		this.contexts.get(leader).close();
		Stock survivor = this.contexts.get((leader + 1) % NODES).getBean(Stock.class);
		await().atMost(Duration.ofSeconds(20))
			.ignoreException(NotExecutedException.class)
			.untilAsserted(() -> assertThat(survivor.count()).isEqualTo(5));
		assertThat(survivor.add(1)).isEqualTo(6);
		this.contexts.set(leader, startNode(leader + 1));
		Stock returned = this.contexts.get(leader).getBean(Stock.class);
		assertThat(returned.count()).isEqualTo(6);
	}

	@Test
	void leadershipHasMovedWhenTheWebServerBeginsToStop() {
		assertThat(this.contexts.get(0).getBean(Stock.class).add(5)).isEqualTo(5);
		int leader = leader();
		RoleAtStop seen = this.contexts.get(leader).getBean(RoleAtStop.class);
		this.contexts.get(leader).close();
		assertThat(seen.role).isEqualTo(RaftRole.FOLLOWER);
		assertThat(seen.count).isEqualTo(5);
	}

	private int leader() {
		for (int i = 0; i < NODES; i++) {
			if (this.contexts.get(i).getBean(RaftGroup.class).status().role() == RaftRole.LEADER) {
				return i;
			}
		}
		throw new AssertionError("no leader");
	}

	/**
	 * Stops when the web server finishes its requests, and sees who leads then.
	 */
	static class RoleAtStop implements SmartLifecycle {

		private final RaftGroup group;

		private final Stock stock;

		private boolean running;

		private @Nullable RaftRole role;

		private int count;

		RoleAtStop(RaftGroup group, Stock stock) {
			this.group = group;
			this.stock = stock;
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
			this.role = this.group.status().role();
			this.count = this.stock.count();
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE;
		}

	}

	interface Stock {

		@RaftCommand
		int add(int quantity);

		@RaftCommand
		int take(int quantity);

		@RaftQuery
		int count();

	}

	@RaftStateMachine(group = "stock")
	static class StockMachine implements Stock {

		private int count;

		@Override
		public int add(int quantity) {
			this.count += quantity;
			return this.count;
		}

		@Override
		public int take(int quantity) {
			if (quantity > this.count) {
				throw new SoldOut(quantity, this.count);
			}
			return add(-quantity);
		}

		@Override
		public int count() {
			return this.count;
		}

	}

	static class SoldOut extends RuntimeException {

		private final int wanted;

		private final int left;

		SoldOut(int wanted, int left) {
			super(wanted + " wanted, " + left + " left");
			this.wanted = wanted;
			this.left = left;
		}

		int missing() {
			return this.wanted - this.left;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(RaftAutoConfiguration.class)
	@Import({ StockMachine.class, RoleAtStop.class })
	static class Application {

	}

}
