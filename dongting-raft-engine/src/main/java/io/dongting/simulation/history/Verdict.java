package io.dongting.simulation.history;

/**
 * What the checker found.
 */
public sealed interface Verdict {

	/**
	 * Every key has an order that explains all answers.
	 *
	 * @param keys how many keys there are
	 * @param operations how many operations were explained, those not executed not
	 * counted
	 */
	record Linearizable(int keys, int operations) implements Verdict {

	}

	/**
	 * No order explains the answers of a key.
	 *
	 * @param key the key, the first in alphabetical order
	 * @param window for people: the end of the longest explanation there is, and the
	 * operations none of which can come next
	 */
	record NotLinearizable(String key, String window) implements Verdict {

		@Override
		public String toString() {
			return "Key '" + this.key + "' is not linearizable.\n" + this.window;
		}

	}

	/**
	 * The budget was used up on at least one key, and no other key is wrong.
	 *
	 * @param key the key, the first in alphabetical order
	 * @param window for people: how far the best explanation went
	 */
	record Undecided(String key, String window) implements Verdict {

		@Override
		public String toString() {
			return "Key '" + this.key + "' could not be decided within the budget.\n" + this.window;
		}

	}

}
