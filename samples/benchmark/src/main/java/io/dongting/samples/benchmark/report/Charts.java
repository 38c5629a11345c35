package io.dongting.samples.benchmark.report;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.dongting.samples.benchmark.result.Measurement;
import io.dongting.samples.benchmark.result.Results;
import io.dongting.samples.benchmark.workload.Workload;

/**
 * The pictures of a report.
 */
final class Charts {

	private static final int WORTH_A_LINE = 2;

	private Charts() {
	}

	/**
	 * Draw what there is to be drawn.
	 * @return SVG by the names of the files
	 */
	static Map<String, String> draw(Results results) {
		Map<String, String> charts = new TreeMap<>();
		List<Workload> series = results.workloads()
			.stream()
			.filter(Workload::isOfWindowSeries)
			.sorted(Comparator.comparing(Workload::inFlight))
			.toList();
		if (series.size() >= WORTH_A_LINE) {
			charts.put("throughput-against-in-flight.svg", throughput(results, series));
		}
		for (Workload workload : results.workloads()) {
			charts.put("latency-" + workload.name() + ".svg", latency(results, workload));
		}
		return charts;
	}

	private static String throughput(Results results, List<Workload> series) {
		LineChart chart = new LineChart("Commands a second: 3 voters, 1 group, 256 bytes, fsync on",
				"commands in flight", "commands a second",
				series.stream().map((workload) -> Integer.toString(workload.inFlight())).toList(), false);
		for (String contestant : results.contestants()) {
			chart.add(contestant,
					series.stream()
						.map((workload) -> results.spread(workload, contestant, Measurement.RATE).median())
						.toList());
		}
		return chart.toSvg();
	}

	private static String latency(Results results, Workload workload) {
		LineChart chart = new LineChart("Latency: " + workload.describe(), "percentile", "microseconds",
				Measurement.PERCENTILES.keySet().stream().map((name) -> name.replace(" us", "")).toList(), true);
		for (String contestant : results.contestants()) {
			chart.add(contestant,
					Measurement.PERCENTILES.keySet()
						.stream()
						.map((name) -> results.spread(workload, contestant, name).median())
						.toList());
		}
		return chart.toSvg();
	}

}
