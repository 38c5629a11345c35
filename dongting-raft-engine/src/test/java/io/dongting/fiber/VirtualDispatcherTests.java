package io.dongting.fiber;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class VirtualDispatcherTests {

	private final FiberWorld world = new FiberWorld();

	private final VirtualTime time = this.world.time;

	private final VirtualDispatcher dispatcher = this.world.dispatcher;

	private final FiberGroup group = this.world.group;

	private final List<String> log = this.world.log;

	@Test
	void severalNodesLiveInOneWorldAndTakeTurns() {
		VirtualDispatcher other = new VirtualDispatcher(this.time, "other");
		FiberGroup otherGroup = other.createGroup("group");
		this.group.execute(() -> this.group.execute(this.world.logs("node, second round")));
		otherGroup.execute(this.world.logs("other, first round"));
		otherGroup.execute(() -> otherGroup.schedule(2_000_000, this.world.logs("other at 2 ms")));
		this.group.execute(() -> this.group.schedule(1_000_000, this.world.logs("node at 1 ms")));
		this.world.advanceMillis(2);
		assertThat(this.log).containsExactly("other, first round", "node, second round", "node at 1 ms",
				"other at 2 ms");
	}

	@Test
	void aPausedNodeRunsNothingWhileTimeGoesOn() {
		this.world.run(() -> this.group.schedule(1_000_000, this.world.logs("timer")));
		this.dispatcher.pause();
		assertThat(this.group.execute(() -> this.log.add("task at " + this.world.nowMillis()))).isTrue();
		this.world.advanceMillis(5);
		assertThat(this.log).isEmpty();
		assertThat(this.dispatcher.isPaused()).isTrue();
		this.dispatcher.resume();
		this.time.runUntilIdle();
		assertThat(this.log).containsExactly("timer", "task at 5");
	}

	@Test
	void aNodeMayPauseItselfAndFinishesTheRound() {
		this.group.execute(this.dispatcher::pause);
		this.group.execute(this.world.logs("same round"));
		this.group.execute(() -> this.group.execute(this.world.logs("next round")));
		this.world.advanceMillis(1);
		assertThat(this.log).containsExactly("same round");
		this.dispatcher.resume();
		this.time.runUntilIdle();
		assertThat(this.log).containsExactly("same round", "next round");
	}

	@Test
	void nothingOfAKilledNodeRunsAgain() {
		this.group.onRoundEnd(this.world.logs("flush"));
		this.world.start("fiber", new FiberFrame<Void>() {
			@Override
			protected Step execute() {
				return sleep(Duration.ofMillis(1), this::finish);
			}

			@Override
			protected void onFinally() {
				VirtualDispatcherTests.this.log.add("finally");
			}
		});
		this.world.run(() -> this.group.schedule(1_000_000, this.world.logs("timer")));
		this.group.execute(this.world.logs("task"));
		this.log.clear();
		this.dispatcher.kill();
		assertThat(this.dispatcher.isKilled()).isTrue();
		assertThat(this.group.execute(this.world.logs("late task"))).isFalse();
		assertThat(this.group.newFuture("future").complete("late")).isFalse();
		this.dispatcher.close();
		this.dispatcher.resume();
		this.world.advanceMillis(10);
		assertThat(this.log).isEmpty();
		assertThat(this.time.step()).as("an event is left in the world").isFalse();
		assertThatIllegalStateException().isThrownBy(() -> this.dispatcher.createGroup("new"));
	}

	@Test
	void aNodeKilledByItsOwnTaskStopsAfterThatTask() {
		this.group.onRoundEnd(this.world.logs("flush"));
		this.group.execute(() -> {
			TimerHandle timer = this.group.schedule(1, this.world.logs("timer"));
			this.group.start("fiber", new FiberFrame<Void>() {
				@Override
				protected Step execute() {
					VirtualDispatcherTests.this.log.add("fiber");
					return finish();
				}
			});
			this.dispatcher.kill();
			assertThat(timer.cancel()).isTrue();
			this.group.schedule(1, this.world.logs("timer of a dead node"));
			this.log.add("rest of the task");
			assertThat(this.group.execute(this.world.logs("late"))).isFalse();
		});
		this.group.execute(this.world.logs("next task"));
		this.world.advanceMillis(1);
		assertThat(this.log).containsExactly("rest of the task");
		assertThat(this.world.failures).isEmpty();
	}

	@Test
	void aNodeKilledByItsOwnFiberStopsBeforeTheNextStep() {
		FiberCondition condition = this.group.newCondition("always");
		this.world.start("fiber", new FiberFrame<Void>() {
			@Override
			protected Step execute() {
				VirtualDispatcherTests.this.dispatcher.kill();
				return awaitUntil(condition, () -> true, this::next);
			}

			private Step next() {
				VirtualDispatcherTests.this.log.add("next step");
				return finish();
			}

			@Override
			protected void onFinally() {
				VirtualDispatcherTests.this.log.add("finally");
			}
		});
		assertThat(this.log).isEmpty();
	}

	@Test
	void otherNodesOutliveAKilledOne() {
		VirtualDispatcher other = new VirtualDispatcher(this.time, "other");
		other.createGroup("group").execute(this.world.logs("other"));
		this.dispatcher.kill();
		this.time.runUntilIdle();
		assertThat(this.log).containsExactly("other");
	}

	@Test
	void closingStopsTheGroupsInOrder() {
		this.world.start("fiber", new FiberFrame<Void>() {
			@Override
			protected Step execute() {
				return sleep(Duration.ofDays(1), this::finish);
			}

			@Override
			protected void onFinally() {
				VirtualDispatcherTests.this.log.add("finally");
			}
		});
		this.group.stopped().thenRun(this.world.logs("stopped"));
		this.dispatcher.close();
		this.dispatcher.close();
		this.time.runUntilIdle();
		assertThat(this.log).containsExactly("finally", "stopped");
		assertThatIllegalStateException().isThrownBy(() -> this.dispatcher.createGroup("new"));
	}

	@Test
	void timersFollowAFastClock() {
		this.dispatcher.clock().setDrift(1_000_000);
		scheduleAndExpectAfter(10, 5_000_000);
	}

	@Test
	void timersFollowASlowClock() {
		this.dispatcher.clock().setDrift(-500_000);
		scheduleAndExpectAfter(10, 20_000_000);
	}

	@Test
	void timersNeverFireEarlyOnAClockWithAnOddRate() {
		this.dispatcher.clock().setDrift(-333_333);
		scheduleAndExpectAfter(10, 14_999_993);
	}

	@Test
	void aChangeOfTheRateReachesTimersThatWait() {
		this.world.run(() -> this.group.schedule(10_000_000, this.world.logs("timer")));
		this.world.advanceMillis(5);
		this.dispatcher.clock().setDrift(1_000_000);
		this.time.advance(Duration.ofNanos(2_499_999));
		assertThat(this.log).isEmpty();
		this.time.advance(Duration.ofNanos(1));
		assertThat(this.log).containsExactly("timer");
	}

	@Test
	void aClockThatStandsStillHoldsTheTimers() {
		this.world.run(() -> this.group.schedule(10_000_000, this.world.logs("timer")));
		this.dispatcher.clock().setDrift(-1_000_000);
		long before = this.dispatcher.clock().nanoTime();
		this.time.advance(Duration.ofDays(1));
		assertThat(this.dispatcher.clock().nanoTime()).isEqualTo(before);
		assertThat(this.log).isEmpty();
		this.dispatcher.clock().setDrift(0);
		this.world.advanceMillis(10);
		assertThat(this.log).containsExactly("timer");
	}

	@Test
	void aJumpOfTheClockMakesTimersDue() {
		this.world.run(() -> this.group.schedule(10_000_000, this.world.logs("timer")));
		this.dispatcher.clock().jump(Duration.ofMillis(9));
		this.time.runUntilIdle();
		assertThat(this.log).isEmpty();
		this.dispatcher.clock().jump(Duration.ofMillis(1));
		this.time.runUntilIdle();
		assertThat(this.log).containsExactly("timer");
		assertThat(this.world.nowMillis()).isZero();
	}

	@Test
	void wallTimeJumpsByItself() {
		DriftingClock clock = this.dispatcher.clock();
		long wallBefore = clock.currentTimeMillis();
		long nanosBefore = clock.nanoTime();
		clock.jumpWallTime(Duration.ofHours(-1));
		assertThat(clock.currentTimeMillis() - wallBefore).isEqualTo(-3_600_000);
		assertThat(clock.nanoTime()).isEqualTo(nanosBefore);
	}

	@Test
	void monotonicTimeCannotBeMadeToGoBack() {
		DriftingClock clock = this.dispatcher.clock();
		assertThatIllegalArgumentException().isThrownBy(() -> clock.jump(Duration.ofNanos(-1)));
		assertThatIllegalArgumentException().isThrownBy(() -> clock.setDrift(-1_000_001));
		assertThatIllegalArgumentException().isThrownBy(() -> clock.setDrift(1_000_001));
	}

	private void scheduleAndExpectAfter(long delayMillis, long worldNanos) {
		this.world.run(() -> this.group.schedule(delayMillis * 1_000_000, this.world.logs("timer")));
		this.time.advance(Duration.ofNanos(worldNanos - 1));
		assertThat(this.log).isEmpty();
		this.time.advance(Duration.ofNanos(1));
		assertThat(this.log).containsExactly("timer");
	}

}
