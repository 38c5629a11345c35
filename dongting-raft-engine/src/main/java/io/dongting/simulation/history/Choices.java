package io.dongting.simulation.history;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What can come next in an order. A choice is a number: not negative for an answered
 * operation, the complement of an index for an unknown one, and after those for a
 * wildcard.
 */
final class Choices {

	private final KeyHistory history;

	private final Search.Strictness strictness;

	private final Remaining remaining;

	private final UnknownPool unknown;

	private final Wildcards wildcards;

	private final Writers writers;

	Choices(KeyHistory history, Search.Strictness strictness) {
		this.history = history;
		this.strictness = strictness;
		this.remaining = new Remaining(history.answered);
		this.unknown = new UnknownPool(history, strictness);
		this.wildcards = new Wildcards(history);
		this.writers = new Writers(history);
	}

	static boolean isAnswered(int choice) {
		return choice >= 0;
	}

	Operation operation(int choice) {
		if (isAnswered(choice)) {
			return this.history.answered.get(choice);
		}
		int index = ~choice;
		int unknownSize = this.history.unknown.size();
		return (index < unknownSize) ? this.history.unknown.get(index) : this.wildcards.operation(index - unknownSize);
	}

	List<Operation> operations(int[] choices) {
		return Arrays.stream(choices).mapToObj(this::operation).toList();
	}

	boolean isComplete() {
		return this.remaining.size() == 0;
	}

	/**
	 * Return how many answered operations have no place yet.
	 * @return the number
	 */
	int remaining() {
		return this.remaining.size();
	}

	/**
	 * Return when the next operation has begun at the latest.
	 * @return a time of the history
	 */
	long limit() {
		return this.remaining.limit();
	}

	/**
	 * Return the answered operations that can come next.
	 * @return the choices, ascending
	 */
	int[] answered() {
		return this.remaining.candidates();
	}

	/**
	 * Return the unknown operations that can come next.
	 * @param answered the answered ones that can
	 * @param limit as {@link #limit()}
	 * @return the choices
	 */
	int[] unknown(int[] answered, long limit) {
		IntStream own = Arrays.stream(this.unknown.candidates(limit));
		if (this.strictness == Search.Strictness.EXACT) {
			return own.map((index) -> ~index).toArray();
		}
		int unknownSize = this.history.unknown.size();
		Stream<Integer> wild = this.wildcards.candidates(operations(answered), limit).stream();
		return IntStream.concat(own, wild.mapToInt((index) -> index + unknownSize)).map((index) -> ~index).toArray();
	}

	int[] usedUnknown(long limit) {
		return this.unknown.used(limit);
	}

	/**
	 * Tell whether one of the next operations needs a text that cannot come about any
	 * more.
	 * @param answered the next operations
	 * @param value the value now, as {@link Writers} takes it
	 * @return whether no order goes on from here
	 */
	boolean isHopeless(int[] answered, @Nullable String value) {
		for (int choice : answered) {
			String needed = RegisterModel.neededText(operation(choice));
			if (needed != null && !this.writers.canBecome(value, needed, this::isAvailable)) {
				return true;
			}
		}
		return false;
	}

	private boolean isAvailable(int choice) {
		return isAnswered(choice) ? this.remaining.contains(choice) : !this.unknown.isUsed(~choice);
	}

	void use(int choice) {
		if (isAnswered(choice)) {
			this.remaining.takeOut(choice);
		}
		else if (!isWildcard(choice)) {
			this.unknown.use(~choice);
		}
	}

	void giveBack(int choice) {
		if (isAnswered(choice)) {
			this.remaining.putBack(choice);
		}
		else if (!isWildcard(choice)) {
			this.unknown.giveBack(~choice);
		}
	}

	private boolean isWildcard(int choice) {
		return ~choice >= this.history.unknown.size();
	}

}
