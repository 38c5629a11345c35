package io.dongting.simulation.mutant;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.dongting.simulation.swarm.RunReport;
import io.dongting.simulation.swarm.Scenario;
import io.dongting.simulation.swarm.SimulationRun;
import org.slf4j.LoggerFactory;

/**
 * A program that runs seed after seed until one shows a violation, or the time is up, and
 * says so line by line. What runs are the classes that stand first on its class path.
 */
final class SeedHunt {

	/** Comes before the number of a seed that is about to run. */
	static final String RUNS = "runs ";

	/** Comes before what was violated in the seed that ran last. */
	static final String VIOLATED = "violated ";

	/** Comes before where the seed that ran last does not get on. */
	static final String HANGS = "hangs ";

	private static final Duration TROUBLED = Duration.ofSeconds(60);

	/** Many times what the slowest seed takes. */
	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final int FRAMES_TOLD = 12;

	private SeedHunt() {
	}

	/**
	 * Run seeds.
	 * @param arguments for how many seconds to begin new seeds, the first seed, and how
	 * many there are at most
	 */
	public static void main(String[] arguments) {
		((Logger) LoggerFactory.getLogger("io.dongting")).setLevel(Level.OFF);
		long endNanos = System.nanoTime() + Duration.ofSeconds(Long.parseLong(arguments[0])).toNanos();
		long first = Long.parseLong(arguments[1]);
		long last = first + Long.parseLong(arguments[2]) - 1;
		boolean clean = true;
		for (long seed = first; clean && seed <= last && System.nanoTime() < endNanos; seed++) {
			clean = run(seed);
		}
	}

	private static boolean run(long seed) {
		System.out.println(RUNS + seed);
		CountDownLatch ended = new CountDownLatch(1);
		startWatchdog(Thread.currentThread(), ended);
		RunReport report = new SimulationRun(Scenario.draw(seed, TROUBLED)).run();
		ended.countDown();
		if (!report.isClean()) {
			System.out.println(VIOLATED + String.valueOf(report.failure()).lines().findFirst().orElse(""));
		}
		return report.isClean();
	}

	/** A step that never ends cannot be stopped, so the process ends. */
	private static void startWatchdog(Thread watched, CountDownLatch ended) {
		Thread watchdog = new Thread(() -> {
			try {
				if (!ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
					System.out.println(HANGS + describe(watched.getStackTrace()));
					Runtime.getRuntime().halt(1);
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, "watchdog");
		watchdog.setDaemon(true);
		watchdog.start();
	}

	private static String describe(StackTraceElement[] stack) {
		return Stream.of(stack)
			.limit(FRAMES_TOLD)
			.map((frame) -> frame.getFileName() + ":" + frame.getLineNumber())
			.collect(Collectors.joining(" < "));
	}

}
