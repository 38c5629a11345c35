package io.dongting.simulation.swarm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

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

	private static final long SHRINK_MINUTES = 10;

	/** So many seeds must have met with everything there is. */
	private static final int LARGE_BATCH = 2000;

	@Test
	void simulate() throws IOException {
		Long single = Long.getLong("sim.seed");
		Long shrunk = Long.getLong("sim.shrink");
		String scenario = System.getProperty("sim.scenario");
		if (single != null) {
			replay(Scenario.draw(single, TROUBLED));
		}
		else if (shrunk != null) {
			shrink(Scenario.draw(shrunk, TROUBLED));
		}
		else if (scenario != null) {
			replay(ScenarioText.parse(Files.readString(Path.of(scenario))));
		}
		else {
			simulateMany();
		}
	}

	private static void replay(Scenario scenario) {
		Batch batch = new Batch(TROUBLED);
		RunReport report = batch.run(scenario);
		System.out.println(report.isClean() ? "clean:\n" + scenario : report.describe());
		System.out.printf("trace hash %016x%n%s%n", report.traceHash(), batch.summary());
		assertThat(report.isClean()).as("seed %d", scenario.seed()).isTrue();
	}

	private static void shrink(Scenario scenario) throws IOException {
		RunReport failed = new SimulationRun(scenario).run();
		assertThat(failed.isClean()).as("seed %d is clean", scenario.seed()).isFalse();
		RunReport smallest = Shrinker.shrink(failed, within(Long.getLong("sim.minutes", SHRINK_MINUTES)));
		Path file = Path.of("target", "simulation", "seed-" + scenario.seed() + ".scenario");
		Files.createDirectories(file.getParent());
		Files.writeString(file,
				String.valueOf(smallest.failure()).lines().map("# "::concat).collect(Collectors.joining("\n", "", "\n"))
						+ smallest.scenario());
		System.out.println(smallest.describe());
		System.out.println("shrunk from " + scenario.strikes().size() + " to " + smallest.scenario().strikes().size()
				+ " strikes, kept as " + file);
	}

	private static BooleanSupplier within(long minutes) {
		long beginNanos = System.nanoTime();
		return () -> System.nanoTime() - beginNanos < Duration.ofMinutes(minutes).toNanos();
	}

	private static void simulateMany() {
		long seeds = Long.getLong("sim.seeds", Long.MAX_VALUE);
		long minutes = Long.getLong("sim.minutes", (seeds == Long.MAX_VALUE) ? 1 : MANY_MINUTES);
		long start = Long.getLong("sim.start", new SplittableRandom().nextLong(1_000_000_000));
		BooleanSupplier timeLeft = within(minutes);
		Batch batch = new Batch(TROUBLED);
		while (batch.seeds() < seeds && timeLeft.getAsBoolean()) {
			RunReport report = batch.run(start + batch.seeds());
			if (!report.isClean()) {
				System.out.println(report.describe());
			}
		}
		List<String> missing = (batch.seeds() < LARGE_BATCH) ? List.of()
				: batch.coverage().missing(Batch.expectedCoverage());
		System.out.println("first seed " + start + ", coverage " + batch.coverage());
		System.out.println(batch.summary());
		assertThat(batch.violations()).as("seeds with a violation").isEmpty();
		assertThat(missing).as("never happened").isEmpty();
	}

}
