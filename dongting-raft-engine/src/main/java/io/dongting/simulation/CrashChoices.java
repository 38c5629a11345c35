package io.dongting.simulation;

import java.util.random.RandomGenerator;

/**
 * Decides what is left of what was not synced when a disk loses its power. Whatever it
 * chooses is legal: each sector for itself, later ones before earlier ones, names and
 * sizes apart from content.
 */
public interface CrashChoices {

	/**
	 * Choose by chance.
	 * @param random the chance
	 * @return the choices
	 */
	static CrashChoices drawnFrom(RandomGenerator random) {
		return new RandomCrashChoices(random);
	}

	/**
	 * Choose whether a change of names, or the cut of a file, has happened.
	 * @return whether it has
	 */
	boolean hasHappened();

	/**
	 * Choose whether a file has grown as far as a write reached, whether or not the data
	 * of that write is there.
	 * @return whether it has
	 */
	boolean hasGrown();

	/**
	 * The sectors that are asked about from now on belong to another write.
	 */
	void nextWrite();

	/**
	 * Choose how much of a sector that was written is there.
	 * @param sizeBytes how much was written of it
	 * @param changes whether that differs from what is there without it
	 * @return how many bytes of it are there, from its beginning
	 */
	int keptBytes(int sizeBytes, boolean changes);

}
