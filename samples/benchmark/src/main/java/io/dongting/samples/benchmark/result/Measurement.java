package io.dongting.samples.benchmark.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

import org.HdrHistogram.Histogram;

/**
 * What one round of one contestant has shown.
 *
 * @param figures numbers by their names
 * @param settings how the contestant was set
 */
public record Measurement(SortedMap<String, Double> figures, SortedMap<String, String> settings) {

	/** Operations in a second. */
	public static final String RATE = "operations/s";

	/** Processor time of all nodes and the load for each operation, in microseconds. */
	public static final String CPU = "cpu us/op";

	/** The same without the threads that make the load. */
	public static final String CPU_WITHOUT_LOAD = "cpu us/op without load";

	/** What is left on the heap after a collection, in MiB. */
	public static final String HEAP = "heap MiB";

	/** How much of the heap was in use at most, in MiB. */
	public static final String HEAP_PEAK = "heap peak MiB";

	/** The latencies, in microseconds, in the order in which they are shown. */
	public static final Map<String, Double> PERCENTILES = percentiles();

	private static final String FIGURE = "figure.";

	private static final String SETTING = "setting.";

	/**
	 * Return a figure.
	 * @param name its name
	 * @return the figure, not a number if it was not measured
	 */
	public double figure(String name) {
		return this.figures.getOrDefault(name, Double.NaN);
	}

	/**
	 * Add the latencies to the figures.
	 * @param figures the figures
	 * @param latencies the latencies, in nanoseconds
	 */
	public static void addLatencies(Map<String, Double> figures, Histogram latencies) {
		PERCENTILES
			.forEach((name, percentile) -> figures.put(name, latencies.getValueAtPercentile(percentile) / 1000.0));
	}

	/**
	 * Return what can be kept in a file.
	 * @return all figures and settings
	 */
	public Properties toProperties() {
		Properties properties = new Properties();
		this.figures.forEach((name, value) -> properties.setProperty(FIGURE + name, value.toString()));
		this.settings.forEach((name, value) -> properties.setProperty(SETTING + name, value));
		return properties;
	}

	/**
	 * Return what was kept in a file.
	 * @param properties all figures and settings
	 * @return what was measured
	 */
	public static Measurement fromProperties(Properties properties) {
		SortedMap<String, Double> figures = new TreeMap<>();
		SortedMap<String, String> settings = new TreeMap<>();
		for (String name : properties.stringPropertyNames()) {
			if (name.startsWith(FIGURE)) {
				figures.put(name.substring(FIGURE.length()), Double.valueOf(properties.getProperty(name)));
			}
			else {
				settings.put(name.substring(SETTING.length()), properties.getProperty(name));
			}
		}
		return new Measurement(figures, settings);
	}

	private static Map<String, Double> percentiles() {
		Map<String, Double> percentiles = new LinkedHashMap<>();
		percentiles.put("p50 us", 50.0);
		percentiles.put("p90 us", 90.0);
		percentiles.put("p99 us", 99.0);
		percentiles.put("p99.9 us", 99.9);
		percentiles.put("max us", 100.0);
		return Collections.unmodifiableMap(percentiles);
	}

}
