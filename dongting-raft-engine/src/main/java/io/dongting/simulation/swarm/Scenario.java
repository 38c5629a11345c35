package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Everything that decides how a run goes. Drawn from a seed, or read from a file that was
 * kept because the run it tells of once failed.
 *
 * @param seed decides what nobody else decides: latencies, what clients ask, elections
 * @param troubled for how long things go wrong
 * @param options how the cluster is set up and used
 * @param recovery who has to recover first when that is over
 * @param strikes what goes wrong, in the order of time
 */
public record Scenario(long seed, Duration troubled, SwarmOptions options, Recovery recovery, List<Strike> strikes) {

	/** Keeps what is drawn for a scenario apart from what is drawn in its run. */
	private static final long SALT = 0x5DEECE66DL;

	/**
	 * Who has to recover first.
	 */
	public enum Recovery {

		/** Everything heals, and all nodes have to recover. */
		WHOLE,

		/**
		 * A majority of the voters heals and has to recover alone, while whatever plagues
		 * the others stays or gets worse; then all have to.
		 */
		MAJORITY

	}

	public Scenario {
		strikes = List.copyOf(strikes);
	}

	/**
	 * Draw a scenario in which anything may go wrong.
	 * @param seed decides everything
	 * @param troubled for how long things go wrong
	 * @return the scenario
	 */
	public static Scenario draw(long seed, Duration troubled) {
		return draw(seed, troubled, EnumSet.allOf(FaultKind.class));
	}

	/**
	 * Draw a scenario.
	 * @param seed decides everything
	 * @param troubled for how long things go wrong
	 * @param allowed which kinds of faults there may be; whether there are is drawn
	 * @return the scenario
	 */
	public static Scenario draw(long seed, Duration troubled, Set<FaultKind> allowed) {
		SplittableRandom random = new SplittableRandom(seed ^ SALT);
		SwarmOptions options = SwarmOptions.draw(random.split());
		List<Strike> strikes = FaultPlan.draw(random.split(), options, troubled, allowed);
		Recovery recovery = (random.nextInt(3) == 0) ? Recovery.MAJORITY : Recovery.WHOLE;
		return new Scenario(seed, troubled, options, recovery, strikes);
	}

	/**
	 * Return the same scenario with other luck.
	 * @param seed decides what nobody else decides
	 * @return the new scenario
	 */
	public Scenario withSeed(long seed) {
		return new Scenario(seed, this.troubled, this.options, this.recovery, this.strikes);
	}

	/**
	 * Return the same scenario with other faults.
	 * @param strikes what goes wrong
	 * @return the new scenario
	 */
	public Scenario withStrikes(List<Strike> strikes) {
		return new Scenario(this.seed, this.troubled, this.options, this.recovery, strikes);
	}

	/**
	 * Return the same scenario over a shorter time.
	 * @param troubled for how long things go wrong
	 * @return the new scenario
	 */
	public Scenario withTroubled(Duration troubled) {
		List<Strike> before = this.strikes.stream()
			.filter((strike) -> strike.atMillis() < troubled.toMillis())
			.toList();
		return new Scenario(this.seed, troubled, this.options, this.recovery, before);
	}

	/**
	 * Return the same scenario in another cluster.
	 * @param options how it is set up and used
	 * @return the new scenario
	 */
	public Scenario withOptions(SwarmOptions options) {
		return new Scenario(this.seed, this.troubled, options, this.recovery, this.strikes);
	}

	@Override
	public String toString() {
		return ScenarioText.format(this);
	}

}
