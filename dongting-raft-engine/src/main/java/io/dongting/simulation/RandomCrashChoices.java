package io.dongting.simulation;

import java.util.random.RandomGenerator;

/**
 * Leaves it to chance. Some crashes lose or keep nearly everything of a write: those find
 * other mistakes.
 */
final class RandomCrashChoices implements CrashChoices {

	private final RandomGenerator random;

	private int keptOfEight;

	RandomCrashChoices(RandomGenerator random) {
		this.random = random;
	}

	@Override
	public boolean hasHappened() {
		return this.random.nextBoolean();
	}

	@Override
	public boolean hasGrown() {
		return this.random.nextInt(4) != 0;
	}

	@Override
	public void nextWrite() {
		this.keptOfEight = this.random.nextInt(9);
	}

	@Override
	public int keptBytes(int sizeBytes, boolean changes) {
		if (this.random.nextInt(8) >= this.keptOfEight) {
			return 0;
		}
		boolean torn = this.random.nextInt(8) == 0;
		return torn ? this.random.nextInt(sizeBytes) : sizeBytes;
	}

}
