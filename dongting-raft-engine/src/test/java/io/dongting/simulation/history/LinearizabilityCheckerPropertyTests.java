package io.dongting.simulation.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random histories: what really happened must pass, what cannot have happened must not.
 */
class LinearizabilityCheckerPropertyTests {

	private final LinearizabilityChecker checker = new LinearizabilityChecker();

	@Test
	void everyHistoryThatReallyHappenedPasses() {
		for (long seed = 0; seed < 300; seed++) {
			SplittableRandom random = new SplittableRandom(seed);
			List<Operation> history = new RandomHistory(seed, 1 + random.nextInt(6), random.nextInt(30)).make(200);
			assertThat(this.checker.check(history)).as("seed " + seed).isInstanceOf(Verdict.Linearizable.class);
		}
	}

	@Test
	void aPlantedStaleReadFails() {
		for (long seed = 0; seed < 300; seed++) {
			SplittableRandom random = new SplittableRandom(seed);
			List<Operation> history = new RandomHistory(seed, 1 + random.nextInt(6), random.nextInt(30)).make(200);
			plantStaleRead(history);
			assertThat(this.checker.check(history)).as("seed " + seed).isInstanceOf(Verdict.NotLinearizable.class);
		}
	}

	@Test
	void everyVerdictOnASmallHistoryIsThatOfTryingAllOrders() {
		int wrong = 0;
		for (long seed = 0; seed < 3000; seed++) {
			SplittableRandom random = new SplittableRandom(seed);
			List<Operation> history = new RandomHistory(seed, 1 + random.nextInt(5), random.nextInt(60)).make(8);
			swapTwoReads(history, random);
			boolean expected = new AllOrders(history).explain();
			wrong += (expected) ? 0 : 1;
			assertThat(this.checker.check(history) instanceof Verdict.Linearizable).as("seed %d: %s", seed, history)
				.isEqualTo(expected);
		}
		assertThat(wrong).isBetween(300, 2700);
	}

	@Test
	void thousandsOfOperationsOnOneKeyAreDecided() {
		List<Operation> history = new RandomHistory(1, 3, 2).make(10_000);
		assertThat(this.checker.check(history)).isInstanceOf(Verdict.Linearizable.class);
		plantStaleRead(history);
		assertThat(this.checker.check(history)).isInstanceOf(Verdict.NotLinearizable.class);
	}

	/**
	 * Read at the very end what was there at the middle and was replaced by an answered
	 * write long before the end.
	 */
	private static void plantStaleRead(List<Operation> history) {
		long middle = history.get(history.size() / 2).endedAt();
		long end = history.stream().mapToLong(Operation::endedAt).max().orElseThrow();
		Operation seen = history.stream()
			.filter((operation) -> operation.endedAt() < middle)
			.filter((operation) -> operation.ending() instanceof Ending.Read read && read.value() != null)
			.max(Comparator.comparingLong(Operation::endedAt))
			.orElseThrow();
		history.add(new Operation(0, "key", new Action.Put("the last"), new Ending.Written(), end + 1, end + 2));
		history.add(new Operation(0, "key", new Action.Get(), new Ending.Read("the last"), end + 3, end + 4));
		history.add(new Operation(0, "key", new Action.Get(), seen.ending(), end + 5, end + 6));
	}

	private static void swapTwoReads(List<Operation> history, SplittableRandom random) {
		List<Operation> reads = new ArrayList<>(
				history.stream().filter((operation) -> operation.ending() instanceof Ending.Read).toList());
		if (reads.size() < 2) {
			return;
		}
		Operation one = reads.remove(random.nextInt(reads.size()));
		Operation other = reads.remove(random.nextInt(reads.size()));
		if (!Objects.equals(one.ending(), other.ending())) {
			history.replaceAll((operation) -> {
				if (operation == one) {
					return withEnding(one, other.ending());
				}
				return (operation == other) ? withEnding(other, one.ending()) : operation;
			});
		}
	}

	private static Operation withEnding(Operation operation, Ending ending) {
		return new Operation(operation.client(), operation.key(), operation.action(), ending, operation.invokedAt(),
				operation.endedAt());
	}

}
