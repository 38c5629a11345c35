package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import io.dongting.simulation.QuietLogs;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clocks that stop break leases, which is documented: so the history of the clients must
 * show it, or it would not show anything (trap P29).
 */
@ExtendWith(QuietLogs.class)
class PlantedFaultTests {

	private static final Duration TROUBLED = Duration.ofSeconds(60);

	private static final int MOST_SEEDS = 200;

	@Test
	void leasesOnClocksThatStopShowStaleReads() {
		@Nullable String seen = null;
		for (long seed = 1; seed <= MOST_SEEDS && seen == null; seed++) {
			RunReport report = new SimulationRun(stoppedLeader(seed)).run();
			seen = (report.failure() != null) ? report.failure().toString() : null;
		}
		assertThat(seen).contains("not linearizable");
	}

	/** The leader is cut off from the others and from time, but not from its clients. */
	private static Scenario stoppedLeader(long seed) {
		SplittableRandom random = new SplittableRandom(seed);
		Scenario drawn = Scenario.draw(seed, TROUBLED);
		List<Strike> strikes = new ArrayList<>();
		for (int atMillis = 4000; atMillis < TROUBLED.toMillis(); atMillis += 4000) {
			strikes.add(new Strike(atMillis, FaultKind.CLOCK_STOP, random.nextLong()));
			strikes.add(new Strike(atMillis, FaultKind.ISOLATE_LEADER, random.nextLong()));
		}
		SwarmOptions calm = drawn.options();
		SwarmOptions options = new SwarmOptions(3, 0, calm.group(), 12, 2, Duration.ofMillis(20), Duration.ofSeconds(2),
				0, true, 0, 0, FailpointOptions.NONE, TempoOptions.FREE, 0);
		return new Scenario(seed, TROUBLED, options, Scenario.Recovery.WHOLE, strikes);
	}

}
