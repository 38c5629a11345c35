package io.dongting.simulation.history;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The answered operations that have no place in the order yet, linked by invocation and
 * by ending, so that taking one out and putting it back are a few assignments (Knuth's
 * dancing links, as in Lowe's and Wing and Gong's searches). Put back in the reverse
 * order of taking out.
 */
final class Remaining {

	private final List<Operation> operations;

	private final int head;

	private final int[] nextInvoked;

	private final int[] previousInvoked;

	private final int[] nextEnded;

	private final int[] previousEnded;

	private final boolean[] contained;

	private int size;

	/**
	 * Create the links.
	 * @param operations the operations by the time of their invocation
	 */
	Remaining(List<Operation> operations) {
		this.operations = operations;
		this.size = operations.size();
		this.head = this.size;
		this.nextInvoked = new int[this.size + 1];
		this.previousInvoked = new int[this.size + 1];
		this.nextEnded = new int[this.size + 1];
		this.previousEnded = new int[this.size + 1];
		this.contained = new boolean[this.size];
		Arrays.fill(this.contained, true);
		link(IntStream.range(0, this.size).toArray(), this.nextInvoked, this.previousInvoked);
		int[] byEnding = IntStream.range(0, this.size)
			.boxed()
			.sorted(Comparator.comparingLong((index) -> operations.get(index).endedAt()))
			.mapToInt(Integer::intValue)
			.toArray();
		link(byEnding, this.nextEnded, this.previousEnded);
	}

	private void link(int[] order, int[] next, int[] previous) {
		int last = this.head;
		for (int index : order) {
			next[last] = index;
			previous[index] = last;
			last = index;
		}
		next[last] = this.head;
		previous[this.head] = last;
	}

	int size() {
		return this.size;
	}

	/**
	 * Return by when the next operation of the order has begun at the latest: when the
	 * first of the remaining ones had ended.
	 * @return a time of the history; only valid if something remains
	 */
	long limit() {
		return this.operations.get(this.nextEnded[this.head]).endedAt();
	}

	/**
	 * Return the operations one of which comes next unless an unknown one does. Together
	 * they also say which operations remain: these, and all that were invoked later.
	 * @return their indexes by the time of their invocation
	 */
	int[] candidates() {
		long limit = limit();
		int[] candidates = new int[8];
		int count = 0;
		for (int index = this.nextInvoked[this.head]; index != this.head; index = this.nextInvoked[index]) {
			if (this.operations.get(index).invokedAt() > limit) {
				break;
			}
			if (count == candidates.length) {
				candidates = Arrays.copyOf(candidates, count * 2);
			}
			candidates[count++] = index;
		}
		return Arrays.copyOf(candidates, count);
	}

	boolean contains(int index) {
		return this.contained[index];
	}

	void takeOut(int index) {
		this.contained[index] = false;
		this.nextInvoked[this.previousInvoked[index]] = this.nextInvoked[index];
		this.previousInvoked[this.nextInvoked[index]] = this.previousInvoked[index];
		this.nextEnded[this.previousEnded[index]] = this.nextEnded[index];
		this.previousEnded[this.nextEnded[index]] = this.previousEnded[index];
		this.size--;
	}

	void putBack(int index) {
		this.contained[index] = true;
		this.nextInvoked[this.previousInvoked[index]] = index;
		this.previousInvoked[this.nextInvoked[index]] = index;
		this.nextEnded[this.previousEnded[index]] = index;
		this.previousEnded[this.nextEnded[index]] = index;
		this.size++;
	}

}
