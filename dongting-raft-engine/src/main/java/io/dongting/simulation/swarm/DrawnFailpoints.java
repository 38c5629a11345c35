package io.dongting.simulation.swarm;

import java.util.SplittableRandom;

import io.dongting.raft.core.state.Failpoint;
import io.dongting.raft.core.state.Failpoints;
import io.dongting.simulation.Coverage;

/**
 * Lets each failpoint strike at random, until it is told to be quiet.
 */
final class DrawnFailpoints implements Failpoints {

	private final SplittableRandom random;

	private final Coverage coverage;

	private FailpointOptions options;

	DrawnFailpoints(SplittableRandom random, FailpointOptions options, Coverage coverage) {
		this.random = random;
		this.options = options;
		this.coverage = coverage;
	}

	@Override
	public boolean strikes(Failpoint point) {
		boolean struck = this.options.concerns(point) && this.random.nextDouble() < this.options.failpointRate();
		if (struck) {
			this.coverage.add(point.name(), 1);
		}
		return struck;
	}

	void disable() {
		this.options = FailpointOptions.NONE;
	}

}
