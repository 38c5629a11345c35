package io.dongting.simulation.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Looks for an order of one key's operations, depth first, with what Lowe added to Wing
 * and Gong's search: configurations are remembered, and the remaining operations are
 * linked lists.
 *
 * <p>
 * Five things keep it small. An answered operation that can change nothing is placed as
 * soon as it fits. Otherwise the one that ended first is tried first. What can no longer
 * lead to a text that the next operations need is given up. Unknown operations are tried
 * last, and only if the next operation can tell that they were there. And see
 * {@link RegisterStates}, {@link UnknownPool} and {@link Visited} for what counts as the
 * same.
 */
final class Search {

	private static final int NONE = -1;

	private final Budget budget;

	private final Strictness strictness;

	private final RegisterStates states;

	private final RegisterModel model;

	private final Choices choices;

	private final Visited visited = new Visited();

	private final Deque<Configuration> path = new ArrayDeque<>();

	private final StuckWindow stuck;

	/** Where the fewest operations remained, the first of several. */
	private @Nullable Configuration furthest;

	Search(KeyHistory history, Budget budget, Strictness strictness) {
		this.budget = budget;
		this.strictness = strictness;
		this.states = new RegisterStates(history.observed);
		this.model = new RegisterModel(this.states);
		this.choices = new Choices(history, strictness);
		this.stuck = new StuckWindow(history, this.states);
	}

	/** What an order has to keep to. */
	enum Strictness {

		/** Every operation stands in it at most once. */
		EXACT,

		/**
		 * Unknown operations whose text nobody sees any more may be used again and again,
		 * see {@link Wildcards}. That there is no order even so is found out much faster.
		 */
		RELAXED

	}

	/** How a search ended. */
	enum Outcome {

		EXPLAINED, IMPOSSIBLE, BUDGET_USED_UP

	}

	Outcome run() {
		if (this.choices.isComplete()) {
			return Outcome.EXPLAINED;
		}
		this.path.push(new Configuration(RegisterStates.ABSENT, NONE));
		while (!this.path.isEmpty()) {
			Configuration current = this.path.element();
			if (!current.hasNext()) {
				leaveBehind(current);
				this.path.pop();
				giveBackLast();
			}
			else if (this.budget.isUsedUp()) {
				this.path.forEach(this::leaveBehind);
				return Outcome.BUDGET_USED_UP;
			}
			else {
				this.choices.use(current.choose());
				if (this.choices.isComplete()) {
					return Outcome.EXPLAINED;
				}
				this.path.push(current.next());
			}
		}
		return Outcome.IMPOSSIBLE;
	}

	/**
	 * Return the end of the longest explanation found, for people, after a search that
	 * found no order.
	 * @return several lines
	 */
	String window() {
		return this.stuck.text();
	}

	private void giveBackLast() {
		if (!this.path.isEmpty()) {
			this.choices.giveBack(this.path.element().chosen());
		}
	}

	private int step(int choice, int from) {
		return this.model.step(this.choices.operation(choice), from);
	}

	/**
	 * The search turns back here, or ends. As long as it goes on, nobody needs to know
	 * how it came here.
	 */
	private void leaveBehind(Configuration left) {
		if (left == this.furthest) {
			this.stuck.furthest(left.state, left.candidates, left.remaining, placedBefore(left));
		}
	}

	/**
	 * Return the last operations of the order up to a configuration, the latest first.
	 */
	private List<Operation> placedBefore(Configuration end) {
		return this.path.stream()
			.dropWhile((configuration) -> configuration != end)
			.skip(1)
			.limit(StuckWindow.MOST_LINES)
			.map((configuration) -> this.choices.operation(configuration.chosen()))
			.toList();
	}

	/**
	 * The operations placed so far, as far as it matters: which remain, which unknown
	 * ones were used, and the state.
	 */
	private final class Configuration {

		private final int state;

		/** The state before the last operation if that was an unknown one, or NONE. */
		private final int stateBeforeUnknown;

		private final int[] candidates;

		private final int remaining;

		private final int[] next;

		private int position;

		private Configuration(int state, int stateBeforeUnknown) {
			Search.this.budget.configuration();
			long limit = Search.this.choices.limit();
			this.state = Search.this.states.forget(state, limit);
			this.stateBeforeUnknown = stateBeforeUnknown;
			this.candidates = Search.this.choices.answered();
			this.remaining = Search.this.choices.remaining();
			if (Search.this.furthest == null || this.remaining < Search.this.furthest.remaining) {
				Search.this.furthest = this;
			}
			this.next = findNext(this.candidates, limit);
		}

		private int[] findNext(int[] candidates, long limit) {
			for (int candidate : candidates) {
				if (RegisterModel.isReadOnly(Search.this.choices.operation(candidate))
						&& step(candidate, this.state) == this.state) {
					return new int[] { candidate };
				}
			}
			if (Search.this.choices.isHopeless(candidates, Search.this.states.text(this.state)) || !Search.this.visited
				.enter(this.state, candidates, Search.this.choices.usedUnknown(limit), Search.this.budget)) {
				return new int[0];
			}
			List<Integer> result = new ArrayList<>();
			for (int candidate : candidates) {
				if (makesSense(candidate)) {
					result.add(candidate);
				}
			}
			if (result.size() > 1) {
				result.sort(Comparator.comparingLong((choice) -> Search.this.choices.operation(choice).endedAt()));
			}
			int[] unknown = Search.this.choices.unknown(candidates, limit);
			if (unknown.length > 0) {
				addUnknown(result, candidates, unknown);
			}
			return result.stream().mapToInt(Integer::intValue).toArray();
		}

		/**
		 * An unknown operation is only worth using if the next one could not have had the
		 * same effect without it.
		 */
		private boolean makesSense(int choice) {
			int after = step(choice, this.state);
			return after != RegisterModel.IMPOSSIBLE
					&& (this.stateBeforeUnknown == NONE || step(choice, this.stateBeforeUnknown) != after);
		}

		private void addUnknown(List<Integer> result, int[] candidates, int[] unknown) {
			@Nullable Goals goals = null;
			List<Integer> later = new ArrayList<>();
			for (int choice : unknown) {
				int after = step(choice, this.state);
				if (after == this.state || !makesSense(choice)) {
					continue;
				}
				if (helps(after, candidates)) {
					result.add(choice);
				}
				else {
					goals = (goals != null) ? goals : goals(candidates, unknown);
					if (goals.inReachOf(after)) {
						later.add(choice);
					}
				}
			}
			result.addAll(later);
		}

		private Goals goals(int[] candidates, int[] unknown) {
			return new Goals(Search.this.states, Search.this.strictness, Search.this.choices.operations(candidates),
					Search.this.choices.operations(unknown));
		}

		private boolean helps(int after, int[] candidates) {
			for (int candidate : candidates) {
				int then = step(candidate, after);
				if (then != RegisterModel.IMPOSSIBLE && then != step(candidate, this.state)) {
					return true;
				}
			}
			return false;
		}

		private boolean hasNext() {
			return this.position < this.next.length;
		}

		private int choose() {
			return this.next[this.position++];
		}

		private int chosen() {
			return this.next[this.position - 1];
		}

		private Configuration next() {
			int choice = chosen();
			return new Configuration(step(choice, this.state), Choices.isAnswered(choice) ? NONE : this.state);
		}

	}

}
