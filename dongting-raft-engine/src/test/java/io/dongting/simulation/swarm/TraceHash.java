package io.dongting.simulation.swarm;

import java.time.Duration;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program that prints the hash of what happens in one seed.
 */
final class TraceHash {

	private static final Duration TROUBLED = Duration.ofSeconds(20);

	private TraceHash() {
	}

	public static void main(String[] arguments) {
		((Logger) LoggerFactory.getLogger("io.dongting")).setLevel(Level.OFF);
		System.out.println(of(Long.parseLong(arguments[0])));
	}

	static String of(long seed) {
		RunReport report = new SimulationRun(Scenario.draw(seed, TROUBLED)).run();
		return Long.toHexString(report.traceHash()) + " after " + report.steps() + " steps";
	}

}
