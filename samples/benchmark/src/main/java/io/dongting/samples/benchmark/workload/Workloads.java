package io.dongting.samples.benchmark.workload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The workloads that have a name.
 */
public final class Workloads {

	/** One workload that is made of arguments. */
	public static final String CUSTOM = "custom";

	private static final Map<String, Workload> TARGETS = named("throughput", "", "throughput-16-groups", "groups=16",
			"throughput-1-voter", "voters=1", "latency", "in-flight=1", "lease-reads", "kind=READS");

	private static final Map<String, Workload> MORE = named("in-flight-16", "in-flight=16", "in-flight-128",
			"in-flight=128", "in-flight-512", "in-flight=512", "in-flight-8000", "in-flight=8000", "bytes-16",
			"bytes=16", "bytes-4096", "bytes=4096", "no-fsync", "fsync=false", "no-fsync-1-voter",
			"fsync=false voters=1", "latency-1-voter", "voters=1 in-flight=1", "throughput-256-groups", "groups=256",
			"open-loop-1000", "kind=OPEN rate=1000", "open-loop-5000", "kind=OPEN rate=5000", "linearizable-reads",
			"kind=READS freshness=LINEARIZABLE", "lease-reads-on-follower", "kind=READS place=FOLLOWER",
			"linearizable-reads-on-follower", "kind=READS freshness=LINEARIZABLE place=FOLLOWER");

	private Workloads() {
	}

	/**
	 * Return workloads by their names.
	 * @param names names of workloads, {@code targets} for those that matter most,
	 * {@code all}, or {@value #CUSTOM} for one that is made of the arguments
	 * @param arguments what a custom workload is like
	 * @return the workloads
	 */
	public static List<Workload> find(List<String> names, Arguments arguments) {
		if (!names.contains(CUSTOM) && Workload.NAMES.stream().anyMatch(arguments::has)) {
			throw new IllegalArgumentException(
					"Workloads that have a name are not changed by arguments: leave out the name, or these arguments");
		}
		List<Workload> workloads = new ArrayList<>();
		for (String name : names) {
			switch (name) {
				case "targets" -> workloads.addAll(TARGETS.values());
				case "all" -> workloads.addAll(all().values());
				case CUSTOM -> workloads.add(Workload.parse(CUSTOM, arguments));
				default -> workloads.add(find(name));
			}
		}
		return List.copyOf(workloads);
	}

	private static Workload find(String name) {
		Workload workload = all().get(name);
		if (workload == null) {
			throw new IllegalArgumentException(
					"There is no workload '" + name + "', only targets, all, custom and " + all().keySet());
		}
		return workload;
	}

	private static Map<String, Workload> all() {
		Map<String, Workload> all = new LinkedHashMap<>(TARGETS);
		all.putAll(MORE);
		return all;
	}

	private static Map<String, Workload> named(String... namesAndArguments) {
		Map<String, Workload> workloads = new LinkedHashMap<>();
		for (int i = 0; i < namesAndArguments.length; i += 2) {
			String name = namesAndArguments[i];
			String arguments = namesAndArguments[i + 1];
			workloads.put(name, Workload.parse(name,
					arguments.isEmpty() ? Arguments.parse() : Arguments.parse(arguments.split(" "))));
		}
		return workloads;
	}

}
