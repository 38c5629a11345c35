package io.dongting.simulation.history;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The operations of unknown outcome. Those that can no longer be told from each other by
 * their effect form a class, and within a class they are used up in the order of their
 * invocation: any order that uses another one can be turned into one that does not.
 *
 * <p>
 * In a relaxed search, those whose text nobody sees any more are left to
 * {@link Wildcards}.
 */
final class UnknownPool {

	private static final int[] NONE = {};

	private final List<Operation> operations;

	private final boolean relaxed;

	/** The class of each operation as long as its text is seen. */
	private final int[] classWhileSeen;

	/** The class of each operation from then on; classes have negative numbers. */
	private final int[] classAfterwards;

	private final long[] lastSeen;

	private final boolean[] used;

	private int usedCount;

	private final Map<Object, Integer> classes = new HashMap<>();

	UnknownPool(KeyHistory history, Search.Strictness strictness) {
		this.operations = history.unknown;
		this.relaxed = (strictness == Search.Strictness.RELAXED);
		int size = this.operations.size();
		this.classWhileSeen = new int[size];
		this.classAfterwards = new int[size];
		this.lastSeen = new long[size];
		this.used = new boolean[size];
		for (int index = 0; index < size; index++) {
			classify(index, this.operations.get(index).action(), history.observed);
		}
	}

	private void classify(int index, Action action, ObservedTexts observed) {
		this.lastSeen[index] = ObservedTexts.NEVER;
		this.classWhileSeen[index] = classNumber(action);
		this.classAfterwards[index] = this.classWhileSeen[index];
		if (action instanceof Action.Put put) {
			this.lastSeen[index] = observed.lastSeenBeginning(put.value());
			this.classAfterwards[index] = classNumber(List.of("put", put.value().length()));
		}
		else if (action instanceof Action.Append append) {
			this.lastSeen[index] = observed.lastSeenContaining(append.suffix());
			this.classAfterwards[index] = classNumber(List.of("append", append.suffix().length()));
		}
		else if (action instanceof Action.Cas) {
			this.lastSeen[index] = Long.MAX_VALUE;
		}
	}

	private int classNumber(Object effect) {
		return this.classes.computeIfAbsent(effect, (key) -> -1 - this.classes.size());
	}

	private boolean isSeen(int index, long limit) {
		return this.lastSeen[index] >= limit;
	}

	private int classOf(int index, long limit) {
		return (isSeen(index, limit)) ? this.classWhileSeen[index] : this.classAfterwards[index];
	}

	/**
	 * Return the unused operations that can come next.
	 * @param limit when the next operation of the order has begun at the latest
	 * @return one of each class that has any
	 */
	int[] candidates(long limit) {
		boolean[] taken = new boolean[this.classes.size()];
		int[] candidates = new int[this.operations.size()];
		int count = 0;
		for (int index = 0; index < candidates.length; index++) {
			if (this.operations.get(index).invokedAt() > limit) {
				break;
			}
			boolean counts = !this.relaxed || isSeen(index, limit);
			if (counts && !this.used[index] && !taken[-1 - classOf(index, limit)]) {
				taken[-1 - classOf(index, limit)] = true;
				candidates[count++] = index;
			}
		}
		return Arrays.copyOf(candidates, count);
	}

	void use(int index) {
		this.used[index] = true;
		this.usedCount++;
	}

	void giveBack(int index) {
		this.used[index] = false;
		this.usedCount--;
	}

	boolean isUsed(int index) {
		return this.used[index];
	}

	/**
	 * Return how many of each class are used.
	 * @param limit when the next operation of the order has begun at the latest
	 * @return the class of each used operation, in ascending order
	 */
	int[] used(long limit) {
		if (this.usedCount == 0) {
			return NONE;
		}
		int[] result = new int[this.usedCount];
		int count = 0;
		for (int index = 0; index < this.used.length; index++) {
			if (this.used[index] && (!this.relaxed || isSeen(index, limit))) {
				result[count++] = classOf(index, limit);
			}
		}
		Arrays.sort(result, 0, count);
		return Arrays.copyOf(result, count);
	}

}
