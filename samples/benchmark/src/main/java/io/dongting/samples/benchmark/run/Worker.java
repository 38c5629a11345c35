package io.dongting.samples.benchmark.run;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Properties;
import java.util.TreeMap;

import io.dongting.samples.benchmark.limits.MachineLimits;
import io.dongting.samples.benchmark.result.Measurement;
import io.dongting.samples.benchmark.workload.Arguments;
import io.dongting.samples.benchmark.workload.Workload;

/**
 * The process in which one round takes place. Leaves what it found in a file.
 */
public final class Worker {

	/** What measures the machine in the place of a contestant. */
	static final String MACHINE = "machine";

	/** The name under which a failure is told. */
	static final String FAILURE = "failure";

	private Worker() {
	}

	public static void main(String[] arguments) throws IOException {
		Arguments parsed = Arguments.parse(arguments);
		Properties outcome = new Properties();
		try {
			outcome = measure(parsed).toProperties();
		}
		catch (Exception | Error ex) {
			ex.printStackTrace();
			outcome.setProperty(FAILURE, ex.toString());
		}
		try (OutputStream target = Files.newOutputStream(Path.of(parsed.text("result", "")))) {
			outcome.store(target, null);
		}
		// Some engines leave threads behind
		Runtime.getRuntime().halt(0);
	}

	private static Measurement measure(Arguments arguments) throws IOException, InterruptedException {
		Path directory = Path.of(arguments.text("directory", ""));
		Duration duration = Duration.ofSeconds(arguments.number("seconds", 1));
		String contestant = arguments.text("contestant", "");
		if (contestant.equals(MACHINE)) {
			return new Measurement(new TreeMap<>(MachineLimits.measure(directory, duration)),
					Collections.emptySortedMap());
		}
		Duration warmUp = Duration.ofSeconds(arguments.number("warm-up", 1));
		return new Round(Entrant.find(contestant).create(), Workload.parse("this", arguments), warmUp, duration,
				directory)
			.run();
	}

}
