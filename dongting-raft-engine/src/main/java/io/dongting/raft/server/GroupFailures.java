package io.dongting.raft.server;

import io.dongting.fiber.FailureHandler;
import io.dongting.fiber.FiberGroup;
import io.dongting.raft.core.state.Health;
import org.jspecify.annotations.Nullable;

/**
 * What escapes from the code of a group. An error means that what the group believes may
 * be wrong, so that it must not go on; an exception ends only the piece of work it
 * escaped from.
 */
final class GroupFailures implements FailureHandler {

	private final FailureHandler others;

	private volatile @Nullable Health health;

	GroupFailures(FailureHandler others) {
		this.others = others;
	}

	void reportTo(Health health) {
		this.health = health;
	}

	@Override
	public void onFailure(FiberGroup group, String source, Throwable failure) {
		Health reported = this.health;
		if (failure instanceof Error && reported != null) {
			reported.invariantViolated(failure);
		}
		else {
			this.others.onFailure(group, source, failure);
		}
	}

}
