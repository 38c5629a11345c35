package io.dongting.samples.operatorsday;

import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * What has to be so, now or before long.
 */
final class Expectation {

	private static final Duration PATIENCE = Duration.ofMinutes(5);

	private static final Duration INTERVAL = Duration.ofMillis(100);

	private Expectation() {
	}

	static void require(boolean fulfilled, String complaint) {
		if (!fulfilled) {
			throw new AssertionError(complaint);
		}
	}

	/**
	 * Wait until something is so.
	 * @param what what that is, for people
	 * @param condition whether it is
	 */
	static void await(String what, Callable<Boolean> condition) throws Exception {
		long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
		while (!condition.call()) {
			require(System.nanoTime() - deadlineNanos < 0, "Waited " + PATIENCE.toSeconds() + " s in vain: " + what);
			Thread.sleep(INTERVAL.toMillis());
		}
	}

}
