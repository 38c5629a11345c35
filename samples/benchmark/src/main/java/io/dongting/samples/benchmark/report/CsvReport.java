package io.dongting.samples.benchmark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.dongting.samples.benchmark.result.Measurement;
import io.dongting.samples.benchmark.result.Results;
import io.dongting.samples.benchmark.result.RoundResult;
import org.jspecify.annotations.Nullable;

/**
 * Every round as a line, for spreadsheets.
 */
final class CsvReport {

	private static final List<String> FIGURES = Stream
		.concat(Stream.of(Measurement.RATE), Stream.concat(Measurement.PERCENTILES.keySet().stream(),
				Stream.of(Measurement.CPU, Measurement.CPU_WITHOUT_LOAD, Measurement.HEAP, Measurement.HEAP_PEAK)))
		.toList();

	private CsvReport() {
	}

	static List<String> lines(Results results) {
		List<String> lines = new ArrayList<>();
		lines.add("workload,description,contestant,round," + String.join(",", FIGURES) + ",failure");
		for (RoundResult result : results.rounds()) {
			lines.add(String.join(",", result.workload().name(), quote(result.workload().describe()),
					result.contestant(), Integer.toString(result.round()), figures(result.measurement()),
					quote(Objects.requireNonNullElse(result.failure(), ""))));
		}
		return lines;
	}

	private static String figures(@Nullable Measurement measurement) {
		return FIGURES.stream()
			.map((name) -> (measurement != null) ? Double.toString(measurement.figure(name)) : "")
			.collect(Collectors.joining(","));
	}

	private static String quote(String text) {
		return '"' + text.replace("\"", "\"\"").replace('\n', ' ') + '"';
	}

}
