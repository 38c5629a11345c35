package io.dongting.spring.test;

/**
 * Says how a test is repeated. Hangs on the failure of a test, where stack traces show
 * it.
 */
final class Repetition extends Exception {

	/** The property that says which seed is used. */
	static final String SEED_PROPERTY = "dongting.test.seed";

	Repetition(long seed) {
		super(of(seed), null, false, false);
	}

	static String of(long seed) {
		return "The seed was " + seed + ": repeat the test with @RaftTest(seed = " + seed + (isInt(seed) ? "" : "L")
				+ ") or -D" + SEED_PROPERTY + "=" + seed;
	}

	private static boolean isInt(long seed) {
		return seed == (int) seed;
	}

	@Override
	public String toString() {
		return String.valueOf(getMessage());
	}

}
