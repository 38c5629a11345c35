package io.dongting.samples.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

import io.dongting.samples.benchmark.idle.IdleGroups;
import io.dongting.samples.benchmark.run.Comparison;
import io.dongting.samples.benchmark.run.FileTree;
import io.dongting.samples.benchmark.workload.Arguments;

/**
 * Compares engines, or measures groups that have no work.
 */
public final class BenchmarkApplication {

	private static final String IDLE_GROUPS = "idle-groups";

	private BenchmarkApplication() {
	}

	public static void main(String[] arguments) throws IOException, InterruptedException {
		Arguments parsed = Arguments.parse(arguments);
		if (parsed.has(IDLE_GROUPS)) {
			measureIdleGroups(parsed);
		}
		else if (!new Comparison(parsed).run()) {
			System.exit(1);
		}
	}

	private static void measureIdleGroups(Arguments arguments) throws IOException, InterruptedException {
		arguments.only(Set.of(IDLE_GROUPS, "on-disk", "rounds", "seconds", "directory"));
		Path directory = Files.createDirectories(Path.of(arguments.text("directory", "target/benchmark")))
			.resolve("run-" + ProcessHandle.current().pid());
		try {
			new IdleGroups(arguments.number(IDLE_GROUPS, 1), arguments.number("rounds", 3),
					Duration.ofSeconds(arguments.number("seconds", 10)), arguments.flag("on-disk", true), directory)
				.run();
		}
		finally {
			FileTree.delete(directory);
		}
	}

}
