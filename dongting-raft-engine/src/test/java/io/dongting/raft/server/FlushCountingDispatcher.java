package io.dongting.raft.server;

import java.util.Map;

import io.dongting.fiber.Clock;
import io.dongting.fiber.Dispatcher;
import io.dongting.fiber.FailureHandler;
import io.dongting.fiber.FiberGroup;

/**
 * A dispatcher that counts the rounds of its groups that end with their hooks.
 *
 * @param carrier runs the groups
 * @param flushes the counts, by the names of the groups
 */
record FlushCountingDispatcher(Dispatcher carrier, Map<String, Integer> flushes) implements Dispatcher {

	@Override
	public String name() {
		return this.carrier.name();
	}

	@Override
	public Clock clock() {
		return this.carrier.clock();
	}

	@Override
	public FiberGroup createGroup(String name) {
		return counted(this.carrier.createGroup(name));
	}

	@Override
	public FiberGroup createGroup(String name, FailureHandler failureHandler) {
		return counted(this.carrier.createGroup(name, failureHandler));
	}

	private FiberGroup counted(FiberGroup group) {
		group.onRoundEnd(() -> this.flushes.merge(group.name(), 1, Integer::sum));
		return group;
	}

	@Override
	public void close() {
		this.carrier.close();
	}

}
