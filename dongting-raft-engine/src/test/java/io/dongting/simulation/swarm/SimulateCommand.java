package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

import io.dongting.simulation.QuietLogs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the profile {@code simulate} runs: see the engine's README for its properties.
 */
@ExtendWith(QuietLogs.class)
class SimulateCommand {

	private static final Duration TROUBLED = Duration.ofSeconds(60);

	private static final long MANY_MINUTES = Duration.ofDays(1000).toMinutes();

	/** So many seeds must have met with everything there is. */
	private static final int LARGE_BATCH = 2000;

	@Test
	void simulate() {
		Long single = Long.getLong("sim.seed");
		if (single != null) {
			replay(single);
		}
		else {
			simulateMany();
		}
	}

	private static void replay(long seed) {
		Batch batch = new Batch(TROUBLED);
		RunReport report = batch.run(seed);
		report.lastEvents().forEach(System.out::println);
		System.out.println(report.isClean() ? "clean:\n" + report.scenario() : report.describe());
		System.out.printf("trace hash %016x%n%s%n", report.traceHash(), batch.summary());
		assertThat(report.isClean()).as("seed %d", seed).isTrue();
	}

	private static void simulateMany() {
		long seeds = Long.getLong("sim.seeds", Long.MAX_VALUE);
		long minutes = Long.getLong("sim.minutes", (seeds == Long.MAX_VALUE) ? 1 : MANY_MINUTES);
		long start = Long.getLong("sim.start", new SplittableRandom().nextLong(1_000_000_000));
		long beginNanos = System.nanoTime();
		Batch batch = new Batch(TROUBLED);
		while (batch.seeds() < seeds && System.nanoTime() - beginNanos < Duration.ofMinutes(minutes).toNanos()) {
			RunReport report = batch.run(start + batch.seeds());
			if (!report.isClean()) {
				System.out.println(report.describe());
			}
		}
		List<String> missing = (batch.seeds() < LARGE_BATCH) ? List.of()
				: batch.coverage().missing(Batch.expectedCoverage());
		System.out.println("first seed " + start + ", coverage " + batch.coverage());
		System.out.println(batch.summary());
		assertThat(batch.violations()).hasSize(0);
		assertThat(missing).as("never happened").isEmpty();
	}

}
