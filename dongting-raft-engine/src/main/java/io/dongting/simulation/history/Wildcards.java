package io.dongting.simulation.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Stands for all unknown operations whose text nobody sees any more, in a relaxed search:
 * whatever they could do together, a deletion or a value of the right length does in one
 * step, as often as wanted.
 */
final class Wildcards {

	/** The client of an operation that nobody asked for. */
	static final int NOBODY = -1;

	/** No client writes this, since it is not a character. */
	private static final String UNSEEN = "\uFFFF";

	private final List<Operation> operations = new ArrayList<>();

	private final Map<Integer, Integer> byLength = new HashMap<>();

	private final long from;

	Wildcards(KeyHistory history) {
		this.from = (history.unknown.isEmpty()) ? Long.MAX_VALUE : history.unknown.get(0).invokedAt();
		add(new Action.Delete());
		TreeSet<Integer> lengths = new TreeSet<>(List.of(1));
		history.answered.forEach((operation) -> lengths.add(RegisterModel.neededLength(operation)));
		for (int length : lengths.tailSet(1)) {
			this.byLength.put(length, this.operations.size());
			add(new Action.Put(UNSEEN.repeat(length)));
		}
	}

	private void add(Action action) {
		this.operations.add(new Operation(NOBODY, "", action, new Ending.Unknown(), this.from, this.from));
	}

	Operation operation(int index) {
		return this.operations.get(index);
	}

	/**
	 * Return those that may be of use to what can come next.
	 * @param candidates the answered operations that can come next
	 * @param limit when the next operation of the order has begun at the latest
	 * @return their indexes
	 */
	List<Integer> candidates(List<Operation> candidates, long limit) {
		if (this.from > limit) {
			return List.of();
		}
		TreeSet<Integer> result = new TreeSet<>(List.of(0, 1));
		for (Operation candidate : candidates) {
			Integer index = this.byLength.get(RegisterModel.neededLength(candidate));
			if (index != null) {
				result.add(index);
			}
		}
		return List.copyOf(result);
	}

}
