package io.dongting.raft.server;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.dongting.raft.GroupStatus.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two real servers that give one number to two groups.
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

	/**
	 * The first error that begins with some words; errors do not appear on the console.
	 */
	private static final class LoggedError extends AppenderBase<ILoggingEvent> implements AutoCloseable {

		private final Logger logger = (Logger) LoggerFactory.getLogger(PeerChecks.class);

		private final String beginning;

		private final CompletableFuture<String> message = new CompletableFuture<>();

		LoggedError(String beginning) {
			this.beginning = beginning;
			setContext(this.logger.getLoggerContext());
			start();
			this.logger.addAppender(this);
			this.logger.setAdditive(false);
		}

		@Override
		protected void append(ILoggingEvent event) {
			if (event.getLevel() == Level.ERROR && event.getFormattedMessage().startsWith(this.beginning)) {
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
