package io.dongting.simulation.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The definition of linearizability as directly as it can be written: tries every order.
 * Shares nothing with the checker. For a handful of operations.
 */
final class AllOrders {

	private final List<Operation> operations;

	AllOrders(List<Operation> operations) {
		this.operations = operations;
	}

	boolean explain() {
		return explain(this.operations, null);
	}

	private boolean explain(List<Operation> rest, @Nullable String value) {
		if (rest.stream().allMatch(AllOrders::isOptional)) {
			return true;
		}
		for (Operation next : rest) {
			if (rest.stream().anyMatch((other) -> mustPrecede(other, next))) {
				continue;
			}
			List<Operation> others = new ArrayList<>(rest);
			others.remove(next);
			if (isOptional(next) && explain(others, value)) {
				return true;
			}
			if (answer(next, value) && explain(others, after(next.action(), value))) {
				return true;
			}
		}
		return false;
	}

	private static boolean isOptional(Operation operation) {
		return operation.ending() instanceof Ending.Unknown || operation.ending() instanceof Ending.NotExecuted;
	}

	private static boolean mustPrecede(Operation other, Operation next) {
		return !isOptional(other) && other.endedAt() < next.invokedAt();
	}

	private static boolean answer(Operation operation, @Nullable String value) {
		Ending ending = operation.ending();
		if (ending instanceof Ending.Unknown || ending instanceof Ending.Written) {
			return true;
		}
		if (ending instanceof Ending.Read read) {
			return Objects.equals(read.value(), value);
		}
		if (ending instanceof Ending.Deleted deleted) {
			return deleted.deleted() == (value != null);
		}
		if (ending instanceof Ending.Swapped swapped && operation.action() instanceof Action.Cas cas) {
			return swapped.swapped() == Objects.equals(cas.expected(), value);
		}
		String appended = after(operation.action(), value);
		return ending instanceof Ending.Appended length && appended != null && length.length() == appended.length();
	}

	private static @Nullable String after(Action action, @Nullable String value) {
		if (action instanceof Action.Put put) {
			return put.value();
		}
		if (action instanceof Action.Delete) {
			return null;
		}
		if (action instanceof Action.Cas cas) {
			return Objects.equals(cas.expected(), value) ? cas.value() : value;
		}
		if (action instanceof Action.Append append) {
			return (value != null) ? value + append.suffix() : append.suffix();
		}
		return value;
	}

}
