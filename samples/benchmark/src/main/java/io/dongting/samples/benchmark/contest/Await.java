package io.dongting.samples.benchmark.contest;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for what an engine tells nobody.
 */
public final class Await {

	private static final Duration LONGEST = Duration.ofMinutes(2);

	private static final long PAUSE_MILLIS = 10;

	private Await() {
	}

	/**
	 * Look again and again until something holds, for two minutes at most.
	 * @param condition whether it holds
	 * @param what describes it, in case it does not
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static void until(BooleanSupplier condition, Supplier<String> what) throws InterruptedException {
		long endNanos = System.nanoTime() + LONGEST.toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() > endNanos) {
				throw new IllegalStateException("Waited in vain until " + what.get());
			}
			Thread.sleep(PAUSE_MILLIS);
		}
	}

}
