package io.dongting.simulation.history;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What several unknown operations in a row could be good for: that one of the answered
 * operations that can come next finds the text, or the length, that its answer needs.
 * Whatever else an answer needs, one unknown operation provides if any number does.
 */
final class Goals {

	private final RegisterStates states;

	private final Search.Strictness strictness;

	private final List<String> texts = new ArrayList<>();

	private int mostLength = -1;

	/**
	 * Collect the goals.
	 * @param states the states
	 * @param strictness with wildcards, forgotten values need not be put together
	 * @param candidates the answered operations that can come next
	 * @param unused the unknown operations that can come before
	 */
	Goals(RegisterStates states, Search.Strictness strictness, List<Operation> candidates, List<Operation> unused) {
		this.states = states;
		this.strictness = strictness;
		candidates.forEach(this::addGoalOf);
		List<Operation> swaps = new ArrayList<>(unused);
		swaps.removeIf((operation) -> !(operation.action() instanceof Action.Cas));
		while (swaps.removeIf(this::addGoalOfUsefulSwap)) {
			// A swap may be what another one needs
		}
	}

	private void addGoalOf(Operation operation) {
		addText(RegisterModel.neededText(operation));
		this.mostLength = Math.max(this.mostLength, RegisterModel.neededLength(operation));
	}

	private boolean addGoalOfUsefulSwap(Operation swap) {
		if (swap.action() instanceof Action.Cas cas && mayBecomeGoal(cas.value(), cas.value().length())) {
			addText(cas.expected());
			return true;
		}
		return false;
	}

	private void addText(@Nullable String text) {
		// Absence is no goal for several operations: a delete alone leads there
		if (text != null) {
			this.texts.add(text);
		}
	}

	/**
	 * Tell whether further unknown operations can turn a state into what is needed.
	 * @param state the state
	 * @return whether a goal is within reach
	 */
	boolean inReachOf(int state) {
		String text = (state != RegisterStates.ABSENT) ? this.states.text(state) : "";
		return mayBecomeGoal(text, this.states.length(state));
	}

	private boolean mayBecomeGoal(@Nullable String text, int length) {
		boolean shortEnough = length <= this.mostLength && (text != null || this.strictness == Search.Strictness.EXACT);
		return shortEnough || (text != null && beginsText(text));
	}

	private boolean beginsText(String text) {
		for (String goal : this.texts) {
			if (goal.startsWith(text)) {
				return true;
			}
		}
		return false;
	}

}
