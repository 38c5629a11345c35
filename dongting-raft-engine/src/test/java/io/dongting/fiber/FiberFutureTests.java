package io.dongting.fiber;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class FiberFutureTests {

	private final FiberWorld world = new FiberWorld();

	private final FiberGroup group = this.world.group;

	private final List<String> log = this.world.log;

	private final FiberFuture<String> future = this.group.newFuture("answer");

	@Test
	void fibersThatWaitGoOnWithTheValue() {
		this.world.start("a", new Awaiting());
		this.world.start("b", new Awaiting());
		this.future.complete("value");
		this.world.time.runUntilIdle();
		this.world.start("c", new Awaiting());
		assertThat(this.log).containsExactly("value", "value", "value");
	}

	@Test
	void aNullValueIsAValue() {
		this.world.start("a", new Awaiting());
		this.future.complete(null);
		this.world.time.runUntilIdle();
		assertThat(this.log).containsExactly("null");
	}

	@Test
	void aFailureGoesToTheHandlerOfTheFrame() {
		this.world.start("a", new Awaiting() {
			@Override
			protected Step handle(Exception failure) {
				FiberFutureTests.this.log.add("handled " + failure.getMessage());
				return finish();
			}
		});
		this.future.completeExceptionally(new IllegalStateException("broken"));
		this.world.time.runUntilIdle();
		assertThat(this.log).containsExactly("handled broken");
		assertThat(this.world.failures).isEmpty();
	}

	@Test
	void anErrorOfAFutureIsNotForTheHandler() {
		this.world.start("a", new Awaiting() {
			@Override
			protected Step handle(Exception failure) {
				FiberFutureTests.this.log.add("handled");
				return finish();
			}
		});
		this.future.completeExceptionally(new StackOverflowError("deep"));
		this.world.time.runUntilIdle();
		assertThat(this.log).isEmpty();
		assertThat(this.world.failures).containsExactly("group: fiber 'a': deep");
	}

	@Test
	void theTimeoutHasAPlaceOfItsOwn() {
		this.world.start("a", new FiberFrame<Void>() {
			@Override
			protected Step execute() {
				return await(FiberFutureTests.this.future, Duration.ofMillis(2), this::print, () -> print("late"));
			}

			private Step print(@Nullable String value) {
				FiberFutureTests.this.log.add("" + value);
				return finish();
			}
		});
		this.world.advanceMillis(2);
		assertThat(this.log).containsExactly("late");
		assertThat(this.future.complete("too late for a")).isTrue();
	}

	@Test
	void aFutureIsCompletedOnce() {
		assertThat(this.future.complete("first")).isTrue();
		assertThat(this.future.complete("second")).isFalse();
		assertThat(this.future.completeExceptionally(new IllegalStateException())).isFalse();
		this.world.start("a", new Awaiting());
		assertThat(this.log).containsExactly("first");
	}

	@Test
	void aCompletionFromOutsideIsSeenAsATaskOfTheGroup() {
		this.world.run(() -> assertThat(this.future.isDone()).isFalse());
		this.group.execute(() -> this.log.add("done: " + this.future.isDone()));
		this.future.complete("value");
		this.group.execute(() -> this.log.add("done: " + this.future.isDone()));
		this.world.time.runUntilIdle();
		assertThat(this.log).containsExactly("done: false", "done: true");
	}

	@Test
	void aCompletionFromInsideIsSeenAtOnce() {
		this.world.run(() -> {
			this.future.complete("value");
			this.log.add("done: " + this.future.isDone());
		});
		assertThat(this.log).containsExactly("done: true");
	}

	@Test
	void listenersAreCalledInTheirOrderButNeverInsideTheCallThatCompletes() {
		this.world.run(() -> {
			this.future.whenComplete((value, failure) -> this.log.add("first " + value));
			this.future.whenComplete((value, failure) -> this.log.add("second " + value));
			this.future.complete("value");
			this.future.whenComplete((value, failure) -> this.log.add("third " + value));
			this.log.add("completed");
		});
		assertThat(this.log).containsExactly("completed", "first value", "second value", "third value");
	}

	@Test
	void listenersGetTheFailure() {
		this.world.run(() -> this.future.whenComplete((value, failure) -> this.log.add(value + " " + failure)));
		this.future.completeExceptionally(new IllegalStateException("broken"));
		this.world.time.runUntilIdle();
		assertThat(this.log).containsExactly("null java.lang.IllegalStateException: broken");
	}

	@Test
	void thereIsNoValueBeforeTheEnd() {
		this.world.run(() -> assertThatIllegalStateException().isThrownBy(this.future::get)
			.withMessage("Future 'answer' is not done"));
		assertThat(this.world.failures).isEmpty();
	}

	@Test
	void theEndOfAFiberCanBeAwaited() {
		Fiber slow = this.world.start("slow", new FiberFrame<Void>() {
			@Override
			protected Step execute() {
				return sleep(Duration.ofMillis(3), this::finish);
			}
		});
		this.world.start("joiner", new FiberFrame<Void>() {
			@Override
			protected Step execute() {
				return await(slow.ended(), this::joined);
			}

			private Step joined(FiberOutcome outcome) {
				FiberFutureTests.this.log.add(outcome + " at " + FiberFutureTests.this.world.nowMillis());
				return finish();
			}
		});
		this.world.advanceMillis(10);
		assertThat(this.log).containsExactly("FINISHED at 3");
		this.world.run(() -> slow.ended().whenComplete((outcome, failure) -> this.log.add("later " + outcome)));
		assertThat(this.log).containsExactly("FINISHED at 3", "later FINISHED");
	}

	private class Awaiting extends FiberFrame<Void> {

		@Override
		protected Step execute() {
			return await(FiberFutureTests.this.future, this::print);
		}

		private Step print(@Nullable String value) {
			FiberFutureTests.this.log.add("" + value);
			return finish();
		}

	}

}
