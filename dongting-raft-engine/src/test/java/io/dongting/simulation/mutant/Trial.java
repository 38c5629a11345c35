package io.dongting.simulation.mutant;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A run of {@link SeedHunt} in a process of its own, on one processor.
 *
 * @param limit how much time of the processor to use; the last seed may exceed it
 * @param firstSeed the first seed
 * @param seeds how many there are at most
 */
record Trial(Duration limit, long firstSeed, long seeds) {

	/**
	 * Run it.
	 * @param mutated the classes that come before those of the engine, {@code null} for
	 * the engine as it is
	 * @return what came of it
	 */
	Outcome run(@Nullable Path mutated) throws IOException, InterruptedException {
		Process process = start(mutated);
		long ran = 0;
		long usedMillis = 0;
		String finding = "";
		try (BufferedReader output = process.inputReader()) {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				if (line.startsWith(SeedHunt.RUNS)) {
					ran++;
				}
				else if (line.startsWith(SeedHunt.USED)) {
					usedMillis = Long.parseLong(line.substring(SeedHunt.USED.length()));
				}
				else {
					finding = line;
				}
			}
		}
		finally {
			process.destroy();
		}
		int exit = process.waitFor();
		if (finding.isEmpty() && exit != 0) {
			finding = "The process ended with " + exit;
		}
		return new Outcome(ran, this.firstSeed + ran - 1, Duration.ofMillis(usedMillis), finding);
	}

	private Process start(@Nullable Path mutated) throws IOException {
		String engine = System.getProperty("java.class.path");
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
		command.addAll(List.of("-XX:ActiveProcessorCount=1", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError",
				"-Xmx768m", "-cp", (mutated != null) ? mutated + File.pathSeparator + engine : engine,
				SeedHunt.class.getName(), String.valueOf(this.limit.toSeconds()), String.valueOf(this.firstSeed),
				String.valueOf(this.seeds)));
		return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
	}

	/**
	 * What came of a trial.
	 *
	 * @param seeds how many seeds ran
	 * @param lastSeed the last of them
	 * @param used how much time of the processor it took
	 * @param finding what is wrong with the last seed, empty if nothing was found
	 */
	record Outcome(long seeds, long lastSeed, Duration used, String finding) {

		boolean isClean() {
			return this.finding.isEmpty();
		}

		/** Return this and what came after it as one. */
		Outcome then(Outcome next) {
			return new Outcome(this.seeds + next.seeds, next.lastSeed, this.used.plus(next.used), next.finding);
		}

	}

}
