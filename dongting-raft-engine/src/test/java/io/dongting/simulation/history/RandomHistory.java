package io.dongting.simulation.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;

/**
 * Makes histories that are linearizable because they come from a real order: each
 * operation takes effect at a moment of its own, somewhere between its invocation and its
 * ending.
 */
final class RandomHistory {

	private static final int SPACING = 100;

	private final SplittableRandom random;

	private final int overlap;

	private final int unknownPercent;

	private final List<Operation> operations = new ArrayList<>();

	private final List<String> past = new ArrayList<>();

	private @Nullable String value;

	/**
	 * Create a generator.
	 * @param seed decides everything
	 * @param overlap how many operations are under way at a time, roughly
	 * @param unknownPercent how many of the writes end unknown; half of these happen, at
	 * any time after their invocation
	 */
	RandomHistory(long seed, int overlap, int unknownPercent) {
		this.random = new SplittableRandom(seed);
		this.overlap = overlap;
		this.unknownPercent = unknownPercent;
	}

	List<Operation> make(int size) {
		for (int number = 0; number < size; number++) {
			long moment = (number + 1L) * SPACING;
			Action action = action(number);
			boolean unknown = !(action instanceof Action.Get) && this.random.nextInt(100) < this.unknownPercent;
			long before = this.random.nextLong((long) this.overlap * SPACING);
			if (unknown) {
				long invokedAt = Math.max(0, moment - before * (1 + this.random.nextInt(10)));
				if (this.random.nextBoolean()) {
					execute(action);
				}
				add(number, action, new Ending.Unknown(), invokedAt, moment);
			}
			else {
				long after = this.random.nextLong((long) this.overlap * SPACING);
				add(number, action, execute(action), Math.max(0, moment - before), moment + after);
			}
			if (this.value != null) {
				this.past.add(this.value);
			}
		}
		return this.operations;
	}

	private void add(int client, Action action, Ending ending, long invokedAt, long endedAt) {
		this.operations.add(new Operation(client, "key", action, ending, invokedAt, endedAt));
	}

	private Action action(int number) {
		String unique = number + "-".repeat(1 + this.random.nextInt(40)) + ";";
		int dice = this.random.nextInt(100);
		if (dice < 40) {
			return new Action.Get();
		}
		if (dice < 60) {
			return new Action.Put(unique);
		}
		if (dice < 65) {
			return new Action.Delete();
		}
		if (dice < 80) {
			return new Action.Cas(this.random.nextBoolean() ? this.value : somePast(), unique);
		}
		return new Action.Append(unique);
	}

	private @Nullable String somePast() {
		return (this.past.isEmpty()) ? null : this.past.get(this.random.nextInt(this.past.size()));
	}

	private Ending execute(Action action) {
		String before = this.value;
		if (action instanceof Action.Put put) {
			this.value = put.value();
			return new Ending.Written();
		}
		if (action instanceof Action.Get) {
			return new Ending.Read(before);
		}
		if (action instanceof Action.Delete) {
			this.value = null;
			return new Ending.Deleted(before != null);
		}
		if (action instanceof Action.Cas cas) {
			boolean swapped = Objects.equals(before, cas.expected());
			this.value = (swapped) ? cas.value() : before;
			return new Ending.Swapped(swapped);
		}
		this.value = ((before != null) ? before : "") + ((Action.Append) action).suffix();
		return new Ending.Appended(this.value.length());
	}

}
