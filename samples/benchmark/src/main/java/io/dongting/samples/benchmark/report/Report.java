package io.dongting.samples.benchmark.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;

import io.dongting.samples.benchmark.result.Results;
import org.jspecify.annotations.Nullable;

/**
 * Writes everything into one folder.
 */
public final class Report {

	private final Path folder;

	/**
	 * Create a report.
	 * @param folder where to write to; made when it does not exist
	 */
	public Report(Path folder) {
		this.folder = folder;
	}

	/**
	 * Write the results.
	 * @param results what was measured
	 * @param facts what is to be known of the machine and the run
	 * @param earlier an earlier run to compare with, {@code null} if there is none
	 * @throws IOException if they cannot be written
	 */
	public void write(Results results, SortedMap<String, String> facts, @Nullable Baseline earlier) throws IOException {
		Files.createDirectories(this.folder);
		Files.write(this.folder.resolve("results.md"), new MarkdownReport(results, facts, earlier).lines());
		Files.write(this.folder.resolve("results.csv"), CsvReport.lines(results));
		Files.write(this.folder.resolve("ratios.csv"), Baseline.of(results).lines());
		for (Map.Entry<String, String> chart : Charts.draw(results).entrySet()) {
			Files.writeString(this.folder.resolve(chart.getKey()), chart.getValue());
		}
	}

}
