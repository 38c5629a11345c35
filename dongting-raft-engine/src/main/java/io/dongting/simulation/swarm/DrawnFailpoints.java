package io.dongting.simulation.swarm;

import java.util.SplittableRandom;

import io.dongting.raft.core.state.Failpoint;
import io.dongting.raft.core.state.Failpoints;
import io.dongting.simulation.Coverage;
import org.jspecify.annotations.Nullable;

/**
 * Lets each failpoint strike at random, until it is told to be quiet.
 */
final class DrawnFailpoints implements Failpoints {

	private final SplittableRandom random;

	private final Coverage coverage;

	private FailpointOptions options;

	/** Strikes the next time that it could. */
	private @Nullable Failpoint certain;

	DrawnFailpoints(SplittableRandom random, FailpointOptions options, Coverage coverage) {
		this.random = random;
		this.options = options;
		this.coverage = coverage;
	}

	@Override
	public boolean strikes(Failpoint point) {
		boolean struck = this.certain == point
				|| (this.options.concerns(point) && this.random.nextDouble() < this.options.failpointRate());
		if (struck) {
			this.coverage.add(point.name(), 1);
			this.certain = (this.certain == point) ? null : this.certain;
		}
		return struck;
	}

	/** Let a failpoint strike the next time that it could, however rare it is. */
	void strikeNext(Failpoint point) {
		this.certain = point;
	}

	void disable() {
		this.certain = null;
		this.options = FailpointOptions.NONE;
	}

}
