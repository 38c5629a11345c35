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
 * Seeds of the simulation, new every time, for a minute or so. Many are run by the
 * profile {@code simulate}.
 */
@ExtendWith(QuietLogs.class)
class SimulationRunTests {

	private static final Duration TROUBLED = Duration.ofSeconds(60);

	/** However slow the machine is. */
	private static final int FEWEST_SEEDS = 50;

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(75);

	@Test
	void freshSeedsAreClean() {
		long start = new SplittableRandom().nextLong(1_000_000_000);
		System.out.println("Simulates the seeds from " + start + " on");
		long beginNanos = System.nanoTime();
		Batch batch = new Batch(TROUBLED);
		while (batch.seeds() < FEWEST_SEEDS || System.nanoTime() - beginNanos < LONG_ENOUGH.toNanos()) {
			RunReport report = batch.run(start + batch.seeds());
			if (!report.isClean()) {
				System.out.println(report.describe());
			}
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
