package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.SplittableRandom;

import io.dongting.simulation.QuietLogs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A few seeds of the simulation, some of them new every time. Many are run by the profile
 * {@code simulate}.
 */
@ExtendWith(QuietLogs.class)
class SimulationRunTests {

	private static final Duration TROUBLED = Duration.ofSeconds(30);

	/** Each showed a mistake of the engine once. */
	private static final long[] KNOWN_SEEDS = { 13, 413, 1002, 1010, 1017, 1133, 1237 };

	private static final int FRESH_SEEDS = 60;

	@Test
	void seedsThatOnceFailedAreClean() {
		Batch batch = new Batch(TROUBLED);
		for (long seed : KNOWN_SEEDS) {
			batch.run(seed);
		}
		assertThat(batch.violations()).isEmpty();
	}

	@Test
	void freshSeedsAreClean() {
		long start = new SplittableRandom().nextLong(1_000_000_000);
		System.out.println("Simulates the seeds " + start + " to " + (start + FRESH_SEEDS - 1));
		Batch batch = new Batch(TROUBLED);
		for (int i = 0; i < FRESH_SEEDS; i++) {
			batch.run(start + i);
		}
		System.out.println(batch.summary() + " " + batch.coverage());
		assertThat(batch.violations()).isEmpty();
	}

	@Test
	void aSeedGivesTheSameRunEveryTime() {
		RunReport first = new SimulationRun(4711).run(TROUBLED);
		RunReport second = new SimulationRun(4711).run(TROUBLED);
		assertThat(second.traceHash()).isEqualTo(first.traceHash());
		assertThat(second.steps()).isEqualTo(first.steps());
		assertThat(new SimulationRun(4712).run(TROUBLED).traceHash()).isNotEqualTo(first.traceHash());
	}

}
