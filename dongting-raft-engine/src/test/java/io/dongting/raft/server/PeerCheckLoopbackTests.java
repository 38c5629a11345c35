package io.dongting.raft.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.RaftException;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.ReadConsistency;
import io.dongting.raft.ReadRequest;
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
			submit(cluster.group(1), "before");
			try (RaftServer twin = cluster.startTwin(2)) {
				assertThat(told.await()).startsWith("Group 'list' on node ")
					.contains("two processes have the node id 2");
				for (int i = 0; i < 20; i++) {
					submit(cluster.group(1), "meanwhile");
				}
				assertThat(twin.group("list").status().lastLogIndex()).isZero();
			}
			submit(cluster.group(2), "after");
			ReadRequest read = ReadRequest.of(ReadConsistency.LINEARIZABLE, Duration.ofSeconds(20));
			cluster.group(2).awaitReadable(read).get(60, TimeUnit.SECONDS);
			assertThat(cluster.machine(2).commands()).startsWith("before", "meanwhile").endsWith("meanwhile", "after");
		}
	}

	/** A leader whose connections break may lose its office. */
	private static void submit(RaftGroup group, String command) throws Exception {
		boolean done = false;
		for (int i = 0; i < 100 && !done; i++) {
			try {
				group.submit(LocalCluster.command(command)).get(60, TimeUnit.SECONDS);
				done = true;
			}
			catch (ExecutionException ex) {
				assertThat(ex).hasCauseInstanceOf(RaftException.class);
			}
		}
		assertThat(done).as(command).isTrue();
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
