package io.dongting.raft.server;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.dongting.raft.GroupStatus.Condition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real servers that are wired wrongly.
 */
@Timeout(120)
class PeerCheckLoopbackTests {

	private static final int MOST_COMMANDS = 100_000;

	/** For so many commands in a row something has to hold to be believed. */
	private static final int COMMANDS_HELD = 20;

	@Test
	void wrongWiringIsLoggedAndShownOnBothSides(@TempDir Path directory) throws Exception {
		try (LoggedError atOne = new LoggedError("Group 'list' on node 1 at 127.0.0.1:");
				LoggedError atTwo = new LoggedError("Group 'orders' on node 2 at 127.0.0.1:");
				LocalCluster cluster = new LocalCluster(directory, 2)) {
			cluster.start(1, "list");
			cluster.start(2, "orders");
			assertThat(atOne.await()).contains("on node 2 at 127.0.0.1:", "the id 1 is that of group 'orders'");
			assertThat(atTwo.await()).contains("on node 1 at 127.0.0.1:", "the id 1 is that of group 'list'");
			assertThat(cluster.server(1).nodes().get(1).problem()).isEqualTo(atOne.await());
			assertThat(cluster.server(2).nodes().get(0).problem()).isEqualTo(atTwo.await());
			assertThat(cluster.group(1).status().condition()).isEqualTo(Condition.BOOTSTRAPPING);
		}
	}

	/** They take each other's place all the time, and the group goes on. */
	@Test
	void twoProcessesWithOneNodeIdAreTold(@TempDir Path directory) throws Exception {
		try (LoggedWarning told = new LoggedWarning("in turn, both as node 2 at 127.0.0.1:");
				LocalCluster cluster = new LocalCluster(directory, 3)) {
			cluster.startAll();
			cluster.submit(1, "before");
			try (RaftServer twin = cluster.startTwin(2)) {
				assertThat(told.await()).startsWith("Group 'list' on node ")
					.contains("two processes have the node id 2");
				for (int i = 0; i < 20; i++) {
					cluster.submit(1, "meanwhile");
				}
				assertThat(twin.group("list").status().lastLogIndex()).isZero();
			}
			cluster.submit(2, "after");
			assertThat(cluster.commands(2)).startsWith("before", "meanwhile").endsWith("meanwhile", "after");
		}
	}

	/** What answers at the address is node 2, but of another cluster. */
	@Test
	void anAddressOfAnotherClusterIsToldAndMended(@TempDir Path directory) throws Exception {
		try (LoggedError told = new LoggedError("Group 'list' on node 1 at 127.0.0.1:");
				LocalCluster cluster = new LocalCluster(directory.resolve("one"), 3);
				LocalCluster other = new LocalCluster(directory.resolve("other"), 3)) {
			cluster.startAll();
			other.startAll();
			other.submit(1, "theirs");
			cluster.submit(1, "before");
			cluster.server(1).addNode(2, other.address(2)).get(60, TimeUnit.SECONDS);
			assertThat(told.await()).contains("belongs to cluster", "but on node 2 at " + other.address(2),
					"they were founded apart");
			cluster.submit(1, "meanwhile");
			cluster.submit(2, "meanwhile");
			other.submit(2, "theirs");
			mend(cluster, 1, 2);
			assertThat(cluster.commands(1)).startsWith("before", "meanwhile", "meanwhile").doesNotContain("theirs");
			assertThat(other.commands(3)).containsOnly("theirs");
		}
	}

	/** What answers at the address is another node. */
	@Test
	void anAddressOfAnotherNodeIsToldAndMended(@TempDir Path directory) throws Exception {
		try (LocalCluster cluster = new LocalCluster(directory.resolve("one"), 3);
				LocalCluster other = new LocalCluster(directory.resolve("other"), 3)) {
			cluster.startAll();
			other.startAll();
			cluster.submit(1, "before");
			cluster.server(1).addNode(2, other.address(3)).get(60, TimeUnit.SECONDS);
			submitUntil(cluster, () -> problem(cluster.server(1), 2) != null);
			assertThat(problem(cluster.server(1), 2))
				.contains("node 2 is expected at " + other.address(3) + " by node 1", "but node 3 answers there");
			mend(cluster, 1, 2);
			assertThat(cluster.commands(2)).startsWith("before").endsWith("meanwhile");
		}
	}

	/** The right address is enough, and the group has never stopped. */
	private static void mend(LocalCluster cluster, int nodeId, int other) throws Exception {
		cluster.server(nodeId).addNode(other, cluster.address(other)).get(60, TimeUnit.SECONDS);
		submitUntil(cluster, () -> problem(cluster.server(nodeId), other) == null
				&& cluster.server(nodeId).nodes().stream().allMatch((status) -> status.self() || status.linked()));
	}

	/**
	 * Time passes with every command. The link to the address of before is still there
	 * for a moment, so it has to hold for longer than that.
	 */
	private static void submitUntil(LocalCluster cluster, BooleanSupplier condition) throws Exception {
		int held = 0;
		for (int i = 0; i < MOST_COMMANDS && held < COMMANDS_HELD; i++) {
			cluster.submit(3, "meanwhile");
			held = condition.getAsBoolean() ? held + 1 : 0;
		}
		assertThat(held).isEqualTo(COMMANDS_HELD);
	}

	private static @Nullable String problem(RaftServer server, int other) {
		return server.nodes().get(other - 1).problem();
	}

	/**
	 * The first error that begins with some words; errors do not appear on the console.
	 */
	private static final class LoggedError extends Logged {

		LoggedError(String beginning) {
			super(Level.ERROR, (message) -> message.startsWith(beginning));
		}

	}

	/**
	 * The first warning that contains some words.
	 */
	private static final class LoggedWarning extends Logged {

		LoggedWarning(String part) {
			super(Level.WARN, (message) -> message.contains(part));
		}

	}

	private static class Logged extends AppenderBase<ILoggingEvent> implements AutoCloseable {

		private final Logger logger = (Logger) LoggerFactory.getLogger(PeerChecks.class);

		private final Level level;

		private final Predicate<String> awaited;

		private final CompletableFuture<String> message = new CompletableFuture<>();

		Logged(Level level, Predicate<String> awaited) {
			this.level = level;
			this.awaited = awaited;
			setContext(this.logger.getLoggerContext());
			start();
			this.logger.addAppender(this);
			this.logger.setAdditive(false);
		}

		@Override
		protected void append(ILoggingEvent event) {
			if (event.getLevel() == this.level && this.awaited.test(event.getFormattedMessage())) {
				this.message.complete(event.getFormattedMessage());
			}
		}

		String await() throws Exception {
			return this.message.get(60, TimeUnit.SECONDS);
		}

		@Override
		public void close() {
			this.logger.setAdditive(true);
			this.logger.detachAppender(this);
		}

	}

}
