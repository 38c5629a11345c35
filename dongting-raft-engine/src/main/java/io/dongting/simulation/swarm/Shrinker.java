package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Finds the little that matters of a scenario that fails: first a shorter time, then
 * kinds of faults, then single strikes, then a smaller cluster with fewer clients. What
 * is left fails in the same way, and fits on a page.
 */
public final class Shrinker {

	private static final int MESSAGE_KEPT = 24;

	private static final int TRIES = 6;

	private final Function<Scenario, RunReport> runner;

	private final BooleanSupplier goOn;

	private RunReport best;

	private final String symptom;

	private Shrinker(RunReport failed, Function<Scenario, RunReport> runner, BooleanSupplier goOn) {
		this.best = failed;
		this.runner = runner;
		this.goOn = goOn;
		this.symptom = symptom(failed);
	}

	/**
	 * Shrink a scenario.
	 * @param failed how it failed
	 * @param goOn asked before each run; when it says no, the best so far is the result
	 * @return the smallest that was found to fail in the same way
	 */
	public static RunReport shrink(RunReport failed, BooleanSupplier goOn) {
		return shrink(failed, (scenario) -> new SimulationRun(scenario).run(), goOn);
	}

	static RunReport shrink(RunReport failed, Function<Scenario, RunReport> runner, BooleanSupplier goOn) {
		if (failed.isClean()) {
			throw new IllegalArgumentException("Nothing failed with seed " + failed.scenario().seed());
		}
		Shrinker shrinker = new Shrinker(failed, runner, goOn);
		int before = Integer.MAX_VALUE;
		while (shrinker.size() < before && goOn.getAsBoolean()) {
			before = shrinker.size();
			shrinker.shortenTime();
			shrinker.dropKinds();
			shrinker.dropStrikes();
			shrinker.simplify();
		}
		return shrinker.best;
	}

	/** The first words tell one violation from another, numbers do not. */
	private static String symptom(RunReport report) {
		String message = Objects.requireNonNull(report.failure()).toString().replaceAll("[0-9]+", "");
		int colon = message.indexOf(": ") + 2;
		return message.substring(0, Math.min(message.length(), colon + MESSAGE_KEPT));
	}

	private int size() {
		Scenario scenario = this.best.scenario();
		return scenario.strikes().size() * 100 + scenario.options().clients() + scenario.options().hosts()
				+ (int) scenario.troubled().toSeconds();
	}

	/** With one fault less all later luck is another, so it is tried several times. */
	private boolean stillFails(Scenario smaller) {
		if (smaller.equals(this.best.scenario())) {
			return false;
		}
		for (int i = 0; i < TRIES && this.goOn.getAsBoolean(); i++) {
			RunReport report = this.runner.apply(smaller.withSeed(smaller.seed() + i));
			if (!report.isClean() && symptom(report).equals(this.symptom)) {
				this.best = report;
				return true;
			}
		}
		return false;
	}

	private void shortenTime() {
		Duration failedAt = this.best.simulated();
		if (failedAt.compareTo(this.best.scenario().troubled()) < 0) {
			stillFails(this.best.scenario().withTroubled(failedAt.plusMillis(1)));
		}
		Duration step = this.best.scenario().troubled().dividedBy(2);
		while (step.toMillis() > 200) {
			Duration shorter = this.best.scenario().troubled().minus(step);
			if (shorter.toMillis() <= 0 || !stillFails(this.best.scenario().withTroubled(shorter))) {
				step = step.dividedBy(2);
			}
		}
	}

	private void dropKinds() {
		for (FaultKind kind : EnumSet.allOf(FaultKind.class)) {
			Scenario current = this.best.scenario();
			stillFails(
					current.withStrikes(current.strikes().stream().filter((strike) -> strike.kind() != kind).toList()));
		}
	}

	/** Delta debugging: leave out ever smaller parts. */
	private void dropStrikes() {
		int part = Math.max(1, this.best.scenario().strikes().size() / 2);
		while (true) {
			int from = 0;
			while (from < this.best.scenario().strikes().size()) {
				List<Strike> fewer = new ArrayList<>(this.best.scenario().strikes());
				fewer.subList(from, Math.min(fewer.size(), from + part)).clear();
				if (!stillFails(this.best.scenario().withStrikes(fewer))) {
					from += part;
				}
			}
			if (part == 1) {
				return;
			}
			part = part / 2;
		}
	}

	private void simplify() {
		while (stillFails(this.best.scenario().withOptions(this.best.scenario().options().withFewerClients()))) {
			// again
		}
		while (stillFails(this.best.scenario().withOptions(this.best.scenario().options().withFewerNodes()))) {
			// again
		}
		while (this.best.scenario().options().neighbours() > 0
				&& stillFails(this.best.scenario().withOptions(this.best.scenario().options().withFewerNeighbours()))) {
			// as few as it takes
		}
		while (stillFails(this.best.scenario().withOptions(this.best.scenario().options().withFewerSpares()))) {
			// again
		}
		stillFails(this.best.scenario().withOptions(this.best.scenario().options().withoutFailpoints()));
	}

}
