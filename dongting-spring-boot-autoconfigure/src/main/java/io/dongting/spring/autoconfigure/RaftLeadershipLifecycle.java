package io.dongting.spring.autoconfigure;

import io.dongting.raft.server.RaftServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Lets other nodes lead as soon as the application begins to stop, before the web server
 * finishes its requests and the {@linkplain RaftServerLifecycle server} stops: what is
 * still asked of this node is passed on to the next leader, and nobody has to wait for an
 * election.
 */
public class RaftLeadershipLifecycle implements SmartLifecycle {

	/** The phase in which leadership moves away: nothing stops before. */
	public static final int PHASE = SmartLifecycle.DEFAULT_PHASE;

	private static final Logger logger = LoggerFactory.getLogger(RaftLeadershipLifecycle.class);

	private final RaftServer server;

	/**
	 * Create the lifecycle.
	 * @param server the server, started and stopped by others
	 */
	public RaftLeadershipLifecycle(RaftServer server) {
		this.server = server;
	}

	/** There is nothing to do: the group elects a leader by itself. */
	@Override
	public void start() {
	}

	@Override
	public void stop() {
		this.server.handOver().toCompletableFuture().join();
	}

	@Override
	public void stop(Runnable callback) {
		this.server.handOver().whenComplete((done, failure) -> {
			if (failure != null) {
				logger.warn("Leadership could not be handed over before the application stops", failure);
			}
			callback.run();
		});
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
