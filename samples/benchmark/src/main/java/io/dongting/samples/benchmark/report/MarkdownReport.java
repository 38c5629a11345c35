package io.dongting.samples.benchmark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

import io.dongting.samples.benchmark.result.Measurement;
import io.dongting.samples.benchmark.result.Results;
import io.dongting.samples.benchmark.result.Spread;
import io.dongting.samples.benchmark.workload.Workload;
import org.jspecify.annotations.Nullable;

/**
 * The tables for people.
 */
final class MarkdownReport {

	private final Results results;

	private final SortedMap<String, String> facts;

	private final @Nullable Baseline earlier;

	private final List<String> lines = new ArrayList<>();

	/**
	 * Create the report.
	 * @param results what was measured
	 * @param facts what is to be known of the machine and the run
	 * @param earlier an earlier run, {@code null} if there is none
	 */
	MarkdownReport(Results results, SortedMap<String, String> facts, @Nullable Baseline earlier) {
		this.results = results;
		this.facts = facts;
		this.earlier = earlier;
	}

	List<String> lines() {
		this.lines.add("# Results");
		addFacts();
		addFailures();
		addLimits();
		for (Workload workload : this.results.workloads()) {
			addWorkload(workload);
		}
		addBaseline();
		addSettings();
		return List.copyOf(this.lines);
	}

	private void addFacts() {
		heading("Machine and run", "name", "value");
		this.facts.forEach((name, value) -> row(name, value));
	}

	private void addFailures() {
		List<String> failures = new ArrayList<>();
		for (Workload workload : this.results.workloads()) {
			for (String contestant : this.results.contestants()) {
				this.results.failures(workload, contestant)
					.forEach((failure) -> failures.add(workload.name() + ", " + contestant + ", " + failure));
			}
		}
		if (!failures.isEmpty()) {
			this.lines.addAll(List.of("", "## FAILED", ""));
			failures.forEach((failure) -> this.lines.add("* " + failure.replace('\n', ' ')));
		}
	}

	private void addLimits() {
		heading("The machine's limits, measured in the same run", "limit", "median (least–most)");
		this.results.limits().forEach((name, spread) -> row(name, Numbers.withSpread(spread)));
	}

	private void addWorkload(Workload workload) {
		heading(workload.name(), "contestant", "operations/s: median (least–most)", this.results.reference() + " to it",
				"p50 us", "p90 us", "p99 us", "p99.9 us", "max us", "cpu us/op", "without load threads", "heap MiB",
				"heap peak MiB");
		for (String contestant : this.results.contestants()) {
			List<String> cells = new ArrayList<>();
			cells.add(contestant);
			cells.add(Numbers.withSpread(this.results.spread(workload, contestant, Measurement.RATE)));
			cells.add(Numbers.withSpread(this.results.ratio(workload, contestant, Measurement.RATE)));
			Measurement.PERCENTILES.keySet().forEach((name) -> cells.add(median(workload, contestant, name)));
			cells.add(median(workload, contestant, Measurement.CPU));
			cells.add(median(workload, contestant, Measurement.CPU_WITHOUT_LOAD));
			cells.add(median(workload, contestant, Measurement.HEAP));
			cells.add(median(workload, contestant, Measurement.HEAP_PEAK));
			row(cells.toArray(String[]::new));
		}
		this.lines.addAll(List.of("", "Workload: " + workload.describe() + "."));
	}

	private String median(Workload workload, String contestant, String figure) {
		Spread spread = this.results.spread(workload, contestant, figure);
		return Numbers.shortly(spread.median());
	}

	private void addBaseline() {
		if (this.earlier == null) {
			return;
		}
		heading("Against the baseline", "ratio", "before", "now", "");
		this.lines.addAll(Baseline.of(this.results).compare(this.earlier));
	}

	private void addSettings() {
		for (Workload workload : this.results.workloads()) {
			heading("Settings under " + workload.name(), "contestant", "setting", "value");
			for (String contestant : this.results.contestants()) {
				this.results.settings(workload, contestant)
					.ifPresent((settings) -> settings.forEach((name, value) -> row(contestant, name, value)));
			}
		}
	}

	private void heading(String title, String... columns) {
		this.lines.addAll(List.of("", "## " + title, ""));
		row(columns);
		this.lines.add("|" + "---|".repeat(columns.length));
	}

	private void row(String... cells) {
		this.lines.add("| " + String.join(" | ", cells) + " |");
	}

}
