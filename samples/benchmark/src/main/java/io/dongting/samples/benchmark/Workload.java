package io.dongting.samples.benchmark;

import java.nio.file.Path;

/**
 * What is measured.
 *
 * @param voters how many nodes there are, all in this process
 * @param commandBytes the size of a command
 * @param inFlight how many commands wait for their outcome at any time
 * @param rounds how many times it is measured
 * @param roundSeconds how long each time, in seconds; once before, to warm up
 * @param directory where the data goes
 */
record Workload(int voters, int commandBytes, int inFlight, int rounds, int roundSeconds, Path directory) {

	Workload {
		if (voters < 1 || commandBytes < 1 || inFlight < 1 || rounds < 1 || roundSeconds < 1) {
			throw new IllegalArgumentException("Every number must be positive");
		}
	}

	/** Read {@code name=value} arguments over the defaults. */
	static Workload parse(String[] arguments) {
		Workload workload = new Workload(3, 256, 2000, 3, 10, Path.of("target", "benchmark"));
		for (String argument : arguments) {
			String[] parts = argument.split("=", 2);
			if (parts.length != 2) {
				throw new IllegalArgumentException("'" + argument + "' is not name=value");
			}
			workload = workload.with(parts[0], parts[1]);
		}
		return workload;
	}

	private Workload with(String name, String value) {
		return switch (name) {
			case "voters" -> new Workload(Integer.parseInt(value), this.commandBytes, this.inFlight, this.rounds,
					this.roundSeconds, this.directory);
			case "bytes" -> new Workload(this.voters, Integer.parseInt(value), this.inFlight, this.rounds,
					this.roundSeconds, this.directory);
			case "in-flight" -> new Workload(this.voters, this.commandBytes, Integer.parseInt(value), this.rounds,
					this.roundSeconds, this.directory);
			case "rounds" -> new Workload(this.voters, this.commandBytes, this.inFlight, Integer.parseInt(value),
					this.roundSeconds, this.directory);
			case "seconds" -> new Workload(this.voters, this.commandBytes, this.inFlight, this.rounds,
					Integer.parseInt(value), this.directory);
			case "directory" -> new Workload(this.voters, this.commandBytes, this.inFlight, this.rounds,
					this.roundSeconds, Path.of(value));
			default -> throw new IllegalArgumentException(
					"There is no '" + name + "', only voters, bytes, in-flight, rounds, seconds and directory");
		};
	}

}
