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
 * @param idleGroups how many groups without work are measured in place of a load on one,
 * 0 for the load
 * @param onDisk whether idle groups keep their data on disk
 * @param directory where the data goes
 */
record Workload(int voters, int commandBytes, int inFlight, int rounds, int roundSeconds, int idleGroups,
		boolean onDisk, Path directory) {

	Workload {
		if (voters < 1 || commandBytes < 1 || inFlight < 1 || rounds < 1 || roundSeconds < 1 || idleGroups < 0) {
			throw new IllegalArgumentException("Every number must be positive");
		}
	}

	/** Read {@code name=value} arguments over the defaults. */
	static Workload parse(String[] arguments) {
		Workload workload = new Workload(3, 256, 2000, 3, 10, 0, true, Path.of("target", "benchmark"));
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
			case "voters" -> with(Integer.parseInt(value), this.commandBytes, this.inFlight);
			case "bytes" -> with(this.voters, Integer.parseInt(value), this.inFlight);
			case "in-flight" -> with(this.voters, this.commandBytes, Integer.parseInt(value));
			case "rounds" -> with(Integer.parseInt(value), this.roundSeconds);
			case "seconds" -> with(this.rounds, Integer.parseInt(value));
			case "idle-groups" -> with(Integer.parseInt(value), this.onDisk, this.directory);
			case "on-disk" -> with(this.idleGroups, Boolean.parseBoolean(value), this.directory);
			case "directory" -> with(this.idleGroups, this.onDisk, Path.of(value));
			default -> throw new IllegalArgumentException("There is no '" + name
					+ "', only voters, bytes, in-flight, rounds, seconds, idle-groups, " + "on-disk and directory");
		};
	}

	private Workload with(int voters, int commandBytes, int inFlight) {
		return new Workload(voters, commandBytes, inFlight, this.rounds, this.roundSeconds, this.idleGroups,
				this.onDisk, this.directory);
	}

	private Workload with(int rounds, int roundSeconds) {
		return new Workload(this.voters, this.commandBytes, this.inFlight, rounds, roundSeconds, this.idleGroups,
				this.onDisk, this.directory);
	}

	private Workload with(int idleGroups, boolean onDisk, Path directory) {
		return new Workload(this.voters, this.commandBytes, this.inFlight, this.rounds, this.roundSeconds, idleGroups,
				onDisk, directory);
	}

}
