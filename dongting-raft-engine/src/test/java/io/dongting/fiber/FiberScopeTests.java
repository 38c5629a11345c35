package io.dongting.fiber;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FiberScopeTests {

	private final FiberWorld world = new FiberWorld();

	private final FiberGroup group = this.world.group;

	private final List<String> log = this.world.log;

	@Test
	void cancellingEndsEverythingInsideAndNothingOutside() {
		this.world.run(() -> {
			FiberScope term = this.group.newScope("term 1");
			this.group.start("outside", new Sleeper("outside"));
			this.group.start(term, "inside", new Sleeper("inside"));
			this.group.start(term.newScope("peer"), "nested", new Sleeper("nested"));
			// So that they wait when they are cancelled.
			this.group.execute(() -> {
				term.cancel("term is over");
				this.log.add("cancel returned");
			});
		});
		assertThat(this.log).containsExactly("nested ended: term is over", "inside ended: term is over",
				"cancel returned");
		assertThat(this.group.dump()).contains("1 fiber\n").contains("'outside'").doesNotContain("term 1");
	}

	@Test
	void innerScopesEndFirstAndTheLatestOfEachKindBeforeTheEarlier() {
		this.world.run(() -> {
			FiberScope outer = this.group.newScope("outer");
			FiberScope firstChild = outer.newScope("first");
			FiberScope secondChild = outer.newScope("second");
			this.group.start(outer, "a", new Sleeper("a"));
			this.group.start(firstChild, "b", new Sleeper("b"));
			this.group.start(secondChild, "c", new Sleeper("c"));
			this.group.start(outer, "d", new Sleeper("d"));
			this.group.start(firstChild.newScope("deep"), "e", new Sleeper("e"));
			outer.cancel("x");
		});
		assertThat(this.log).containsExactly("c ended: x", "e ended: x", "b ended: x", "d ended: x", "a ended: x");
	}

	@Test
	void aFiberThatWaitsReadyOrNotYetBegunEndsWithoutAnotherStep() {
		FiberCondition condition = this.group.newCondition("condition");
		boolean[] holds = new boolean[1];
		FiberScope[] scope = new FiberScope[1];
		FiberFrame<Void> waiting = new FiberFrame<>() {
			@Override
			protected Step execute() {
				return awaitUntil(condition, () -> holds[0], () -> {
					FiberScopeTests.this.log.add("ran after the cancellation");
					return finish();
				});
			}
		};
		this.world.run(() -> {
			scope[0] = this.group.newScope("scope");
			this.group.start(scope[0], "waiting", waiting);
		});
		this.world.run(() -> {
			holds[0] = true;
			condition.signal();
			this.group.start(scope[0], "new", new Sleeper("new"));
			scope[0].cancel("x");
		});
		assertThat(this.log).containsExactly("new ended: x");
	}

	@Test
	void aFiberStartedInACancelledScopeEndsAtOnce() {
		this.world.run(() -> {
			FiberScope scope = this.group.newScope("scope");
			scope.cancel("x");
			Fiber fiber = this.group.start(scope, "late", new Sleeper("late"));
			this.log.add("started");
			fiber.ended().whenComplete((outcome, failure) -> this.log.add(outcome.toString()));
			assertThat(scope.newScope("child").isCancelled()).isTrue();
			assertThat(scope.cancelReason()).isEqualTo("x");
		});
		assertThat(this.log).containsExactly("late ended: x", "started", "CANCELLED");
		assertThat(this.world.failures).isEmpty();
	}

	@Test
	void aFiberMayCancelTheScopeInWhichItRuns() {
		this.world.run(() -> {
			FiberScope scope = this.group.newScope("scope");
			this.group.start(scope, "other", new Sleeper("other"));
			this.group.start(scope, "canceller", new Sleeper("canceller") {
				@Override
				protected Step execute() {
					scope.cancel("x");
					FiberScopeTests.this.log.add("cancel returned");
					return super.execute();
				}
			});
		});
		assertThat(this.log).containsExactly("other ended: x", "cancel returned", "canceller ended: x");
	}

	@Test
	void finallyMayCancelFurtherScopesAndStartFibersElsewhere() {
		this.world.run(() -> {
			FiberScope first = this.group.newScope("first");
			FiberScope second = this.group.newScope("second");
			this.group.start(second, "b", new Sleeper("b"));
			this.group.start(first, "a", new FiberFrame<Void>() {
				@Override
				protected Step execute() {
					return sleep(Duration.ofDays(1), this::finish);
				}

				@Override
				protected void onFinally() {
					second.cancel("y");
					first.cancel("again");
					group().start("cleaner", new Sleeper("cleaner"));
				}
			});
			first.cancel("x");
		});
		assertThat(this.log).containsExactly("b ended: y");
		assertThat(this.group.dump()).contains("'cleaner'");
	}

	@Test
	void aThousandScopesThatWereCancelledLeaveNothingBehind() {
		List<FiberScope> scopes = new ArrayList<>();
		this.world.run(() -> {
			for (int i = 0; i < 1000; i++) {
				FiberScope scope = this.group.newScope("term " + i);
				scopes.add(scope);
				this.group.start(scope, "fiber", new Sleeper("fiber"));
				scope.cancel("x");
			}
		});
		assertThat(scopes).hasSize(1000);
		assertThat(this.group.rootScope().children()).isEmpty();
		assertThat(this.world.time.step()).as("an event is left in the world").isFalse();
	}

	private class Sleeper extends FiberFrame<Void> {

		private final String name;

		Sleeper(String name) {
			this.name = name;
		}

		@Override
		protected Step execute() {
			return sleep(Duration.ofDays(1), this::finish);
		}

		@Override
		protected void onFinally() {
			FiberScopeTests.this.log.add(this.name + " ended: " + fiber().cancelReason());
		}

	}

}
