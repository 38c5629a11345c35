package io.dongting.simulation.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Gives each state of a register a number.
 *
 * <p>
 * A value that is not the beginning of any text that somebody still reads or expects can
 * never again be told from another of the same length, whatever is appended to it. All
 * such values are one state for each length. This loses nothing and keeps the search
 * small.
 */
final class RegisterStates {

	/** The state of an absent key. */
	static final int ABSENT = 0;

	private final ObservedTexts observed;

	/** Every value met so far with its state; several may share one. */
	private final Map<String, Integer> byValue = new HashMap<>();

	private final Map<Integer, Integer> byLength = new HashMap<>();

	private final List<State> states = new ArrayList<>();

	RegisterStates(ObservedTexts observed) {
		this.observed = observed;
		add(new State(null, 0, Long.MAX_VALUE));
	}

	int of(String value) {
		return this.byValue.computeIfAbsent(value, this::number);
	}

	private int number(String value) {
		long lastSeen = this.observed.lastSeenBeginning(value);
		return (lastSeen != ObservedTexts.NEVER) ? add(new State(value, value.length(), lastSeen))
				: ofLength(value.length());
	}

	int append(int state, String suffix) {
		if (state == ABSENT) {
			return of(suffix);
		}
		String text = this.states.get(state).text();
		return (text != null) ? of(text.concat(suffix)) : ofLength(length(state) + suffix.length());
	}

	/**
	 * Forget what a value was if nobody will ask any more.
	 * @param state the state
	 * @param limit all operations that ended before have their place in the order
	 * @return the state to go on with
	 */
	int forget(int state, long limit) {
		return (this.states.get(state).lastSeen() < limit) ? ofLength(length(state)) : state;
	}

	int length(int state) {
		return this.states.get(state).length();
	}

	/**
	 * Return the value of a state.
	 * @param state the state
	 * @return the value, {@code null} if absent or forgotten
	 */
	@Nullable String text(int state) {
		return this.states.get(state).text();
	}

	String describe(int state) {
		if (state == ABSENT) {
			return "absent";
		}
		String text = this.states.get(state).text();
		return (text != null) ? StuckWindow.quote(text) : "a value of length " + length(state) + " that nobody reads";
	}

	private int ofLength(int length) {
		return this.byLength.computeIfAbsent(length, (characters) -> add(new State(null, characters, Long.MAX_VALUE)));
	}

	private int add(State state) {
		this.states.add(state);
		return this.states.size() - 1;
	}

	private record State(@Nullable String text, int length, long lastSeen) {

	}

}
