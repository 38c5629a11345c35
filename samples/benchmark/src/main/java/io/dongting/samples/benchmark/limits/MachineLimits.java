package io.dongting.samples.benchmark.limits;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All limits of the machine.
 */
public final class MachineLimits {

	private MachineLimits() {
	}

	/**
	 * Measure them.
	 * @param directory where files are written
	 * @param duration how long each is measured
	 * @return the figures by their names
	 * @throws IOException if a file cannot be written
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static SortedMap<String, Double> measure(Path directory, Duration duration)
			throws IOException, InterruptedException {
		SortedMap<String, Double> limits = new TreeMap<>();
		new DiskLimits(directory, duration).measure(limits);
		new LoopbackLimits(duration).measure(limits);
		return limits;
	}

}
