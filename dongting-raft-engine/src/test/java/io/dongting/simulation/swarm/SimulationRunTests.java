package io.dongting.simulation.swarm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
	void aSeedGivesTheSameRunInEveryProcess() throws Exception {
		long seed = 4711;
		String here = TraceHash.of(seed);
		assertThat(inAnotherProcess(seed)).isEqualTo(here);
		assertThat(TraceHash.of(seed)).as("once more in this process").isEqualTo(here);
		assertThat(TraceHash.of(seed + 1)).isNotEqualTo(here);
	}

	private static String inAnotherProcess(long seed) throws IOException, InterruptedException {
		Path java = Path.of(System.getProperty("java.home"), "bin", "java");
		Process process = new ProcessBuilder(java.toString(), "-Xmx512m", "-cp", System.getProperty("java.class.path"),
				TraceHash.class.getName(), String.valueOf(seed))
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).isZero();
		return output.strip();
	}

}
