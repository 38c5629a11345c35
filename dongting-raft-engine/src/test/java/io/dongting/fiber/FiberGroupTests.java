package io.dongting.fiber;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class FiberGroupTests {

	private final FiberWorld world = new FiberWorld();

	private final FiberGroup group = this.world.group;

	private final List<String> log = this.world.log;

	@Test
	void tasksRunInTheOrderOfTheirAcceptance() {
		List<Integer> order = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			int number = i;
			this.group.execute(() -> order.add(number));
		}
		this.world.time.runUntilIdle();
		assertThat(order).hasSize(1000).isSorted();
	}

	@Test
	void aTaskHandedInByATaskRunsInALaterRound() {
		this.group.onRoundEnd(this.world.logs("flush"));
		this.world.run(() -> {
			this.group.execute(this.world.logs("inner"));
			this.log.add("outer");
		});
		assertThat(this.log).containsExactly("outer", "flush", "inner", "flush");
	}

	@Test
	void theHookRunsOnceForAllThatGatheredInARound() {
		this.group.onRoundEnd(this.world.logs("flush"));
		this.group.execute(() -> {
			this.group.schedule(0, this.world.logs("timer"));
			this.log.add("first");
		});
		this.group.execute(this.world.logs("second"));
		this.world.time.runUntilIdle();
		assertThat(this.log).containsExactly("first", "second", "flush", "timer", "flush");
	}

	@Test
	void timersRunBeforeTasksAndTasksBeforeFibersOfARound() {
		FiberCondition changed = this.group.newCondition("changed");
		boolean[] seen = new boolean[1];
		this.world.start("waiter", new FiberFrame<Void>() {
			@Override
			protected Step execute() {
				return awaitUntil(changed, () -> seen[0], this::resumed);
			}

			private Step resumed() {
				FiberGroupTests.this.log.add("fiber");
				return finish();
			}
		});
		this.world.run(() -> this.group.schedule(1_000_000, () -> {
			this.log.add("timer");
			seen[0] = true;
			changed.signal();
		}));
		this.world.dispatcher.pause();
		this.group.execute(this.world.logs("task"));
		this.world.advanceMillis(1);
		this.world.dispatcher.resume();
		this.world.time.runUntilIdle();
		assertThat(this.log).containsExactly("timer", "task", "fiber");
	}

	@Test
	void workMadeReadyByAHookBelongsToTheNextRound() {
		boolean[] once = { true };
		this.group.onRoundEnd(() -> {
			this.log.add("flush");
			if (once[0]) {
				once[0] = false;
				this.group.execute(this.world.logs("from hook"));
			}
		});
		this.world.run(this.world.logs("task"));
		assertThat(this.log).containsExactly("task", "flush", "from hook", "flush");
	}

	@Test
	void noHookRunsWhenNothingRan() {
		this.group.onRoundEnd(this.world.logs("flush"));
		this.world.run(() -> this.group.schedule(1_000_000, this.world.logs("timer")).cancel());
		this.log.clear();
		this.world.advanceMillis(10);
		assertThat(this.log).isEmpty();
	}

	@Test
	void noHookRunsWhenNothingGathered() {
		this.group.onRoundEnd(this.world.logs("flush"));
		this.world.run(() -> this.group.schedule(1_000_000, this.group::nothingGathered));
		this.log.clear();
		this.world.run(this.group::nothingGathered);
		this.world.advanceMillis(10);
		assertThat(this.log).isEmpty();
	}

	@Test
	void whatOneTaskSaysOfItselfSaysNothingOfTheOthersOfTheRound() {
		this.group.onRoundEnd(this.world.logs("flush"));
		this.group.execute(this.group::nothingGathered);
		this.group.execute(this.world.logs("task"));
		this.group.execute(this.group::nothingGathered);
		this.world.time.runUntilIdle();
		assertThat(this.log).containsExactly("task", "flush");
	}

	@Test
	void whatATaskMakesReadyCountsWhateverTheTaskSays() {
		this.group.onRoundEnd(this.world.logs("flush"));
		this.world.run(() -> {
			this.group.start("fiber", new FiberFrame<Void>() {
				@Override
				protected Step execute() {
					FiberGroupTests.this.log.add("fiber");
					return finish();
				}
			});
			this.group.nothingGathered();
		});
		assertThat(this.log).containsExactly("fiber", "flush");
	}

	@Test
	void aRoundIsQuietUntilSomethingRunsThatMayHaveGathered() {
		List<Boolean> quiet = new ArrayList<>();
		Runnable quietly = () -> {
			quiet.add(this.group.isRoundQuiet());
			this.group.nothingGathered();
		};
		this.group.execute(quietly);
		this.group.execute(quietly);
		this.group.execute(this.world.logs("task"));
		this.group.execute(quietly);
		this.world.time.runUntilIdle();
		this.world.run(quietly);
		this.world.run(() -> {
			this.group.schedule(0, () -> {
				this.group.execute(quietly);
				throw new IllegalStateException("boom");
			});
			this.group.schedule(0, quietly);
		});
		assertThat(quiet).containsExactly(true, true, false, true, false, false);
	}

	@Test
	void whatIsLeftRunsWithTheNextRoundAndInOrder() {
		assertThat(this.group.leave(this.world.logs("left"))).isTrue();
		this.world.advanceMillis(10);
		assertThat(this.log).isEmpty();
		this.group.execute(this.world.logs("called"));
		this.group.leave(this.world.logs("left later"));
		this.world.time.runUntilIdle();
		assertThat(this.log).containsExactly("left", "called", "left later");
	}

	@Test
	void whatIsLeftRunsWithATimer() {
		this.group.onRoundEnd(this.world.logs("flush"));
		this.world.run(() -> {
			this.group.schedule(5_000_000, this.group::nothingGathered);
			this.group.nothingGathered();
		});
		this.group.leave(this.world.logs("left"));
		this.world.advanceMillis(4);
		assertThat(this.log).isEmpty();
		this.world.advanceMillis(2);
		assertThat(this.log).containsExactly("left", "flush");
	}

	/** Who gathers something may want to know what came of it. */
	@Test
	void whatIsLeftInARoundWithSomethingForTheHooksGetsARoundAtOnce() {
		this.group.onRoundEnd(this.world.logs("flush"));
		this.world.run(() -> this.group.leave(this.world.logs("left")));
		assertThat(this.log).containsExactly("flush", "left", "flush");
		this.log.clear();
		this.world.run(() -> {
			this.group.leave(this.world.logs("left quietly"));
			this.group.nothingGathered();
		});
		assertThat(this.log).isEmpty();
	}

	@Test
	void whatIsLeftBeforeAStopStillRuns() {
		this.group.leave(this.world.logs("left"));
		this.group.stop();
		this.world.time.runUntilIdle();
		assertThat(this.log).containsExactly("left");
		assertThat(this.group.leave(this.world.logs("too late"))).isFalse();
	}

	@Test
	void hooksRunAfterATaskThatFailsWhateverItHasSaid() {
		this.group.onRoundEnd(this.world.logs("flush"));
		this.world.run(() -> {
			this.group.nothingGathered();
			throw new IllegalStateException("boom");
		});
		assertThat(this.log).containsExactly("flush");
		assertThat(this.world.failures).containsExactly("group: task: boom");
	}

	@Test
	void onlyCodeOfTheGroupSaysWhatItHasGathered() {
		assertThatIllegalStateException().isThrownBy(this.group::nothingGathered);
	}

	@Test
	void hooksRunInTheOrderInWhichTheyWereAdded() {
		this.group.onRoundEnd(this.world.logs("one"));
		this.group.onRoundEnd(this.world.logs("two"));
		this.world.run(() -> {
		});
		assertThat(this.log).containsExactly("one", "two");
	}

	@Test
	void onlyCodeOfTheGroupIsInTheGroup() {
		FiberGroup other = this.world.dispatcher.createGroup("other");
		assertThat(this.group.inGroup()).isFalse();
		this.world.run(() -> {
			assertThat(this.group.inGroup()).isTrue();
			assertThat(other.inGroup()).isFalse();
			this.log.add("checked");
		});
		assertThat(this.log).containsExactly("checked");
	}

	@Test
	void whatBelongsInsideTheGroupIsRefusedOutside() {
		FiberCondition condition = this.group.newCondition("condition");
		assertThatIllegalStateException().isThrownBy(() -> this.group.schedule(0, this.world.logs("timer")))
			.withMessageContaining("'group'");
		assertThatIllegalStateException().isThrownBy(condition::signal);
		assertThatIllegalStateException().isThrownBy(condition::signalAll);
		assertThatIllegalStateException().isThrownBy(() -> this.group.newScope("scope"));
		assertThatIllegalStateException().isThrownBy(() -> this.group.rootScope().cancel("test"));
		assertThatIllegalStateException().isThrownBy(() -> this.group.newFuture("future").isDone());
		assertThatIllegalStateException().isThrownBy(() -> this.group.newChannel("channel", 1).poll());
	}

	@Test
	void whateverFailsIsReportedAndHurtsNothingElse() {
		this.group.onRoundEnd(() -> {
			throw new IllegalStateException("in hook");
		});
		this.group.onRoundEnd(this.world.logs("second hook"));
		this.group.execute(() -> {
			FiberFuture<String> future = this.group.newFuture("name");
			future.whenComplete((value, failure) -> {
				throw new IllegalStateException("in listener");
			});
			future.whenComplete((value, failure) -> this.log.add("second listener"));
			future.complete("value");
			this.group.schedule(1, () -> {
				throw new StackOverflowError("in timer");
			});
			this.group.schedule(1, this.world.logs("second timer"));
			throw new IllegalStateException("in task");
		});
		this.group.execute(this.world.logs("second task"));
		this.world.advanceMillis(1);
		assertThat(this.log).containsExactly("second task", "second listener", "second hook", "second timer",
				"second hook");
		assertThat(this.world.failures).containsExactly("group: task: in task",
				"group: listener of future 'name': in listener", "group: round-end hook: in hook",
				"group: timer: in timer", "group: round-end hook: in hook");
	}

	@Test
	void aFailureHandlerThatFailsDoesNotEndTheGroup() {
		FiberGroup careless = this.world.dispatcher.createGroup("careless", (failed, source, failure) -> {
			throw new IllegalStateException("in handler");
		});
		careless.execute(() -> {
			throw new IllegalStateException("in task");
		});
		careless.execute(this.world.logs("next"));
		this.world.time.runUntilIdle();
		assertThat(this.log).containsExactly("next");
	}

	@Test
	void namesOfLivingGroupsAreUnique() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.world.dispatcher.createGroup("group"))
			.withMessageContaining("'group'");
		this.group.stop();
		this.world.time.runUntilIdle();
		assertThat(this.world.dispatcher.createGroup("group")).isNotNull();
	}

}
