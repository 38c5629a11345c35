package io.dongting.simulation.mutant;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.dongting.simulation.Watchdog;
import io.dongting.simulation.invariant.InvariantViolation;
import io.dongting.simulation.swarm.RunReport;
import io.dongting.simulation.swarm.Scenario;
import io.dongting.simulation.swarm.SimulationRun;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A program that runs seed after seed until one shows a violation, or the time is up, and
 * says so line by line. What runs are the classes that stand first on its class path.
 */
final class SeedHunt {

	/**
	 * Comes before the number of a seed that is about to run. Any line of another kind
	 * says what is wrong with that seed.
	 */
	static final String RUNS = "runs ";

	/** Comes before how many milliseconds of the processor were used in the end. */
	static final String USED = "used ";

	private static final Duration TROUBLED = Duration.ofSeconds(60);

	/** Many times the processor's time that the slowest seed takes. */
	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final int FRAMES_TOLD = 12;

	private SeedHunt() {
	}

	/**
	 * Run seeds.
	 * @param arguments how many seconds of the processor to use, the first seed, and how
	 * many there are at most
	 */
	public static void main(String[] arguments) {
		((Logger) LoggerFactory.getLogger("io.dongting")).setLevel(Level.OFF);
		Duration limit = Duration.ofSeconds(Long.parseLong(arguments[0]));
		long first = Long.parseLong(arguments[1]);
		long last = first + Long.parseLong(arguments[2]) - 1;
		boolean clean = true;
		for (long seed = first; clean && seed <= last && used().compareTo(limit) < 0; seed++) {
			clean = run(seed);
		}
		System.out.println(USED + used().toMillis());
	}

	/** Other processes may take most of the time, but none of this. */
	private static Duration used() {
		return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
	}

	private static boolean run(long seed) {
		System.out.println(RUNS + seed);
		RunReport report = new Watchdog(PATIENCE, SeedHunt::tell)
			.over(() -> new SimulationRun(Scenario.draw(seed, TROUBLED)).run());
		if (!report.isClean()) {
			System.out.println(describe(report.failure()));
		}
		return report.isClean();
	}

	private static String describe(@Nullable Throwable failure) {
		String text = (failure instanceof InvariantViolation) ? failure.getMessage() : String.valueOf(failure);
		return String.valueOf(text).lines().findFirst().orElse("");
	}

	private static void tell(StackTraceElement[] stack) {
		System.out.println(USED + used().toMillis());
		System.out.println("Does not end: " + describe(stack));
		Runtime.getRuntime().halt(1);
	}

	private static String describe(StackTraceElement[] stack) {
		return Stream.of(stack)
			.limit(FRAMES_TOLD)
			.map((frame) -> frame.getFileName() + ":" + frame.getLineNumber())
			.collect(Collectors.joining(" < "));
	}

}
