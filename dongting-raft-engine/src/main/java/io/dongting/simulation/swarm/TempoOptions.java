package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * What the events of a run have to do with each other in time.
 *
 * @param lockstep whether everything that is drawn within some bounds elsewhere - how
 * long messages, disks and threads take - always takes the same time
 * @param longestLull clients ask all at once, and then nothing for so long at most; zero
 * if each asks when it likes
 */
public record TempoOptions(boolean lockstep, Duration longestLull) {

	/** Everything takes its own time. */
	public static final TempoOptions FREE = new TempoOptions(false, Duration.ZERO);

	static TempoOptions draw(SplittableRandom random) {
		boolean lockstep = random.nextInt(6) == 0;
		Duration lull = Duration.ofMillis(100 + random.nextInt(2000));
		return new TempoOptions(lockstep, (random.nextInt(3) == 0) ? lull : Duration.ZERO);
	}

	boolean hasBursts() {
		return !this.longestLull.isZero();
	}

}
