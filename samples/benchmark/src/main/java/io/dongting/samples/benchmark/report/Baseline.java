package io.dongting.samples.benchmark.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import io.dongting.samples.benchmark.result.Measurement;
import io.dongting.samples.benchmark.result.Results;
import io.dongting.samples.benchmark.result.Spread;
import io.dongting.samples.benchmark.workload.Workload;

/**
 * The ratios of an earlier run. Numbers of different machines and days say little about
 * each other; ratios of what was measured in the same run do. It only tells, since even
 * ratios are noisy: what is to be looked at is decided by people.
 */
public final class Baseline {

	private static final String HEADER = "ratio,median,least,most";

	private static final int COLUMNS = 4;

	/** What the machine does more often when it is faster. */
	private static final String RATE = "/s";

	/** Less than so much of the earlier ratio is worth a look, if the rounds agree. */
	private static final double WORTH_A_LOOK = 0.85;

	private final SortedMap<String, Spread> ratios;

	private Baseline(SortedMap<String, Spread> ratios) {
		this.ratios = ratios;
	}

	/**
	 * Return the ratios of a run: of the reference to each other contestant, and to the
	 * limits of the machine.
	 * @param results the run
	 * @return its ratios
	 */
	public static Baseline of(Results results) {
		SortedMap<String, Spread> ratios = new TreeMap<>();
		for (Workload workload : results.workloads()) {
			for (String contestant : results.contestants()) {
				if (!contestant.equals(results.reference())) {
					ratios.put(workload.name() + ": " + results.reference() + " to " + contestant,
							results.ratio(workload, contestant, Measurement.RATE));
				}
			}
			results.limits()
				.keySet()
				.stream()
				.filter((limit) -> limit.contains(RATE))
				.forEach((limit) -> ratios.put(workload.name() + ": " + results.reference() + " to machine's " + limit,
						results.ratioToLimit(workload, limit)));
		}
		ratios.values().removeIf((spread) -> !spread.isKnown());
		return new Baseline(ratios);
	}

	/**
	 * Read the ratios of an earlier run.
	 * @param file the file
	 * @return the ratios
	 * @throws IOException if it cannot be read
	 */
	public static Baseline read(Path file) throws IOException {
		SortedMap<String, Spread> ratios = new TreeMap<>();
		for (String line : Files.readAllLines(file)) {
			String[] parts = line.split(",");
			if (!line.equals(HEADER) && parts.length == COLUMNS) {
				ratios.put(parts[0], new Spread(Double.parseDouble(parts[1]), Double.parseDouble(parts[2]),
						Double.parseDouble(parts[3])));
			}
		}
		return new Baseline(ratios);
	}

	/**
	 * Return what can be kept in a file.
	 * @return the lines of the file
	 */
	List<String> lines() {
		List<String> lines = new ArrayList<>();
		lines.add(HEADER);
		this.ratios.forEach((name, spread) -> lines
			.add("%s,%s,%s,%s".formatted(name, spread.median(), spread.least(), spread.most())));
		return lines;
	}

	/**
	 * Compare with an earlier run.
	 * @param earlier its ratios
	 * @return a line of a table for each ratio that both have
	 */
	List<String> compare(Baseline earlier) {
		List<String> lines = new ArrayList<>();
		for (Map.Entry<String, Spread> entry : this.ratios.entrySet()) {
			Spread before = earlier.ratios.get(entry.getKey());
			if (before != null) {
				lines.add("| %s | %s | %s | %s |".formatted(entry.getKey(), Numbers.withSpread(before),
						Numbers.withSpread(entry.getValue()), verdict(before, entry.getValue())));
			}
		}
		return lines;
	}

	/** Rounds that overlap with those of before may be noise. */
	private static String verdict(Spread before, Spread now) {
		if (now.median() < before.median() * WORTH_A_LOOK && now.most() < before.least()) {
			return "**less than before: worth a look**";
		}
		if (now.median() * WORTH_A_LOOK > before.median() && now.least() > before.most()) {
			return "more than before";
		}
		return "as before";
	}

}
