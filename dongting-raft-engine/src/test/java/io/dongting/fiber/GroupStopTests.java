package io.dongting.fiber;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GroupStopTests {

	private final FiberWorld world = new FiberWorld(4);

	private final FiberGroup group = this.world.group;

	@Test
	void aStoppedGroupRefusesTasks() {
		AtomicBoolean stopped = new AtomicBoolean();
		this.group.stop().thenRun(() -> stopped.set(true));
		this.world.time.runUntilIdle();
		assertThat(stopped).isTrue();
		assertThat(this.group.execute(this.world.logs("late"))).isFalse();
		this.world.advanceMillis(10);
		assertThat(this.world.log).isEmpty();
	}

	@Test
	void everyTaskAcceptedBeforeTheEndRunsEvenBeyondTheBudget() {
		int[] ran = new int[1];
		for (int i = 0; i < 50; i++) {
			this.group.execute(() -> ran[0]++);
		}
		this.group.stop();
		for (int i = 0; i < 50; i++) {
			assertThat(this.group.execute(() -> ran[0]++)).isTrue();
		}
		this.world.time.runUntilIdle();
		assertThat(ran[0]).isEqualTo(100);
	}

	@Test
	void finallyRunsBeforeTasksAreRefusedAndHooksRunLast() {
		this.world.start("waiter", new FiberFrame<Void>() {
			@Override
			protected Step execute() {
				return sleep(Duration.ofDays(1), this::finish);
			}

			@Override
			protected void onFinally() {
				GroupStopTests.this.world.log.add("finally: " + fiber().cancelReason());
				group().execute(GroupStopTests.this.world.logs("task of finally"));
			}
		});
		this.group.onRoundEnd(this.world.logs("flush"));
		this.group.stop().thenRun(this.world.logs("stopped"));
		this.world.time.runUntilIdle();
		assertThat(this.world.log).containsExactly("finally: group 'group' stops", "flush", "task of finally", "flush",
				"stopped");
	}

	@Test
	void timersAreDroppedAndLeaveNothingBehind() {
		this.world.run(() -> this.group.schedule(1_000_000, this.world.logs("timer")));
		this.group.stop();
		this.world.advanceMillis(10);
		assertThat(this.world.log).isEmpty();
		assertThat(this.world.time.step()).as("an event is left in the world").isFalse();
	}

	@Test
	void aFiberStartedWhileTheGroupStopsEndsAtOnceWithItsFinally() {
		this.group.stop();
		this.group.execute(() -> this.group.start("late", new FiberFrame<Void>() {
			@Override
			protected Step execute() {
				GroupStopTests.this.world.log.add("executed");
				return finish();
			}

			@Override
			protected void onFinally() {
				GroupStopTests.this.world.log.add("finally");
			}
		}));
		this.world.time.runUntilIdle();
		assertThat(this.world.log).containsExactly("finally");
	}

	@Test
	void listenersThatAreReadyRunBeforeTheEnd() {
		FiberFuture<String> future = this.group.newFuture("future");
		this.world.run(() -> future.whenComplete((value, failure) -> this.world.log.add(value)));
		this.group.stop();
		this.group.execute(() -> future.complete("value"));
		this.world.time.runUntilIdle();
		assertThat(this.world.log).containsExactly("value");
		assertThat(future.complete("again")).isFalse();
	}

	@Test
	void stoppingTwiceOrFromInsideIsTheSameStop() {
		this.world.run(() -> {
			this.group.stop().thenRun(this.world.logs("stopped"));
			this.group.stop().thenRun(this.world.logs("stopped"));
		});
		assertThat(this.world.log).containsExactly("stopped", "stopped");
		this.group.stop().thenRun(this.world.logs("already stopped"));
		assertThat(this.world.log).hasSize(3);
	}

	@Test
	void othersOnTheSameDispatcherGoOn() {
		FiberGroup other = this.world.dispatcher.createGroup("other");
		this.group.stop();
		other.execute(() -> other.schedule(1_000_000, this.world.logs("timer of other")));
		this.world.advanceMillis(1);
		assertThat(this.world.log).containsExactly("timer of other");
	}

}
