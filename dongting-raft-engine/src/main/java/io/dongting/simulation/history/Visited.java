package io.dongting.simulation.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The configurations a search has been in and need not enter again. One with the same
 * remaining operations and the same state is no better if it has used up the same unknown
 * operations or more.
 */
final class Visited {

	private final Map<Place, List<int[]>> usedSets = new HashMap<>();

	/**
	 * Enter a configuration.
	 * @param state the state of the register
	 * @param candidates the answered operations that can come next, in ascending order
	 * @param used the class of each unknown operation that was used, in ascending order
	 * @param budget charged for the work
	 * @return whether no configuration at least as good was entered before
	 */
	boolean enter(int state, int[] candidates, int[] used, Budget budget) {
		List<int[]> others = this.usedSets.computeIfAbsent(new Place(state, candidates), (place) -> new ArrayList<>(1));
		for (int[] other : others) {
			budget.comparison();
			if (isSubset(other, used)) {
				return false;
			}
		}
		others.removeIf((other) -> isSubset(used, other));
		others.add(used);
		return true;
	}

	private static boolean isSubset(int[] small, int[] large) {
		int position = 0;
		for (int element : small) {
			while (position < large.length && large[position] < element) {
				position++;
			}
			if (position == large.length || large[position] != element) {
				return false;
			}
			position++;
		}
		return true;
	}

	private record Place(int state, int[] candidates) {

		@Override
		public boolean equals(Object other) {
			return other instanceof Place place && place.state == this.state
					&& Arrays.equals(place.candidates, this.candidates);
		}

		@Override
		public int hashCode() {
			return 31 * Arrays.hashCode(this.candidates) + this.state;
		}

	}

}
