package io.dongting.fiber;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Waits for a condition: no signal is lost and none is believed (trap D19).
 */
class ConditionWaitTests {

	private final FiberWorld world = new FiberWorld();

	private final FiberGroup group = this.world.group;

	private final List<String> log = this.world.log;

	private final FiberCondition changed = this.group.newCondition("changed");

	private int value;

	@Test
	void aPredicateThatHoldsNeedsNoSignal() {
		this.value = 1;
		this.world.start("waiter", new Waiter("waiter", () -> this.value == 1));
		assertThat(this.log).containsExactly("waiter");
	}

	@Test
	void aSignalBeforeTheWaitIsNotLost() {
		this.world.run(() -> {
			this.value = 1;
			this.changed.signal();
		});
		this.world.start("waiter", new Waiter("waiter", () -> this.value == 1));
		assertThat(this.log).containsExactly("waiter");
	}

	@Test
	void aSignalBetweenStartAndFirstStepIsNotLost() {
		this.world.run(() -> {
			this.group.start("waiter", new Waiter("waiter", () -> this.value == 1));
			this.value = 1;
			this.changed.signal();
		});
		assertThat(this.log).containsExactly("waiter");
	}

	@Test
	void aWakeUpIsNotBelievedUntilThePredicateHolds() {
		this.world.start("waiter", new Waiter("waiter", () -> this.value >= 3));
		for (int i = 1; i <= 2; i++) {
			change(i);
			assertThat(this.log).isEmpty();
		}
		change(3);
		assertThat(this.log).containsExactly("waiter");
	}

	@Test
	void thePredicateIsTestedWhenTheFiberHasItsTurnNotWhenSignalled() {
		this.world.start("waiter", new Waiter("waiter", () -> this.value == 1));
		this.world.run(() -> {
			this.value = 1;
			this.changed.signal();
			this.value = 0;
		});
		assertThat(this.log).isEmpty();
		this.world.run(() -> {
			this.changed.signal();
			this.value = 1;
		});
		assertThat(this.log).containsExactly("waiter");
	}

	@Test
	void oneSignalIsForTheFiberThatWaitsLongest() {
		startWaiters("a", "b", "c");
		this.world.run(() -> {
			this.value = 1;
			this.changed.signal();
		});
		assertThat(this.log).containsExactly("a");
		this.world.run(this.changed::signal);
		assertThat(this.log).containsExactly("a", "b");
	}

	@Test
	void aSignalForAllIsForAllInTheirOrder() {
		startWaiters("a", "b", "c");
		this.world.run(() -> {
			this.value = 1;
			this.changed.signalAll();
		});
		assertThat(this.log).containsExactly("a", "b", "c");
	}

	@Test
	void aSignalThatTheFirstCannotUseGoesToTheNextWhoCan() {
		this.world.start("a", new Waiter("a", () -> this.value == 1));
		this.world.start("b", new Waiter("b", () -> this.value == 2));
		this.world.start("c", new Waiter("c", () -> this.value >= 2));
		change(3);
		assertThat(this.log).containsExactly("c");
		change(2);
		assertThat(this.log).containsExactly("c", "b");
		change(1);
		assertThat(this.log).containsExactly("c", "b", "a");
	}

	@Test
	void aFiberThatWasWokenInVainKeepsItsPlace() {
		startWaiters("a", "b", "c");
		for (int i = 0; i < 3; i++) {
			this.world.run(this.changed::signal);
		}
		this.world.run(this.changed::signalAll);
		this.value = 1;
		for (int i = 0; i < 3; i++) {
			this.world.run(this.changed::signal);
		}
		assertThat(this.log).containsExactly("a", "b", "c");
	}

	@Test
	void aFiberThatLetASignalPassIsStillBeforeThoseWhoCameLater() {
		this.world.start("a", new Waiter("a", () -> this.value == 1));
		this.world.start("b", new Waiter("b", () -> this.value == 2));
		this.world.start("c", new Waiter("c", () -> this.value == 1));
		change(2);
		change(1);
		assertThat(this.log).containsExactly("b", "a");
	}

	@Test
	void aCancelledFiberWaitsNoMoreAndTakesNoSignal() {
		List<Fiber> fibers = startWaiters("a", "b", "c");
		this.world.run(() -> fibers.get(1).cancel("test"));
		this.world.run(() -> fibers.get(0).cancel("test"));
		change(1);
		assertThat(this.log).containsExactly("c");
	}

	@Test
	void aSignalHeldByAFiberThatIsCancelledGoesToTheNext() {
		List<Fiber> fibers = startWaiters("a", "b");
		this.world.run(() -> {
			this.value = 1;
			this.changed.signal();
			fibers.get(0).cancel("test");
		});
		assertThat(this.log).containsExactly("b");
	}

	@Test
	void aSignalHeldByAFiberWhosePredicateFailsGoesToTheNext() {
		this.world.start("a", new Waiter("a", () -> {
			if (this.value == 1) {
				throw new IllegalStateException("in predicate");
			}
			return false;
		}));
		startWaiters("b");
		change(1);
		assertThat(this.log).containsExactly("b");
		assertThat(this.world.failures).containsExactly("group: fiber 'a': in predicate");
	}

	@Test
	void aSignalHeldByAFiberWhoseTimeIsUpGoesToTheNext() {
		this.world.start("a", new TimedWaiter("a", () -> this.value == 2, Duration.ofMillis(1)));
		startWaiters("b");
		this.world.dispatcher.pause();
		this.group.execute(() -> {
			this.value = 1;
			this.changed.signal();
		});
		this.world.advanceMillis(1);
		this.world.dispatcher.resume();
		this.world.time.runUntilIdle();
		assertThat(this.log).containsExactlyInAnyOrder("a timed out", "b");
	}

	@Test
	void aWaitEndsWhenItsTimeIsUp() {
		this.world.start("a", new TimedWaiter("a", () -> false, Duration.ofMillis(5)));
		this.world.advanceMillis(4);
		assertThat(this.log).isEmpty();
		this.world.advanceMillis(1);
		assertThat(this.log).containsExactly("a timed out");
	}

	@Test
	void wakeUpsInVainDoNotExtendTheTime() {
		this.world.start("a", new TimedWaiter("a", () -> false, Duration.ofMillis(5)));
		for (int i = 0; i < 5; i++) {
			assertThat(this.log).isEmpty();
			this.world.run(this.changed::signalAll);
			this.world.advanceMillis(1);
		}
		assertThat(this.log).containsExactly("a timed out");
	}

	@Test
	void aTimeoutThatIsNotNeededLeavesNoTimer() {
		this.world.start("a", new TimedWaiter("a", () -> this.value == 1, Duration.ofMillis(5)));
		change(1);
		assertThat(this.log).containsExactly("a");
		assertThat(this.world.time.step()).as("an event is left in the world").isFalse();
	}

	@Test
	void aSignalAtTheInstantOfTheTimeoutWins() {
		this.world.start("a", new TimedWaiter("a", () -> this.value == 1, Duration.ofMillis(5)));
		this.world.dispatcher.pause();
		this.world.advanceMillis(5);
		this.group.execute(() -> {
			this.value = 1;
			this.changed.signal();
		});
		this.world.dispatcher.resume();
		this.world.time.runUntilIdle();
		assertThat(this.log).containsExactly("a");
	}

	@Test
	void aPredicateThatCameToHoldWithoutASignalIsFoundAtTheTimeout() {
		this.world.start("a", new TimedWaiter("a", () -> this.value == 1, Duration.ofMillis(5)));
		this.world.run(() -> this.value = 1);
		assertThat(this.log).isEmpty();
		this.world.advanceMillis(5);
		assertThat(this.log).containsExactly("a");
	}

	@Test
	void aTimeoutOfZeroStillPrefersThePredicate() {
		this.value = 1;
		this.world.start("a", new TimedWaiter("a", () -> this.value == 1, Duration.ZERO));
		this.world.start("b", new TimedWaiter("b", () -> this.value == 2, Duration.ZERO));
		assertThat(this.log).containsExactly("a", "b timed out");
	}

	@Test
	void aFiberThatIsCancelledByItsOwnPredicateEnds() {
		List<Fiber> self = new ArrayList<>();
		Waiter waiter = new Waiter("a", () -> {
			self.get(0).cancel("by predicate");
			return false;
		});
		this.world.run(() -> self.add(this.group.start("a", waiter)));
		assertThat(this.log).isEmpty();
		assertThat(self.get(0).cancelReason()).isEqualTo("by predicate");
		assertThat(this.group.dump()).contains("0 fibers");
	}

	private List<Fiber> startWaiters(String... names) {
		List<Fiber> fibers = new ArrayList<>();
		for (String name : names) {
			fibers.add(this.world.start(name, new Waiter(name, () -> this.value == 1)));
		}
		return fibers;
	}

	private void change(int newValue) {
		this.world.run(() -> {
			this.value = newValue;
			this.changed.signal();
		});
	}

	private final class Waiter extends FiberFrame<Void> {

		private final String name;

		private final BooleanSupplier predicate;

		Waiter(String name, BooleanSupplier predicate) {
			this.name = name;
			this.predicate = predicate;
		}

		@Override
		protected Step execute() {
			return awaitUntil(ConditionWaitTests.this.changed, this.predicate, this::resumed);
		}

		private Step resumed() {
			ConditionWaitTests.this.log.add(this.name);
			return finish();
		}

	}

	private final class TimedWaiter extends FiberFrame<Void> {

		private final String name;

		private final BooleanSupplier predicate;

		private final Duration timeout;

		TimedWaiter(String name, BooleanSupplier predicate, Duration timeout) {
			this.name = name;
			this.predicate = predicate;
			this.timeout = timeout;
		}

		@Override
		protected Step execute() {
			return awaitUntil(ConditionWaitTests.this.changed, this.predicate, this.timeout, () -> resumed(this.name),
					() -> resumed(this.name + " timed out"));
		}

		private Step resumed(String line) {
			ConditionWaitTests.this.log.add(line);
			return finish();
		}

	}

}
