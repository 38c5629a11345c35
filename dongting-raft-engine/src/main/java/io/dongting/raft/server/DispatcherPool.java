package io.dongting.raft.server;

import java.util.ArrayList;
import java.util.List;

import io.dongting.fiber.Dispatcher;

/**
 * The dispatchers of a server, started as groups need them and shared by all groups in
 * turn. Used by one thread at a time.
 */
final class DispatcherPool {

	private final RaftEnvironment environment;

	private final int nodeId;

	private final List<Dispatcher> dispatchers = new ArrayList<>();

	private int assigned;

	DispatcherPool(RaftEnvironment environment, int nodeId) {
		this.environment = environment;
		this.nodeId = nodeId;
	}

	/** Return the dispatcher that is there whatever groups there are. */
	Dispatcher first() {
		if (this.dispatchers.isEmpty()) {
			startOne();
		}
		return this.dispatchers.get(0);
	}

	/** Return the dispatcher of the next group. */
	Dispatcher next() {
		int turn = this.assigned++ % Math.max(1, this.environment.dispatcherCount());
		while (this.dispatchers.size() <= turn) {
			startOne();
		}
		return this.dispatchers.get(turn);
	}

	private void startOne() {
		this.dispatchers.add(this.environment.startDispatcher(
				"dongting-" + this.nodeId + "-" + (this.dispatchers.size() + 1), this.environment.failureHandler()));
	}

	void close() {
		this.dispatchers.forEach(Dispatcher::close);
	}

}
