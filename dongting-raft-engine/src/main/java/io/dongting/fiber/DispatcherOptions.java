package io.dongting.fiber;

import java.time.Duration;
import java.util.Objects;

/**
 * What can be chosen about a dispatcher.
 *
 * @param roundBudget how many tasks, how many timers and how many fiber steps a group may
 * run in one round before the next group has its turn
 * @param daemon whether a dispatcher thread leaves the JVM free to exit
 * @param closeTimeout how long {@link Dispatcher#close()} waits for the thread to end
 * @param failureHandler told of every exception in a group that has no handler of its own
 */
public record DispatcherOptions(int roundBudget, boolean daemon, Duration closeTimeout, FailureHandler failureHandler) {

	private static final int DEFAULT_ROUND_BUDGET = 256;

	private static final Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(10);

	/**
	 * Check the options.
	 */
	public DispatcherOptions {
		if (roundBudget < 1) {
			throw new IllegalArgumentException("'roundBudget' must be at least 1 but is " + roundBudget);
		}
		Objects.requireNonNull(closeTimeout, "'closeTimeout' must not be null");
		if (closeTimeout.isNegative()) {
			throw new IllegalArgumentException("'closeTimeout' must not be negative but is " + closeTimeout);
		}
		Objects.requireNonNull(failureHandler, "'failureHandler' must not be null");
	}

	/**
	 * A budget of 256, a thread that keeps the JVM alive, ten seconds to close, failures
	 * to the log.
	 * @return the defaults
	 */
	public static DispatcherOptions defaults() {
		return new DispatcherOptions(DEFAULT_ROUND_BUDGET, false, DEFAULT_CLOSE_TIMEOUT, FailureHandler.logging());
	}

	/**
	 * These options with another budget.
	 * @param roundBudget the budget, at least 1
	 * @return the new options
	 */
	public DispatcherOptions withRoundBudget(int roundBudget) {
		return new DispatcherOptions(roundBudget, this.daemon, this.closeTimeout, this.failureHandler);
	}

	/**
	 * These options for a daemon thread.
	 * @return the new options
	 */
	public DispatcherOptions asDaemon() {
		return new DispatcherOptions(this.roundBudget, true, this.closeTimeout, this.failureHandler);
	}

	/**
	 * These options with another close timeout.
	 * @param closeTimeout the timeout, not negative
	 * @return the new options
	 */
	public DispatcherOptions withCloseTimeout(Duration closeTimeout) {
		return new DispatcherOptions(this.roundBudget, this.daemon, closeTimeout, this.failureHandler);
	}

	/**
	 * These options with another failure handler.
	 * @param failureHandler the handler
	 * @return the new options
	 */
	public DispatcherOptions withFailureHandler(FailureHandler failureHandler) {
		return new DispatcherOptions(this.roundBudget, this.daemon, this.closeTimeout, failureHandler);
	}

}
