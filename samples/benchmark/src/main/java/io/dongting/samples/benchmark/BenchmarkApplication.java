package io.dongting.samples.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Runs one workload and prints what it reached.
 */
public final class BenchmarkApplication {

	private BenchmarkApplication() {
	}

	public static void main(String[] arguments) throws Exception {
		Workload workload = Workload.parse(arguments);
		Path directory = Files.createDirectories(workload.directory()).resolve("run-" + ProcessHandle.current().pid());
		try {
			if (workload.idleGroups() > 0) {
				new IdleGroups(workload.idleGroups(), workload.rounds(), Duration.ofSeconds(workload.roundSeconds()),
						workload.onDisk(), directory)
					.run();
			}
			else {
				measureLoad(workload, directory);
			}
		}
		finally {
			delete(directory);
		}
	}

	private static void measureLoad(Workload workload, Path directory) throws Exception {
		try (InProcessCluster cluster = InProcessCluster.start(workload.voters(), directory)) {
			Load load = new Load(cluster.awaitLeader(), workload.commandBytes(), workload.inFlight());
			load.run(workload.roundSeconds());
			double[] rates = new double[workload.rounds()];
			for (int round = 0; round < rates.length; round++) {
				rates[round] = load.run(workload.roundSeconds());
			}
			print(workload, rates, load.failed());
		}
	}

	private static void print(Workload workload, double[] rates, long failed) {
		double[] sorted = rates.clone();
		Arrays.sort(sorted);
		System.out.printf(Locale.ROOT,
				"voters=%d bytes=%d in-flight=%d fsync=on commands/s: median %.0f, least %.0f, most %.0f of %d rounds; failed %d%n",
				workload.voters(), workload.commandBytes(), workload.inFlight(), sorted[sorted.length / 2], sorted[0],
				sorted[sorted.length - 1], sorted.length, failed);
	}

	private static void delete(Path directory) throws IOException {
		if (Files.exists(directory)) {
			try (Stream<Path> paths = Files.walk(directory)) {
				List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
				for (Path path : deepestFirst) {
					Files.delete(path);
				}
			}
		}
	}

}
