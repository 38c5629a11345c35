package io.dongting.samples.benchmark.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

import javax.xml.parsers.DocumentBuilderFactory;

import io.dongting.samples.benchmark.result.Measurement;
import io.dongting.samples.benchmark.result.Results;
import io.dongting.samples.benchmark.result.RoundResult;
import io.dongting.samples.benchmark.workload.Arguments;
import io.dongting.samples.benchmark.workload.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ReportTests {

	private final Results results = new Results("ours");

	@Test
	void whatWasMeasuredIsInTheTables(@TempDir Path folder) throws IOException {
		add(workload("throughput", "in-flight=2000"), "ours", 1, 3000);
		add(workload("throughput", "in-flight=2000"), "theirs", 1, 1500);
		write(folder, null);
		assertThat(folder.resolve("results.md")).content()
			.contains("## throughput")
			.contains("| ours | 3000 (3000–3000) | 1.00 (1.00–1.00) | 7.00 |")
			.contains("| theirs | 1500 (1500–1500) | 2.00 (2.00–2.00) | 7.00 |")
			.contains("| theirs | sync | on |")
			.contains("| processors | 2 |")
			.doesNotContain("FAILED");
		assertThat(Files.readAllLines(folder.resolve("results.csv"))).hasSize(3)
			.element(2)
			.asString()
			.startsWith("throughput,\"3 voters, 1 group, 256 bytes, fsync on, 2000 in flight\",theirs,1,1500.0,7.0,");
	}

	@Test
	void aFailureStandsOut(@TempDir Path folder) throws IOException {
		this.results.add(new RoundResult(workload("throughput", "groups=16"), "theirs", 1, null, "lost \"one\""));
		write(folder, null);
		assertThat(folder.resolve("results.md")).content()
			.contains("## FAILED")
			.contains("* throughput, theirs, round 1: lost \"one\"");
		assertThat(folder.resolve("results.csv")).content().contains("\"lost \"\"one\"\"\"");
	}

	@Test
	void picturesAreWellFormed(@TempDir Path folder) throws Exception {
		for (int inFlight : new int[] { 128, 1, 16 }) {
			Workload workload = workload("in-flight-" + inFlight, "in-flight=" + inFlight);
			add(workload, "ours", 1, 100 * inFlight);
			add(workload, "a<b", 1, 50 * inFlight);
		}
		write(folder, null);
		Path chart = folder.resolve("throughput-against-in-flight.svg");
		assertThat(chart).content().containsSubsequence(">1</text>", ">16</text>", ">128</text>").contains("a&lt;b");
		for (String name : new String[] { chart.getFileName().toString(), "latency-in-flight-16.svg" }) {
			try (InputStream source = Files.newInputStream(folder.resolve(name))) {
				assertThat(DocumentBuilderFactory.newInstance()
					.newDocumentBuilder()
					.parse(source)
					.getElementsByTagName("polyline")
					.getLength()).isEqualTo(2);
			}
		}
	}

	@Test
	void ratiosAreComparedWithThoseOfAnEarlierRun(@TempDir Path folder) throws IOException {
		addRounds(workload("throughput", "in-flight=2000"), 3000, 1000);
		addRounds(workload("latency", "in-flight=1"), 300, 100);
		addRounds(workload("bytes-16", "bytes=16"), 1000, 1000);
		write(folder, null);
		Baseline earlier = Baseline.read(folder.resolve("ratios.csv"));
		Results later = new Results("ours");
		add(later, workload("throughput", "in-flight=2000"), "ours", 1, 200);
		add(later, workload("throughput", "in-flight=2000"), "theirs", 1, 100);
		add(later, workload("latency", "in-flight=1"), "ours", 1, 290);
		add(later, workload("latency", "in-flight=1"), "theirs", 1, 100);
		add(later, workload("bytes-16", "bytes=16"), "ours", 1, 200);
		add(later, workload("bytes-16", "bytes=16"), "theirs", 1, 100);
		new Report(folder).write(later, new TreeMap<>(), earlier);
		assertThat(folder.resolve("results.md")).content()
			.contains("| throughput: ours to theirs | 3.00 (3.00–3.00) | 2.00 (2.00–2.00) "
					+ "| **less than before: worth a look** |")
			.contains("| latency: ours to theirs | 3.00 (3.00–3.00) | 2.90 (2.90–2.90) | as before |")
			.contains("| bytes-16: ours to theirs | 1.00 (1.00–1.00) | 2.00 (2.00–2.00) | more than before |");
	}

	private void addRounds(Workload workload, double ours, double theirs) {
		for (int round = 1; round <= 3; round++) {
			add(workload, "ours", round, ours * round);
			add(workload, "theirs", round, theirs * round);
		}
	}

	private void write(Path folder, Baseline earlier) throws IOException {
		new Report(folder).write(this.results, new TreeMap<>(Map.of("processors", "2")), earlier);
	}

	private void add(Workload workload, String contestant, int round, double rate) {
		add(this.results, workload, contestant, round, rate);
	}

	private static void add(Results results, Workload workload, String contestant, int round, double rate) {
		Measurement measurement = new Measurement(
				new TreeMap<>(Map.of(Measurement.RATE, rate, "p50 us", 7.0, "p99 us", 70.0)),
				new TreeMap<>(Map.of("sync", "on")));
		results.add(new RoundResult(workload, contestant, round, measurement, null));
	}

	private static Workload workload(String name, String argument) {
		return Workload.parse(name, Arguments.parse(argument));
	}

}
