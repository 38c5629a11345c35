package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.List;

import io.dongting.simulation.Coverage;
import org.jspecify.annotations.Nullable;

/**
 * How a run went.
 *
 * @param scenario what decided it
 * @param failure what was violated, {@code null} if nothing was
 * @param lastEvents what happened before, oldest first
 * @param traceHash the same for every run of this scenario
 * @param steps how many steps it took
 * @param simulated how much time passed in it
 * @param coverage what happened in it
 */
public record RunReport(Scenario scenario, @Nullable Throwable failure, List<String> lastEvents, long traceHash,
		long steps, Duration simulated, Coverage coverage) {

	/**
	 * Return whether nothing was violated.
	 * @return whether the run is clean
	 */
	public boolean isClean() {
		return this.failure == null;
	}

	/**
	 * Describe a violation.
	 * @return what was violated, in which scenario and after which events
	 */
	public String describe() {
		return "seed " + this.scenario.seed() + " after " + this.simulated + " and " + this.steps + " steps: "
				+ this.failure + "\n" + this.scenario + String.join("\n", this.lastEvents);
	}

}
