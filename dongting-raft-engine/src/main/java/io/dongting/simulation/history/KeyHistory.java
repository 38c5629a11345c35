package io.dongting.simulation.history;

import java.util.Comparator;
import java.util.List;

/**
 * The operations of one key, sorted for the search. What was not executed is left out,
 * and so are reads that nobody saw the answer of.
 */
final class KeyHistory {

	/** Those that were answered, by the time of their invocation. */
	final List<Operation> answered;

	/** Those that may have been executed or not, by the time of their invocation. */
	final List<Operation> unknown;

	final ObservedTexts observed;

	KeyHistory(List<Operation> operations) {
		List<Operation> sorted = operations.stream()
			.filter((operation) -> !(operation.ending() instanceof Ending.NotExecuted))
			.sorted(Comparator.comparingLong(Operation::invokedAt))
			.toList();
		this.answered = sorted.stream().filter((operation) -> !isUnknown(operation)).toList();
		this.unknown = sorted.stream()
			.filter((operation) -> isUnknown(operation) && !(operation.action() instanceof Action.Get))
			.toList();
		this.observed = new ObservedTexts(sorted);
	}

	private static boolean isUnknown(Operation operation) {
		return operation.ending() instanceof Ending.Unknown;
	}

	int size() {
		return this.answered.size() + this.unknown.size();
	}

}
