package io.dongting.simulation.history;

/**
 * Counts the work of a search, so that its end does not depend on the machine.
 */
final class Budget {

	/** Comparing two sets is that much cheaper than looking at a configuration. */
	private static final int COMPARISONS_PER_CONFIGURATION = 64;

	private long left;

	Budget(long configurations) {
		this.left = Math.multiplyExact(configurations, COMPARISONS_PER_CONFIGURATION);
	}

	void configuration() {
		this.left -= COMPARISONS_PER_CONFIGURATION;
	}

	void comparison() {
		this.left--;
	}

	boolean isUsedUp() {
		return this.left < 0;
	}

}
