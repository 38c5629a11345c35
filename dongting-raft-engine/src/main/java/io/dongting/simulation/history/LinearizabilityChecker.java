package io.dongting.simulation.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Decides whether a history of a key-value store is linearizable. All keys are absent at
 * its beginning. Immutable; a check runs on the calling thread.
 *
 * <p>
 * The time grows about linearly with the length of the history, but can explode with the
 * number of writes that overlap on one key; therefore there is a budget.
 */
public final class LinearizabilityChecker {

	/** Ends a hopeless search after some seconds and a few hundred megabytes. */
	public static final long DEFAULT_BUDGET = 2_000_000;

	private final long budget;

	/**
	 * Create a checker with the default budget.
	 */
	public LinearizabilityChecker() {
		this(DEFAULT_BUDGET);
	}

	/**
	 * Create a checker.
	 * @param budget how many partial orders may be looked at for each key, positive
	 */
	public LinearizabilityChecker(long budget) {
		if (budget <= 0) {
			throw new IllegalArgumentException("'budget' must be positive");
		}
		this.budget = budget;
	}

	/**
	 * Judge a history.
	 * @param history its operations in any order
	 * @return the verdict; a key that is wrong counts more than one that is undecided
	 */
	public Verdict check(Collection<Operation> history) {
		Map<String, List<Operation>> byKey = new TreeMap<>();
		for (Operation operation : history) {
			byKey.computeIfAbsent(operation.key(), (key) -> new ArrayList<>()).add(operation);
		}
		int explained = 0;
		Verdict.@Nullable Undecided undecided = null;
		for (Map.Entry<String, List<Operation>> entry : byKey.entrySet()) {
			KeyHistory key = new KeyHistory(entry.getValue());
			Judgement judgement = judge(key);
			switch (judgement.outcome()) {
				case EXPLAINED -> explained += key.size();
				case IMPOSSIBLE -> {
					return new Verdict.NotLinearizable(entry.getKey(), judgement.window());
				}
				case BUDGET_USED_UP -> {
					if (undecided == null) {
						undecided = new Verdict.Undecided(entry.getKey(), judgement.window());
					}
				}
			}
		}
		return (undecided != null) ? undecided : new Verdict.Linearizable(byKey.size(), explained);
	}

	/**
	 * An order is usually found at once. If not, there may be none, which the relaxed
	 * search tells soonest.
	 */
	private Judgement judge(KeyHistory key) {
		Judgement quick = search(key, Search.Strictness.EXACT, Math.max(1, this.budget / 20));
		if (quick.outcome() != Search.Outcome.BUDGET_USED_UP) {
			return quick;
		}
		Judgement relaxed = search(key, Search.Strictness.RELAXED, this.budget);
		return (relaxed.outcome() == Search.Outcome.IMPOSSIBLE) ? relaxed
				: search(key, Search.Strictness.EXACT, this.budget);
	}

	private Judgement search(KeyHistory key, Search.Strictness strictness, long budget) {
		Search search = new Search(key, new Budget(budget), strictness);
		Search.Outcome outcome = search.run();
		return new Judgement(outcome, (outcome != Search.Outcome.EXPLAINED) ? search.window() : "");
	}

	private record Judgement(Search.Outcome outcome, String window) {

	}

}
