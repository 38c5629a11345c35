package io.dongting.simulation.history;

import org.jspecify.annotations.Nullable;

/**
 * What a single copy of the register would do.
 */
final class RegisterModel {

	/** The operation cannot have been answered as it was in this state. */
	static final int IMPOSSIBLE = -1;

	private final RegisterStates states;

	RegisterModel(RegisterStates states) {
		this.states = states;
	}

	/**
	 * Execute an operation.
	 * @param operation the operation, answered or unknown
	 * @param state the state before
	 * @return the state after, or {@link #IMPOSSIBLE}
	 */
	int step(Operation operation, int state) {
		Action action = operation.action();
		Ending ending = operation.ending();
		if (action instanceof Action.Put put) {
			return this.states.of(put.value());
		}
		if (action instanceof Action.Get) {
			return get(ending, state);
		}
		if (action instanceof Action.Delete) {
			return delete(ending, state);
		}
		if (action instanceof Action.Cas cas) {
			return cas(cas, ending, state);
		}
		return append((Action.Append) action, ending, state);
	}

	/**
	 * Tell whether an operation, going by its answer, changed nothing wherever it stands.
	 * @param operation the operation
	 * @return whether it only looked
	 */
	static boolean isReadOnly(Operation operation) {
		Ending ending = operation.ending();
		return ending instanceof Ending.Read || (ending instanceof Ending.Swapped swapped && !swapped.swapped())
				|| (ending instanceof Ending.Deleted deleted && !deleted.deleted());
	}

	/**
	 * Return the text that must be there for an operation to be answered as it was.
	 * @param operation the operation
	 * @return the text, {@code null} if there is no such text
	 */
	static @Nullable String neededText(Operation operation) {
		Ending ending = operation.ending();
		if (ending instanceof Ending.Read read) {
			return read.value();
		}
		boolean swapped = ending instanceof Ending.Swapped answer && answer.swapped();
		return (swapped && operation.action() instanceof Action.Cas cas) ? cas.expected() : null;
	}

	/**
	 * Return the length of what must be there for an append to be answered as it was.
	 * @param operation the operation
	 * @return the number of characters, -1 if it does not matter
	 */
	static int neededLength(Operation operation) {
		boolean known = operation.ending() instanceof Ending.Appended;
		return (known && operation.action() instanceof Action.Append append)
				? ((Ending.Appended) operation.ending()).length() - append.suffix().length() : -1;
	}

	private int get(Ending ending, int state) {
		boolean fits = ending instanceof Ending.Read read && state == ofNullable(read.value());
		return (fits) ? state : IMPOSSIBLE;
	}

	private int delete(Ending ending, int state) {
		boolean fits = !(ending instanceof Ending.Deleted deleted)
				|| deleted.deleted() == (state != RegisterStates.ABSENT);
		return (fits) ? RegisterStates.ABSENT : IMPOSSIBLE;
	}

	private int cas(Action.Cas cas, Ending ending, int state) {
		boolean equal = (state == ofNullable(cas.expected()));
		if (ending instanceof Ending.Swapped swapped && swapped.swapped() != equal) {
			return IMPOSSIBLE;
		}
		return (equal) ? this.states.of(cas.value()) : state;
	}

	private int append(Action.Append append, Ending ending, int state) {
		int length = this.states.length(state) + append.suffix().length();
		if (ending instanceof Ending.Appended appended && appended.length() != length) {
			return IMPOSSIBLE;
		}
		return this.states.append(state, append.suffix());
	}

	private int ofNullable(@Nullable String value) {
		return (value != null) ? this.states.of(value) : RegisterStates.ABSENT;
	}

}
