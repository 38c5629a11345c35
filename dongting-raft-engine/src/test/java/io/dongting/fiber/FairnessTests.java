package io.dongting.fiber;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FairnessTests {

	private static final int BUDGET = 4;

	private final FiberWorld world = new FiberWorld(BUDGET);

	private final FiberGroup group = this.world.group;

	@Test
	void aDeepQueueOfOneGroupDoesNotKeepTheOthersWaiting() {
		List<String> order = new ArrayList<>();
		FiberGroup other = this.world.dispatcher.createGroup("other");
		for (int i = 0; i < 100; i++) {
			this.group.execute(() -> order.add("deep"));
		}
		other.execute(() -> order.add("other"));
		this.world.time.runUntilIdle();
		assertThat(order).hasSize(101);
		assertThat(order.indexOf("other")).isEqualTo(BUDGET);
	}

	@Test
	void groupsThatAllHaveWorkTakeTurns() {
		List<String> turns = new ArrayList<>();
		List<FiberGroup> groups = List.of(this.group, this.world.dispatcher.createGroup("b"),
				this.world.dispatcher.createGroup("c"));
		for (FiberGroup each : groups) {
			each.onRoundEnd(() -> turns.add(each.name()));
			for (int i = 0; i < 3 * BUDGET; i++) {
				each.execute(() -> {
				});
			}
		}
		this.world.time.runUntilIdle();
		assertThat(turns).containsExactly("group", "b", "c", "group", "b", "c", "group", "b", "c");
	}

	@Test
	void aGroupThatFeedsItselfHasNoMoreTurnsThanTheOther() {
		List<String> turns = new ArrayList<>();
		for (FiberGroup each : List.of(this.group, this.world.dispatcher.createGroup("b"))) {
			each.onRoundEnd(() -> turns.add(each.name()));
			for (int i = 0; i < 3 * BUDGET; i++) {
				each.execute(() -> each.execute(() -> {
				}));
			}
		}
		this.world.time.runUntilIdle();
		assertThat(turns).containsExactly("group", "b", "group", "b", "group", "b", "group", "b", "group", "b", "group",
				"b");
	}

	@Test
	void listenersHaveABudgetToo() {
		FiberFuture<String> future = this.group.newFuture("future");
		boolean[] end = new boolean[1];
		this.group.execute(() -> {
			future.complete("value");
			listenAgainAndAgain(future, end);
		});
		this.group.execute(() -> this.group.execute(() -> end[0] = true));
		this.world.time.runUntilIdle();
		assertThat(end[0]).isTrue();
	}

	@Test
	void moreTimersThanTheBudgetAllFireAtTheirInstant() {
		int[] fired = new int[1];
		this.world.run(() -> {
			for (int i = 0; i < 10 * BUDGET; i++) {
				this.group.schedule(1_000_000, () -> fired[0]++);
			}
		});
		this.world.advanceMillis(1);
		assertThat(fired[0]).isEqualTo(10 * BUDGET);
	}

	@Test
	void aRoundThatFindsOnlyCancelledTimersHasNoEnd() {
		int[] ends = new int[1];
		this.group.onRoundEnd(() -> ends[0]++);
		this.world.run(() -> {
			TimerHandle[] last = new TimerHandle[1];
			for (int i = 0; i < BUDGET; i++) {
				this.group.schedule(1_000_000, () -> last[0].cancel());
			}
			last[0] = this.group.schedule(1_000_000, this.world.logs("cancelled"));
		});
		ends[0] = 0;
		// The first round takes the whole budget, the second finds only the last timer.
		this.world.advanceMillis(1);
		assertThat(this.world.log).isEmpty();
		assertThat(ends[0]).isEqualTo(1);
	}

	@Test
	void timersFireBetweenTheRoundsOfABusyGroup() {
		FiberGroup other = this.world.dispatcher.createGroup("other");
		int[] tasksDone = new int[1];
		List<Integer> tasksDoneAtTimer = new ArrayList<>();
		this.group.execute(() -> {
			for (int i = 0; i < 10 * BUDGET; i++) {
				this.group.execute(() -> tasksDone[0]++);
			}
		});
		other.execute(() -> other.schedule(0, () -> tasksDoneAtTimer.add(tasksDone[0])));
		this.world.time.runUntilIdle();
		assertThat(tasksDone[0]).isEqualTo(10 * BUDGET);
		assertThat(tasksDoneAtTimer).hasSize(1).allSatisfy((done) -> assertThat(done).isLessThanOrEqualTo(2 * BUDGET));
	}

	@Test
	void aFiberWhosePredicateAlwaysHoldsLetsTheOthersRun() {
		FiberCondition condition = this.group.newCondition("always");
		int[] steps = new int[1];
		Fiber greedy = this.world.start("idle", new FiberFrame<Void>() {
			@Override
			protected Step execute() {
				return sleep(Duration.ofMillis(1), this::spin);
			}

			private Step spin() {
				steps[0]++;
				return awaitUntil(condition, () -> true, this::spin);
			}
		});
		FiberGroup other = this.world.dispatcher.createGroup("other");
		this.world.run(() -> this.group.schedule(1_000_000, () -> this.group
			.execute(() -> this.group.execute(this.world.logs("task of the same group at step " + steps[0])))));
		this.world.run(() -> other.execute(() -> other.schedule(1_000_000, this.world.logs("other group"))));
		this.world.run(() -> this.group.start("polite", new FiberFrame<Void>() {
			@Override
			protected Step execute() {
				return sleep(Duration.ofMillis(1), this::done);
			}

			private Step done() {
				FairnessTests.this.world.log.add("other fiber");
				return finish();
			}
		}));
		boolean all = this.world.time.runUntil(() -> this.world.log.size() == 3, Duration.ofMillis(1));
		assertThat(all).as(() -> this.world.log.toString()).isTrue();
		assertThat(steps[0]).isBetween(1, 10 * BUDGET);
		this.world.group.execute(() -> greedy.cancel("test is over"));
		this.world.time.runUntilIdle();
		assertThat(this.group.dump()).contains("0 fibers");
	}

	@Test
	void aLoopOfAMillionSatisfiedWaitsNeedsNoStack() {
		FiberCondition condition = this.group.newCondition("always");
		int[] steps = new int[1];
		this.world.start("loop", new FiberFrame<Void>() {
			@Override
			protected Step execute() {
				return (++steps[0] < 1_000_000) ? awaitUntil(condition, () -> true, this::execute) : finish();
			}
		});
		assertThat(steps[0]).isEqualTo(1_000_000);
		assertThat(this.world.failures).isEmpty();
	}

	@Test
	void yieldingFibersTakeTurns() {
		for (String name : List.of("a", "b")) {
			this.group.execute(() -> this.group.start(name, new FiberFrame<Void>() {
				private int turns;

				@Override
				protected Step execute() {
					FairnessTests.this.world.log.add(name);
					return (++this.turns < 3) ? yieldThen(this::execute) : finish();
				}
			}));
		}
		this.world.time.runUntilIdle();
		assertThat(this.world.log).containsExactly("a", "b", "a", "b", "a", "b");
	}

	private void listenAgainAndAgain(FiberFuture<String> future, boolean[] end) {
		if (!end[0]) {
			future.whenComplete((value, failure) -> listenAgainAndAgain(future, end));
		}
	}

}
