package io.dongting.samples.benchmark.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import io.dongting.samples.benchmark.report.Baseline;
import io.dongting.samples.benchmark.report.Report;
import io.dongting.samples.benchmark.result.Measurement;
import io.dongting.samples.benchmark.result.Results;
import io.dongting.samples.benchmark.result.RoundResult;
import io.dongting.samples.benchmark.workload.Arguments;
import io.dongting.samples.benchmark.workload.Workload;
import io.dongting.samples.benchmark.workload.Workloads;
import org.jspecify.annotations.Nullable;

/**
 * Measures contestants with workloads, in turns, and writes a report.
 */
public final class Comparison {

	private static final Set<String> NAMES = Set.of("contestants", "workloads", "rounds", "seconds", "warm-up", "heap",
			"directory", "results", "baseline");

	/** To start and stop, on a machine that is busy. */
	private static final long SECONDS_BESIDE = 240;

	/** Some engines open a database for each group on each node. */
	private static final long SECONDS_BESIDE_FOR_EACH_GROUP = 2;

	private final List<Entrant> entrants;

	private final List<Workload> workloads;

	private final int rounds;

	private final int seconds;

	private final int warmUpSeconds;

	private final WorkerProcess workers;

	private final Path directory;

	private final Path folder;

	private final @Nullable Baseline earlier;

	private final Results results = new Results(Entrant.REFERENCE);

	private final RunFacts facts;

	/**
	 * Create a comparison.
	 * @param arguments what is compared, and how
	 * @throws IOException if the baseline cannot be read
	 */
	public Comparison(Arguments arguments) throws IOException {
		arguments.only(names());
		List<String> all = Entrant.ALL.stream().map(Entrant::name).toList();
		this.entrants = arguments.list("contestants", all).stream().map(Entrant::find).toList();
		boolean custom = Workload.NAMES.stream().anyMatch(arguments::has);
		this.workloads = Workloads.find(arguments.list("workloads", List.of(custom ? Workloads.CUSTOM : "all")),
				arguments);
		this.rounds = arguments.number("rounds", 3);
		this.seconds = arguments.number("seconds", 5);
		this.warmUpSeconds = arguments.number("warm-up", 20);
		this.workers = new WorkerProcess(arguments.text("heap", "2g"));
		this.directory = Path.of(arguments.text("directory", "target/benchmark"));
		this.folder = Path.of(arguments.text("results", "target/benchmark-results"));
		String baseline = arguments.find("baseline");
		this.earlier = (baseline != null) ? Baseline.read(Path.of(baseline)) : null;
		this.facts = new RunFacts(this.workers.options(), this.rounds, this.seconds, this.warmUpSeconds);
	}

	private static Collection<String> names() {
		Set<String> names = new TreeSet<>(NAMES);
		names.addAll(Workload.NAMES);
		return names;
	}

	/**
	 * Run everything. Who begins changes from round to round.
	 * @return whether nothing failed; that a figure is small is no failure
	 * @throws IOException if the report cannot be written
	 * @throws InterruptedException if the thread is interrupted
	 */
	public boolean run() throws IOException, InterruptedException {
		Files.createDirectories(this.folder.resolve("logs"));
		Files.createDirectories(this.directory);
		List<Entrant> order = new ArrayList<>(this.entrants);
		for (int round = 1; round <= this.rounds; round++) {
			measureMachine(round);
			for (Workload workload : this.workloads) {
				for (Entrant entrant : order) {
					if (entrant.offers(workload)) {
						measure(entrant, workload, round);
					}
				}
			}
			// A run that is interrupted leaves the rounds that it got through
			new Report(this.folder).write(this.results, this.facts.describe(this.directory), this.earlier);
			Collections.rotate(order, 1);
		}
		System.out.println("Results: " + this.folder.resolve("results.md").toAbsolutePath());
		return this.results.rounds().stream().allMatch((result) -> result.failure() == null);
	}

	private void measureMachine(int round) throws IOException, InterruptedException {
		Measurement limits = measure(ClassPaths.own(), List.of("contestant=" + Worker.MACHINE), "machine-" + round, 1);
		this.results.addLimits(limits);
		limits.figures()
			.forEach((name, figure) -> System.out.printf(Locale.ROOT, "round %d, machine: %s %.1f%n", round, name,
					figure));
	}

	private void measure(Entrant entrant, Workload workload, int round) throws IOException, InterruptedException {
		String where = "round %d, %s, %s".formatted(round, workload.name(), entrant.name());
		List<String> arguments = new ArrayList<>(workload.toArguments());
		arguments.add("contestant=" + entrant.name());
		arguments.add("warm-up=" + this.warmUpSeconds);
		RoundResult result;
		try {
			Measurement measured = measure(ClassPaths.of(entrant), arguments,
					workload.name() + "-" + entrant.name() + "-" + round, workload.groups());
			result = new RoundResult(workload, entrant.name(), round, measured, null);
			System.out.printf(Locale.ROOT, "%s: %.0f operations/s, p50 %.0f us, cpu %.1f us/op%n", where,
					measured.figure(Measurement.RATE), measured.figure("p50 us"), measured.figure(Measurement.CPU));
		}
		catch (IllegalStateException ex) {
			result = new RoundResult(workload, entrant.name(), round, null, String.valueOf(ex.getMessage()));
			System.out.println(where + ": FAILED: " + ex.getMessage());
		}
		this.results.add(result);
	}

	private Measurement measure(String classPath, List<String> arguments, String name, int groups)
			throws IOException, InterruptedException {
		Path data = Files.createTempDirectory(this.directory, "run-");
		List<String> all = new ArrayList<>(arguments);
		all.add("seconds=" + this.seconds);
		all.add("directory=" + data);
		try {
			return this.workers.run(classPath, all, this.folder.resolve("logs").resolve(name + ".log"),
					this.seconds + this.warmUpSeconds + SECONDS_BESIDE + groups * SECONDS_BESIDE_FOR_EACH_GROUP);
		}
		finally {
			FileTree.delete(data);
		}
	}

}
