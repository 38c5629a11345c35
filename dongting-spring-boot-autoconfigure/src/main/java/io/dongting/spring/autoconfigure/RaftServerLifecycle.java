package io.dongting.spring.autoconfigure;

import io.dongting.raft.RaftServerConfig;
import io.dongting.raft.server.RaftServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Starts and stops the server with the application: before and after everything that
 * proposes, such as the web server, listeners of messages and scheduled tasks.
 *
 * <p>
 * Starting does not wait for an election. The application can come up while the other
 * nodes are still down; until then its calls wait for their timeout, and the health says
 * why.
 */
public class RaftServerLifecycle implements SmartLifecycle {

	/**
	 * The phase in which the server starts and stops. Task executors and schedulers have
	 * {@code MAX_VALUE / 2}, web servers and containers of listeners are above.
	 */
	public static final int PHASE = Integer.MAX_VALUE / 2 - 1024;

	private static final Logger logger = LoggerFactory.getLogger(RaftServerLifecycle.class);

	private final RaftServer server;

	private final RaftServerConfig config;

	private final RaftGroupDefinitions groups;

	/**
	 * Create the lifecycle.
	 * @param server the server
	 * @param config its configuration
	 * @param groups what it hosts
	 */
	public RaftServerLifecycle(RaftServer server, RaftServerConfig config, RaftGroupDefinitions groups) {
		this.server = server;
		this.config = config;
		this.groups = groups;
	}

	@Override
	public void start() {
		if (this.groups.isEmpty() && this.config.listen() == null) {
			logger.info("There is neither a Raft group nor another node, so the Raft server is not started. "
					+ "Annotate a bean with @RaftStateMachine to have a group.");
			return;
		}
		this.server.start();
	}

	@Override
	public void stop() {
		this.server.close();
	}

	@Override
	public boolean isRunning() {
		return this.server.isRunning();
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
