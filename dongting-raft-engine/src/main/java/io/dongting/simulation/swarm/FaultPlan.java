package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Draws what goes wrong in a run: first which kinds of faults there are at all, then how
 * often each strikes. Runs in which one kind is frequent and another absent find more
 * than runs with a little of everything.
 */
final class FaultPlan {

	private static final int LEAST_INTERVAL_MILLIS = 500;

	private static final int INTERVAL_SPREAD_MILLIS = 15_000;

	/** In some runs hardly anything goes wrong but a kind or two. */
	private static final int[] ONE_IN = { 3, 6, 12, 25 };

	/** Somebody wants it: it need not be rare to be met with by what is. */
	private static final int WANTED_ONE_IN = 5;

	/** A run with less than this has not been tested. */
	private static final Duration LONGEST_PEACE = Duration.ofSeconds(10);

	private FaultPlan() {
	}

	static List<Strike> draw(SplittableRandom random, SwarmOptions options, Duration troubled, Set<FaultKind> allowed) {
		List<FaultKind> fit = Stream.of(FaultKind.values())
			.filter((kind) -> allowed.contains(kind) && isFit(kind, options))
			.toList();
		int oneIn = ONE_IN[random.nextInt(ONE_IN.length)];
		List<Strike> strikes = new ArrayList<>();
		for (FaultKind kind : FaultKind.values()) {
			// Drawn for all, so that to forbid one leaves the others as they are
			SplittableRandom chance = random.split();
			boolean exists = chance.nextInt(isWanted(kind) ? Math.min(oneIn, WANTED_ONE_IN) : oneIn) == 0;
			if (exists && fit.contains(kind)) {
				strike(strikes, kind, chance, troubled);
			}
		}
		strikes.sort(Comparator.comparingLong(Strike::atMillis));
		breakPeace(strikes, fit.stream().filter((kind) -> kind != FaultKind.FOUNDING).toList(), random.split(),
				troubled);
		return strikes;
	}

	private static void strike(List<Strike> strikes, FaultKind kind, SplittableRandom chance, Duration troubled) {
		if (kind == FaultKind.FOUNDING) {
			strikes.add(new Strike(0, kind, chance.nextLong()));
			return;
		}
		double meanMillis = LEAST_INTERVAL_MILLIS + chance.nextInt(INTERVAL_SPREAD_MILLIS);
		double atMillis = 0;
		while (true) {
			atMillis += -Math.log(1 - chance.nextDouble()) * meanMillis;
			if (atMillis >= troubled.toMillis()) {
				return;
			}
			strikes.add(new Strike((long) atMillis, kind, chance.nextLong()));
		}
	}

	/** At least one fault in each ten seconds. */
	private static void breakPeace(List<Strike> strikes, List<FaultKind> fit, SplittableRandom random,
			Duration troubled) {
		if (fit.isEmpty()) {
			return;
		}
		long atMillis = 0;
		int next = 0;
		while (atMillis + LONGEST_PEACE.toMillis() <= troubled.toMillis()) {
			long endMillis = atMillis + LONGEST_PEACE.toMillis();
			if (next < strikes.size() && strikes.get(next).atMillis() < endMillis) {
				atMillis = strikes.get(next).atMillis();
			}
			else {
				atMillis = random.nextLong(atMillis, endMillis);
				FaultKind kind = fit.get(random.nextInt(fit.size()));
				strikes.add(next, new Strike(atMillis, kind, random.nextLong()));
			}
			next++;
		}
	}

	private static boolean isWanted(FaultKind kind) {
		return switch (kind) {
			case CHANGE_MEMBERS, CHANGE_BY_HAND, CHANGE_TWICE, CANCEL_CHANGE, ADD_AGAIN, GUEST -> true;
			default -> false;
		};
	}

	/** Leases rely on clocks that run evenly. */
	private static boolean isFit(FaultKind kind, SwarmOptions options) {
		return switch (kind) {
			case CLOCK_JUMP, CLOCK_STOP -> !options.leaseReads();
			case CLOCK_DRIFT -> options.driftPartsPerMillion() > 0;
			default -> true;
		};
	}

}
