package io.dongting.samples.benchmark.run;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one has to know of a run to make use of its figures.
 */
final class RunFacts {

	private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

	private final SortedMap<String, String> facts = new TreeMap<>();

	RunFacts(List<String> options, int rounds, int seconds, int warmUpSeconds) {
		this.facts.put("begun", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
		this.facts.put("load average before (0 on a quiet machine)",
				Double.toString(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
		this.facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
		this.facts.put("operating system", property("os.name") + " " + property("os.version"));
		this.facts.put("java", property("java.vm.name") + " " + property("java.vm.version"));
		this.facts.put("options of each process", String.join(" ", options));
		this.facts.put("rounds", "%d of %d s each, after %d s to warm up".formatted(rounds, seconds, warmUpSeconds));
	}

	SortedMap<String, String> describe(Path directory) throws IOException {
		SortedMap<String, String> all = new TreeMap<>(this.facts);
		all.put("file system of the data", Files.getFileStore(directory).type());
		if (Files.isReadable(PROCESSOR)) {
			Files.readAllLines(PROCESSOR)
				.stream()
				.filter((line) -> line.startsWith("model name"))
				.findFirst()
				.ifPresent((line) -> all.put("processor", line.substring(line.indexOf(':') + 1).trim()));
		}
		return all;
	}

	private static String property(String name) {
		return System.getProperty(name, "unknown");
	}

}
