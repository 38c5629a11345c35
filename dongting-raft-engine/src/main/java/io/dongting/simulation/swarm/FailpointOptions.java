package io.dongting.simulation.swarm;

import java.util.SplittableRandom;

import io.dongting.raft.core.state.Failpoint;

/**
 * How often failpoints of the engine strike in a run.
 *
 * @param failpointRate how often, of all times that they could
 * @param onlyFailpoint the name of the one that does, empty for all
 */
public record FailpointOptions(double failpointRate, String onlyFailpoint) {

	/** None ever strikes. */
	public static final FailpointOptions NONE = new FailpointOptions(0, "");

	static FailpointOptions draw(SplittableRandom random) {
		double rate = random.nextDouble();
		Failpoint only = Failpoint.values()[random.nextInt(Failpoint.values().length)];
		return switch (random.nextInt(6)) {
			case 0, 1, 2 -> NONE;
			case 3, 4 -> new FailpointOptions(rate * 0.05, "");
			default -> new FailpointOptions(rate * 0.5, only.name());
		};
	}

	boolean concerns(Failpoint point) {
		return this.failpointRate > 0 && (this.onlyFailpoint.isEmpty() || this.onlyFailpoint.equals(point.name()));
	}

}
